// Storage and work without a network in Firefox, which keeps both its own way.

import assert from "node:assert/strict";
import { test } from "node:test";
import { launchFirefox } from "./firefox.mjs";
import { serve } from "./server.mjs";

/** Calls `body` with a browser of these preferences and a server. */
async function withFirefox(prefs, body) {
  const server = await serve();
  const browser = await launchFirefox(prefs);
  try {
    await body(browser, server);
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Waits until something of the element is there. */
const there = (browser, selector) =>
  browser.until((selector) => document.querySelector("buqi-configurator")?.shadowRoot?.querySelector(selector) != null, selector);

const click = (browser, selector) =>
  browser.evaluate((selector) => document.querySelector("buqi-configurator").shadowRoot.querySelector(selector).click(), selector);

async function newEstate(browser, name) {
  await there(browser, "[data-new-estate] input");
  await browser.evaluate((name) => {
    const form = document.querySelector("buqi-configurator").shadowRoot.querySelector("[data-new-estate]");
    const type = (input, value) => {
      input.value = value;
      input.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
    };
    type(form.querySelectorAll("input")[0], name);
    type(form.querySelectorAll("input")[1], "6");
    form.querySelector("button[type=submit]").click();
  }, name);
  await there(browser, "[data-room-open=survey] [data-fact]");
}

/** Answers the first open questions on the screen, one after the other. */
async function answer(browser, count) {
  for (let n = 0; n < count; n += 1) {
    const before = await shown(browser);
    await browser.evaluate(async () => {
      const root = document.querySelector("buqi-configurator").shadowRoot;
      const open = [...root.querySelectorAll("[data-fact]")].filter((it) => !it.querySelector("[aria-pressed=true]"));
      for (const question of open) {
        const input = question.querySelector("input");
        if (input === null) {
          question.querySelector("[data-reply]").click();
          return;
        }
        // One of these is within the bounds of any question.
        for (const value of input.value === "" ? ["6", "60", "60000", "1985"] : []) {
          input.value = value;
          input.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
          await new Promise((resolve) => setTimeout(resolve, 0));
          if (!input.hasAttribute("aria-invalid")) return;
        }
      }
    });
    await browser.until(`(before) => (${told})() !== before`, before);
  }
}

/** Every answer on the screen. */
const told = () => {
  const root = document.querySelector("buqi-configurator").shadowRoot;
  const all = [...root.querySelectorAll("[data-fact]")].map((it) => [
    it.dataset.fact,
    it.querySelector("input:not([aria-invalid])")?.value,
    it.querySelector("[data-reply][aria-pressed=true]")?.dataset.reply,
  ]);
  return JSON.stringify(all.filter((it) => it[1] || it[2]));
};

const shown = (browser) => browser.evaluate(told);

const entries = (browser) => browser.evaluate(() => Object.keys(localStorage).filter((it) => it.includes("/log/")).length);

async function reload(browser) {
  await browser.reload();
  await there(browser, "[data-room-open=survey] [data-fact]");
}

test("in Firefox an estate and its answers are kept, in the log and in the database", async () => {
  await withFirefox({}, async (browser, server) => {
    await browser.goto(`${server.origin}/`);
    await newEstate(browser, "火狐小区");
    await answer(browser, 3);
    const first = await shown(browser);
    assert.equal(JSON.parse(first).length, 3);
    await reload(browser);
    assert.equal(await shown(browser), first);
    // Nobody sees the page, so it moves its log into the database.
    await browser.evaluate(() => {
      Object.defineProperty(document, "hidden", { configurable: true, value: true });
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
      delete document.hidden;
    });
    await browser.until(() => Object.keys(localStorage).every((it) => !it.includes("/log/")));
    await answer(browser, 2);
    const second = await shown(browser);
    assert.equal(JSON.parse(second).length, 5);
    await reload(browser);
    assert.equal(await shown(browser), second);
    assert.equal(await entries(browser), 2);
  });
});

test("in Firefox the survey goes on without a server, and is kept over a reload", async () => {
  await withFirefox({}, async (browser, server) => {
    await browser.goto(`${server.origin}/`);
    await there(browser, "[data-room]");
    await browser.evaluate(() => navigator.serviceWorker.ready.then(() => null));
    await browser.until(() => document.readyState === "complete");
    await server.close();
    await browser.reload();
    await newEstate(browser, "没有网的小区");
    await answer(browser, 3);
    const before = await shown(browser);
    await reload(browser);
    assert.equal(await shown(browser), before);
    await answer(browser, 1);
    const after = await shown(browser);
    assert.notEqual(after, before);
    await reload(browser);
    assert.equal(await shown(browser), after);
  });
});

test("in a Firefox without a database the log holds everything", async () => {
  await withFirefox({ "dom.indexedDB.enabled": false }, async (browser, server) => {
    await browser.goto(`${server.origin}/`);
    await newEstate(browser, "没有库的小区");
    await answer(browser, 3);
    const before = await shown(browser);
    await reload(browser);
    assert.equal(await shown(browser), before);
    assert.ok((await entries(browser)) >= 4);
  });
});

test("in a Firefox that stores nothing everything works and says what that means", async () => {
  await withFirefox({ "dom.storage.enabled": false }, async (browser, server) => {
    await browser.goto(`${server.origin}/`);
    await there(browser, "[data-storage].buqi-warning");
    await newEstate(browser, "无痕小区");
    await answer(browser, 2);
    await there(browser, "[data-not-stored] button");
    assert.equal(JSON.parse(await shown(browser)).length, 2);
  });
});
