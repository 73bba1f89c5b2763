// Walks the gallery, which `./x gallery` builds: every room and component in
// each of its states, with axe.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, violations, withApp } from "./harness.mjs";

const FOLDER = process.env.BUQI_GALLERY ?? fileURLToPath(new URL("../../target/gallery", import.meta.url));

const browser = await launch();
after(() => browser.close());

// Each language and each scheme, each width that lays something out anew.
for (const [lang, scheme, width] of [
  ["zh", "light", 375],
  ["en", "dark", 1280],
]) {
  test(`axe finds nothing in any example, ${lang}, ${scheme}, ${width} px`, async () => {
    await withApp(browser, { lang, scheme, width, height: 800, folder: FOLDER }, async ({ page }) => {
      const names = await page.locator("[data-example]").evaluateAll((all) => all.map((it) => it.dataset.example));
      assert.ok(names.length > 80, `${names.length} examples`);
      assert.equal(new Set(names).size, names.length);
      const found = {};
      for (const name of names) {
        const button = page.locator(`[data-example="${name}"]`);
        // A dialog of the example before lies over the names.
        await button.dispatchEvent("click");
        const stage = page.locator(`[data-stage-of="${name}"]`);
        await stage.waitFor();
        assert.notEqual((await stage.innerText()).trim(), "", `${name} shows something`);
        if (await stage.locator("[data-part=all]").count()) await stage.locator("[data-part=all]").click();
        if (name === "component-number-field") await stage.locator("#filled").fill("99");
        const broken = await violations(page);
        if (broken.length > 0) found[name] = broken;
      }
      assert.deepEqual(found, {});
    });
  });
}
