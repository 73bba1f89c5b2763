// A control that goes when it is pressed leaves the focus near by.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { launch, newEstate, openSurveyedDemo, withApp } from "./harness.mjs";

const browser = await launch();
after(() => browser.close());

/** Waits until something has the focus whose text begins so. */
const focusOn = (page, text) =>
  page.waitForFunction(
    (text) =>
      document.querySelector("buqi-configurator").shadowRoot.activeElement?.innerText.startsWith(text),
    text,
  );

test("after archiving, deleting and restoring an estate the focus is beside it", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    for (const name of ["甲小区", "乙小区", "丙花园"]) await newEstate(app, name);
    await focusOn(page, "摸排");
    await app.go("estates");
    const entry = (name) => page.locator("[data-estate]").filter({ has: page.getByRole("heading", { name, exact: true }) });
    const deed = async (name, it) => {
      await entry(name).locator("summary").press("Enter");
      await entry(name).locator(`[data-deed=${it}]`).press("Enter");
      await entry(name).waitFor({ state: "detached" });
    };
    await deed("乙小区", "archive");
    await focusOn(page, "甲小区");
    await deed("甲小区", "delete");
    await focusOn(page, "丙花园");
    await page.locator("[data-restore]").press("Enter");
    await focusOn(page, "本机上的小区");
    await entry("甲小区").locator("[data-deed=open]").press("Enter");
    await focusOn(page, "摸排");
  });
});

test("after a figure is worked out again the focus is at its heading", async () => {
  await withApp(browser, { lang: "en" }, async (app) => {
    const { page } = app;
    await openSurveyedDemo(app);
    await app.go("menu");
    await page.locator("[data-item][data-standing=chosen] .buqi-title").first().click();
    await page.locator("dialog[open] section .buqi-link:not(.buqi-ask)").last().press("Enter");
    await page.locator("#override-value").fill("12");
    await page.locator(".buqi-override [type=submit]").press("Enter");
    await page.locator(".buqi-override .buqi-plain").press("Enter");
    await page.locator(".buqi-override .buqi-plain").waitFor({ state: "detached" });
    const heading = await page.locator(".buqi-override h4").innerText();
    await focusOn(page, heading);
  });
});

test("the focus goes back to where a paste was begun", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里");
    await page.locator("[data-open-paste]").press("Enter");
    await page.locator("[data-paste]").fill("总户数\t220");
    await page.locator("[data-take]").press("Enter");
    await focusOn(page, "粘贴表格");
  });
});

test("what was left on purpose gets no focus when it goes", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await app.go("estates");
    await page.locator("#new-name").focus();
    await page.locator("#new-name").blur();
    await page.locator("[data-room=about]").dispatchEvent("click");
    await page.locator("[data-room-open=about]").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "BODY");
  });
});
