import assert from "node:assert/strict";
import { after, test } from "node:test";
import { answer, launch, newEstate, openSurveyedDemo, saved, totalOf, withApp } from "./harness.mjs";

const browser = await launch();
after(() => browser.close());

test("twelve answers lead from a new estate to a bill that survives a reload", async () => {
  await withApp(browser, { path: "/" }, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里");
    const empty = await totalOf(page);
    await answer(page, 12);
    const total = await totalOf(page);
    assert.notEqual(total, empty, "the bill follows the answers");

    await app.go("menu");
    const suggested = page.locator("[data-item][data-standing=chosen]");
    assert.ok((await suggested.count()) > 0, "something is suggested");
    const reason = (await suggested.first().locator("[data-reason]").innerText()).trim();
    assert.notEqual(reason, "", "the suggestion gives its reason");

    await app.reload();
    assert.equal(await totalOf(page), total, "the work is still there");
    assert.equal(await page.locator("[data-room-open]").getAttribute("data-room-open"), "menu");
  });
});

test("dropping and keeping an item changes the bill, and undo takes it back", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await openSurveyedDemo(app);
    await app.go("bill");
    await page.locator("[data-part=lines]").click();
    const priced = (await page.locator("[data-line]").first().getAttribute("data-line")).split("/")[0];
    await app.go("menu");
    const total = await totalOf(page);
    const item = page.locator(`[data-item="${priced}"]`);
    await item.locator("[data-choice=drop]").click();
    await item.locator("form input").fill("业主另行安排");
    await item.locator("form button[type=submit]").click();
    const less = await totalOf(page);
    assert.notEqual(less, total, "the bill follows the choice");
    await page.locator("[data-undo]").first().click();
    assert.equal(await totalOf(page), total, "undo takes the choice back");
  });
});

test("an item tells why it is suggested and closes again with Escape", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await openSurveyedDemo(app);
    await app.go("menu");
    const title = page.locator("[data-item][data-standing=chosen] button").first();
    await title.click();
    await page.locator("dialog [data-why]").first().waitFor();
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    const focused = await title.evaluate((it) => it.getRootNode().activeElement === it);
    assert.ok(focused, "focus is back where it came from");
  });
});

test("the language changes on the spot and nothing else does", async () => {
  await withApp(browser, { lang: "zh" }, async (app) => {
    const { page } = app;
    await openSurveyedDemo(app);
    await app.go("menu");
    const chosen = await page.locator("[data-item][data-standing=chosen]").count();
    await page.locator("[data-lang]").click();
    await page.locator("[data-room-open][lang=en]").waitFor();
    const text = await page.locator("[data-room-open] nav").innerText();
    assert.doesNotMatch(text, /\p{Script=Han}/u, "English navigation has no Chinese in it");
    assert.equal(await page.locator("[data-item][data-standing=chosen]").count(), chosen);
    await app.reload();
    await page.locator("[data-room-open][lang=en]").waitFor();
  });
});

test("a keyboard alone gets from the first room to an answer", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await openSurveyedDemo(app);
    await app.go("estates");
    await page.locator("[data-room=estates]").focus();
    await pressUntil(page, "Tab", (it) => it?.dataset.room === "survey");
    await page.keyboard.press("Enter");
    await page.locator("[data-room-open=survey]").waitFor();
    await pressUntil(page, "Tab", (it) => it?.dataset.reply !== undefined);
    const before = await focusedState(page);
    await page.keyboard.press("Space");
    await page.waitForFunction((was) => {
      const host = document.querySelector("buqi-configurator");
      return host.shadowRoot.activeElement?.getAttribute("aria-pressed") !== was;
    }, before);
  });
});

test("a saved file opens on another device with the same bill", async () => {
  let file;
  let total;
  await withApp(browser, {}, async (app) => {
    await openSurveyedDemo(app);
    total = await totalOf(app.page);
    await app.go("estates");
    file = await saved(app.page, app.page.locator("[data-estate]").getByRole("button", { name: /^导出/ }));
  });
  await withApp(browser, {}, async (app) => {
    await app.page.locator("input[type=file]").setInputFiles({ name: "estate.json", mimeType: "application/json", buffer: file });
    await app.page.locator("[data-total]").waitFor();
    assert.equal(await totalOf(app.page), total);
  });
});

/** Presses `key` until the focused element is the wanted one. */
async function pressUntil(page, key, wanted) {
  for (let step = 0; step < 200; step += 1) {
    await page.keyboard.press(key);
    const handle = await page.evaluateHandle(
      () => document.querySelector("buqi-configurator").shadowRoot.activeElement,
    );
    if (await handle.evaluate(wanted)) return;
  }
  assert.fail("the keyboard does not reach it");
}

function focusedState(page) {
  return page.evaluate(() =>
    document.querySelector("buqi-configurator").shadowRoot.activeElement.getAttribute("aria-pressed"),
  );
}
