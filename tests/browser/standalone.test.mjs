// What only the page that holds nothing but the app does: the way back of the
// browser leads through it, and the page has its language and title.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { launch, newEstate, openSurveyedDemo, withApp, withProfile } from "./harness.mjs";
import { POLICY } from "./server.mjs";

const browser = await launch();
after(() => browser.close());

const STANDALONE = { path: "/" };

/** Waits until a room is shown under so many dialogs, and is the entry of the history. */
const at = (page, room, over = 0) =>
  page.waitForFunction(
    ([room, over]) => {
      const { shadowRoot } = document.querySelector("buqi-configurator");
      return (
        shadowRoot.querySelector("[data-room-open]").dataset.roomOpen === room &&
        shadowRoot.querySelectorAll("dialog[open]").length === over &&
        history.state?.room === room &&
        history.state.over === over
      );
    },
    [room, over],
  );

const back = (page) => page.evaluate(() => history.back());

test("the way back closes the dialog, then goes to the room before", async () => {
  await withApp(browser, STANDALONE, async (app) => {
    const { page } = app;
    await at(page, "estates");
    await newEstate(app, "和平里");
    await at(page, "survey");
    await app.go("menu");
    await at(page, "menu");
    await page.locator("[data-item] .buqi-title").first().click();
    await at(page, "menu", 1);
    await back(page);
    await at(page, "menu");
    await back(page);
    await at(page, "survey");
    await back(page);
    await at(page, "estates");
    await page.evaluate(() => history.forward());
    await at(page, "survey");
  });
});

test("a dialog that was closed by its button, or led to another room, is no step of the way back", async () => {
  await withApp(browser, STANDALONE, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里");
    await at(page, "survey");
    await app.go("menu");
    await at(page, "menu");
    await page.locator("[data-item] .buqi-title").first().click();
    await at(page, "menu", 1);
    await page.locator("dialog [data-close]").click();
    await at(page, "menu");
    await page.locator("[data-item] .buqi-title").first().click();
    await at(page, "menu", 1);
    await page.locator("dialog .buqi-ask").first().click();
    await at(page, "survey");
    await back(page);
    await at(page, "menu");
    await back(page);
    await at(page, "survey");
  });
});

test("the way back leaves the pad, then the site mode, also after a reload in it", async () => {
  await withApp(browser, STANDALONE, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里");
    await at(page, "survey");
    await page.locator("[data-order=outside]").click();
    await page.locator("[data-site-mode]").click();
    await at(page, "survey", 1);
    while (await page.locator(".buqi-site-pad").count()) await page.keyboard.press("ArrowRight");
    await page.locator("[data-step=find]").click();
    await at(page, "survey", 2);
    await back(page);
    await at(page, "survey", 1);
    assert.equal(await page.locator("[data-site-fact]").count(), 1, "the walk goes on");
    await back(page);
    await at(page, "survey");
    await page.locator("[data-site-mode]").click();
    await at(page, "survey", 1);
    await app.reload();
    await at(page, "survey");
    await back(page);
    await at(page, "estates");
  });
});

test("on the page of a host the history is the host's", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await openSurveyedDemo(app);
    await app.go("menu");
    await page.locator("[data-item] .buqi-title").first().click();
    await page.locator("dialog[open]").waitFor();
    const [state, length] = await page.evaluate(() => [history.state, history.length]);
    assert.equal(state, null);
    assert.equal(length, 2, "the page and the empty one before it");
  });
});

test("in a frame the history is that of the page around it", async () => {
  const around = { body: '<iframe src="/" width="900" height="900"></iframe>', policy: `${POLICY}; frame-src 'self'` };
  await withProfile(
    browser,
    async (context, server) => {
      const page = await context.newPage();
      await page.goto(`${server.origin}/around.html`);
      const frame = page.frameLocator("iframe");
      await frame.locator("[data-room=menu]").click();
      await frame.locator("[data-room-open=menu]").waitFor();
      // Whatever was to follow from that has, once a timer of the frame fires.
      await page.frames()[1].evaluate(() => new Promise((done) => setTimeout(done)));
      assert.equal(await page.evaluate(() => history.length), 2, "the page and the empty one before it");
    },
    { "/around.html": around },
  );
});

test("the page has the language that was chosen, and a title in it", async () => {
  await withApp(browser, STANDALONE, async (app) => {
    const { page } = app;
    const page_is = (lang, title) =>
      page.waitForFunction(
        ([lang, title]) => document.documentElement.lang === lang && document.title.startsWith(title),
        [lang, title],
      );
    await page_is("zh-CN", "补齐");
    await page.locator("[data-lang=en]").click();
    await page_is("en", "Buqi: ");
    await app.reload();
    await page_is("en", "Buqi: ");
    await page.locator("[data-lang=zh-CN]").click();
    await page_is("zh-CN", "补齐");
  });
});
