// Opens the app in Chromium and holds every page to its promises: no request
// after it has loaded, none to anybody else, no message in the console.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { chromium } from "playwright-core";
import { serve } from "./server.mjs";

export const ROOMS = ["estates", "survey", "deficiencies", "menu", "bill", "about"];
/** Every language in every scheme. */
export const LOOKS = ["zh", "en"].flatMap((lang) => ["light", "dark"].map((scheme) => ({ lang, scheme })));

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** The page of a host that embeds `elements`, under the usual policy. */
export function hostPage(elements, lang = "zh") {
  return `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Host</title><script type="module" src="/embed.js"></script></head>
<body><main>${elements}</main></body></html>`;
}

/**
 * Opens a page that embeds one element, in a browser profile of its own.
 *
 * `pages` are further pages of the server, `path` the one to open: "/" is the
 * standalone page itself. With `touch` there are fingers besides the mouse.
 */
export async function openApp(
  browser,
  { lang = "zh", scheme = "light", width = 1280, height = 900, touch = false, path = "/one.html", pages = {}, folder } = {},
) {
  const server = await serve({
    "/one.html": {
      body: hostPage(`<buqi-configurator lang="${lang}" mode="standalone"></buqi-configurator>`, lang),
    },
    "/favicon.ico": { body: "", type: "image/x-icon" },
    ...pages,
  }, folder);
  const context = await browser.newContext({
    viewport: { width, height },
    hasTouch: touch,
    colorScheme: scheme,
    locale: lang === "en" ? "en-GB" : "zh-CN",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const log = { requests: [], messages: [], loaded: false };
  page.on("request", (request) => {
    // A blob is in the page already; to the browser, showing it is a request.
    if (!/^(blob|data):/.test(request.url())) log.requests.push({ url: request.url(), late: log.loaded });
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) log.messages.push(message.text());
  });
  page.on("pageerror", (error) => log.messages.push(String(error)));

  async function load(address) {
    log.loaded = false;
    await page.goto(server.origin + address);
    await ready();
  }

  async function ready() {
    await page.locator("[data-room]").first().waitFor();
    log.loaded = true;
  }

  await load(path);
  return {
    page,
    log,
    server,
    load,
    async reload() {
      log.loaded = false;
      await page.reload();
      await ready();
    },
    async go(room) {
      await page.locator(`[data-room=${room}]`).click();
      await page.locator(`[data-room-open=${room}]`).waitFor();
    },
    /** Closes the page after asking whether it kept its promises. */
    async close() {
      await context.close();
      await server.close();
      const strangers = log.requests.filter((it) => !it.url.startsWith(server.origin));
      assert.deepEqual(strangers, [], "asks nobody else for anything");
      assert.deepEqual(log.requests.filter((it) => it.late), [], "asks for nothing once it has loaded");
      assert.deepEqual(log.messages, [], "leaves the console clean");
    },
  };
}

/** Runs `body` on an open app and closes it, also when `body` fails. */
export async function withApp(browser, options, body) {
  const app = await openApp(browser, options);
  try {
    await body(app);
  } catch (error) {
    // The promises may be broken too, but the first failure is the news.
    await app.close().catch(() => {});
    throw error;
  }
  await app.close();
}

/** Runs `body` with a server and a browser profile of its own, which has no page yet. */
export async function withProfile(browser, body, pages) {
  const server = await serve(pages);
  const context = await browser.newContext();
  try {
    await body(context, server);
  } finally {
    await context.close();
    await server.close();
  }
}

/** A page that was opened without `openApp`, for what follows. */
export const roomsOf = (page) => ({ page, go: (room) => page.locator(`[data-room=${room}]`).click() });

/** Opens the first example estate, which lands in the survey. */
export async function openDemo({ page, go }) {
  await go("estates");
  await page.locator("[data-demo] > button").first().click();
  await page.locator("[data-room-open=survey]").waitFor();
}

/** Opens the first example estate and answers what its source leaves open. */
export async function openSurveyedDemo(app) {
  await openDemo(app);
  await answer(app.page);
}

/** Begins an empty estate of `count` buildings, which lands in the survey. */
export async function newEstate({ page, go }, name, count = 6) {
  await go("estates");
  const form = page.locator("[data-new-estate]");
  await form.locator("input").first().fill(name);
  await form.locator("input").nth(1).fill(String(count));
  await form.locator("button[type=submit]").click();
  await page.locator("[data-room-open=survey]").waitFor();
}

export const totalOf = (page) => page.locator("[data-total]").first().innerText();

/** The bytes of the file that a press of `button` saves. */
export async function saved(page, button) {
  const download = page.waitForEvent("download");
  await button.click();
  return readFile(await (await download).path());
}

/** Numbers to try in turn: one of them is within the bounds of any question. */
const NUMBERS = ["6", "60", "60000", "6000", "1985", "0.5", "1"];

/**
 * Answers the open questions on the screen, all of them or `count`: yes where
 * that is an answer, the first number that is taken, or the first choice.
 */
export async function answer(page, count = Infinity) {
  const ids = await page.locator("[data-fact]").evaluateAll((all) => all.map((it) => it.dataset.fact));
  let answered = 0;
  for (const id of ids) {
    if (answered === count) return;
    const question = page.locator(`[data-fact="${id}"]`).first();
    // Another answer may have made this question pointless.
    if ((await question.count()) === 0) continue;
    if (await question.locator("[aria-pressed=true]").count()) continue;
    const input = question.locator("input");
    if (await input.count()) {
      if ((await input.inputValue()) !== "") continue;
      for (const value of NUMBERS) {
        await input.fill(value);
        if ((await input.getAttribute("aria-invalid")) === null) break;
      }
    } else {
      await question.locator("[data-reply]").first().click();
    }
    answered += 1;
  }
  assert.ok(answered === count || count === Infinity, `only ${answered} open questions`);
}

const AXE = new URL("node_modules/axe-core/axe.min.js", import.meta.url);

/** What axe finds: the rule, and the places as selectors. */
export async function violations(page) {
  // Evaluated, not added as a script, which the policy would refuse.
  if (await page.evaluate(() => !globalThis.axe)) await page.evaluate(await readFile(AXE, "utf8"));
  return page.evaluate(async () => {
    const result = await globalThis.axe.run(document, {
      resultTypes: ["violations"],
      // WCAG 2.2 AA, off by default.
      rules: { "target-size": { enabled: true } },
    });
    return result.violations.map((it) => ({
      rule: it.id,
      places: it.nodes.slice(0, 4).map((node) => `${node.target.flat().join(" ")}: ${node.failureSummary}`),
    }));
  });
}
