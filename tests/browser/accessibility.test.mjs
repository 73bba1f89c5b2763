import assert from "node:assert/strict";
import { after, test } from "node:test";
import { LOOKS, ROOMS, launch, openSurveyedDemo, violations, withApp } from "./harness.mjs";

const browser = await launch();
after(() => browser.close());

for (const { lang, scheme } of LOOKS) {
  test(`axe finds nothing in any room, ${lang}, ${scheme}`, async () => {
    await withApp(browser, { lang, scheme }, async (app) => {
      await openSurveyedDemo(app);
      for (const room of ROOMS) {
        await app.go(room);
        assert.deepEqual(await violations(app.page), [], `in ${room}`);
      }
      await app.go("bill");
      const parts = app.page.locator("[data-part]");
      for (let at = 1; at < (await parts.count()); at += 1) {
        await parts.nth(at).click();
        await app.page.locator("details").evaluateAll((all) => all.forEach((it) => (it.open = true)));
        assert.deepEqual(await violations(app.page), [], `in part ${at} of the bill`);
      }
    });
  });
}

test("axe finds nothing on the example host page", async () => {
  await withApp(browser, { path: "/examples/host.html" }, async (app) => {
    await openSurveyedDemo(app);
    assert.deepEqual(await violations(app.page), []);
  });
});

for (const room of ROOMS) {
  test(`nothing is cut off or needs sideways scrolling at 320 px in ${room}`, async () => {
    await withApp(browser, { width: 320, height: 640 }, async (app) => {
      await openSurveyedDemo(app);
      await app.go(room);
      // The part that holds all the others.
      if (room === "bill") await app.page.locator("[data-part=all]").click();
      const excess = await app.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.ok(excess <= 0, `${excess} px too wide`);
    });
  });
}

for (const room of ROOMS) {
  test(`what has the focus is never hidden under the bars in ${room}`, async () => {
    await withApp(browser, { width: 375, height: 600 }, async (app) => {
      const { page } = app;
      await openSurveyedDemo(app);
      await app.go(room);
      const hidden = [];
      for (const key of ["Tab", "Shift+Tab"]) {
        for (let n = 0; n < 60; n += 1) {
          await page.keyboard.press(key);
          const seen = await page.evaluate(() => {
            let focused = document.activeElement;
            while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
            const root = focused.getRootNode();
            if (root === document) return true;
            const box = focused.getBoundingClientRect();
            const at = (x, y) => {
              const top = root.elementFromPoint(x, y);
              return top !== null && (focused.contains(top) || top.contains(focused) || focused.closest("label")?.contains(top));
            };
            const shares = [0.1, 0.5, 0.9];
            return shares.some((x) => shares.some((y) => at(box.left + x * box.width, box.top + y * box.height)))
              ? true
              : `${focused.outerHTML.slice(0, 90)} at ${Math.round(box.top)}–${Math.round(box.bottom)}`;
          });
          if (seen !== true) hidden.push(seen);
        }
      }
      assert.deepEqual(hidden, []);
    });
  });
}
