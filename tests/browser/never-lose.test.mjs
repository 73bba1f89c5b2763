// What is entered is never lost: without a network, with a tab killed in the
// middle of typing, with a full or forbidden storage, with damaged records,
// through an update, and with one estate open in two tabs.
//
// BUQI_KILLS and BUQI_EDITS ask for more rounds than a quick run makes; the
// figures of the full run are in docs/performance.md.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { answer, launch, newEstate, openSurveyedDemo, totalOf, withApp } from "./harness.mjs";
import { DIST, serve } from "./server.mjs";

const KILLS = Number(process.env.BUQI_KILLS ?? 8);
const EDITS = Number(process.env.BUQI_EDITS ?? 100);

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** Waits until the service worker holds a version of the page. */
function installed(page) {
  return page.evaluate(() => navigator.serviceWorker.ready.then(() => null));
}

test("without a server a whole survey is taken, kept over a reload and exported", async () => {
  const server = await serve();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.origin}/`);
  await page.locator("[data-room]").first().waitFor();
  await installed(page);
  await server.close();

  await page.reload();
  const go = (room) => page.locator(`[data-room=${room}]`).click();
  await openSurveyedDemo({ page, go });
  await newEstate({ page, go }, "没有网的小区");
  await answer(page, 12);
  const total = await totalOf(page);
  await page.reload();
  assert.equal(await totalOf(page), total, "the work is still there");
  await page.locator("[data-room=menu]").click();
  await page.locator("[data-item] button").first().click();
  await page.locator("dialog [data-why]").first().waitFor();
  await page.keyboard.press("Escape");
  await go("estates");
  const download = page.waitForEvent("download");
  await page.locator("[data-export-all]").click();
  const file = JSON.parse(await readFile(await (await download).path(), "utf8"));
  assert.deepEqual(file.estates.map((it) => it.name).includes("没有网的小区"), true);
  assert.equal(file.estates.length, 2);
  assert.equal(await page.locator("[data-not-exported]").count(), 0, "nothing is left to export");
  await context.close();
});

test("the page can be installed: name, icons and start address are there", async () => {
  const server = await serve();
  const manifest = await (await fetch(`${server.origin}/manifest.webmanifest`)).json();
  for (const icon of manifest.icons) {
    const response = await fetch(new URL(icon.src, `${server.origin}/`));
    assert.equal(response.status, 200, icon.src);
    assert.equal(response.headers.get("content-type"), icon.type);
  }
  assert.ok(manifest.icons.some((it) => it.sizes === "512x512" && it.purpose === "maskable"));
  assert.equal(manifest.start_url, "./");
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.origin}/`);
  const session = await context.newCDPSession(page);
  const { errors } = await session.send("Page.getAppManifest");
  assert.deepEqual(errors, []);
  await context.close();
  await server.close();
});

test("a page that embeds the element is left alone by the service worker", async () => {
  await withApp(browser, {}, async ({ page }) => {
    assert.equal(await page.evaluate(() => navigator.serviceWorker.getRegistrations().then((it) => it.length)), 0);
  });
});

/** A copy of dist/ as the next release would be, with one file changed. */
async function nextRelease() {
  const folder = await mkdtemp(join(tmpdir(), "buqi-next-"));
  await cp(DIST, folder, { recursive: true });
  const style = join(folder, "standalone.css");
  await writeFile(style, `${await readFile(style, "utf8")}\n/* the next release */\n`);
  const worker = join(folder, "sw.js");
  const text = await readFile(worker, "utf8");
  const bytes = await readFile(style);
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  const next = text
    .replace(/"standalone.css": "[^"]*"/, `"standalone.css": "${(hash >>> 0).toString(16)}-${bytes.length}"`)
    .replace(/VERSION = "[^"]*"/, 'VERSION = "next"');
  await writeFile(worker, next);
  return { folder, worker, next };
}

test("an update waits until it is wanted, and is never half of one", async () => {
  const server = await serve();
  const context = await browser.newContext();
  const page = await context.newPage();
  const go = (room) => page.locator(`[data-room=${room}]`).click();
  const isNext = () =>
    page.evaluate(() =>
      fetch("./standalone.css")
        .then((it) => it.text())
        .then((it) => it.includes("the next release")),
    );
  await page.goto(`${server.origin}/`);
  await page.locator("[data-room]").first().waitFor();
  await installed(page);
  await page.reload();
  await newEstate({ page, go }, "换版中的小区");
  await answer(page, 3);
  const total = await totalOf(page);

  // A server in the middle of an update: the list is new, a file is old.
  const { folder, worker, next } = await nextRelease();
  await writeFile(worker, next.replace(/"standalone.css": "[^"]*"/, '"standalone.css": "0-0"'));
  server.use(folder);
  const failed = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const gone = new Promise((resolve) =>
      registration.addEventListener(
        "updatefound",
        () => {
          const worker = registration.installing;
          worker.addEventListener("statechange", () => resolve(worker.state));
        },
        { once: true },
      ),
    );
    await registration.update().catch(() => {});
    return gone;
  });
  assert.equal(failed, "redundant", "half an update is not taken");
  assert.equal(await page.locator("#new-version").isVisible(), false);
  assert.equal(await page.evaluate(() => caches.keys().then((it) => it.length)), 1);

  await writeFile(worker, next);
  await page.evaluate(() => navigator.serviceWorker.getRegistration().then((it) => it.update()));
  const note = page.locator("#new-version");
  await note.waitFor();
  assert.equal(await isNext(), false, "the open page still has its own version");
  await answer(page, 1);
  const later = await totalOf(page);
  assert.equal(await page.locator("[data-room-open]").getAttribute("data-room-open"), "survey");
  // A reload is not a consent.
  await page.reload();
  await note.waitFor();
  assert.equal(await isNext(), false);
  assert.equal(await totalOf(page), later);
  await Promise.all([page.waitForEvent("load"), note.locator("button").first().click()]);
  await page.locator("[data-room]").first().waitFor();
  assert.equal(await isNext(), true, "the new version is whole and in use");
  assert.equal(await totalOf(page), later, "the survey goes on where it was");
  assert.equal(await note.isVisible(), false);
  assert.equal(await page.evaluate(() => caches.keys().then((it) => it.length)), 1, "the old one is gone");
  assert.notEqual(total, "");
  await context.close();
  await server.close();
  await rm(folder, { recursive: true });
});

/** What the page shows of the estate: every answer, in the order of the page. A
 * number that was refused is no answer; only the tab where it was typed has it. */
const shown = (page) =>
  page.evaluate(() => {
    const root = document.querySelector("buqi-configurator").shadowRoot;
    const inputs = [...root.querySelectorAll("[data-fact] input:not([aria-invalid])")].map((it) => [it.closest("[data-fact]").dataset.fact, it.value]);
    const pressed = [...root.querySelectorAll("[data-fact] [data-reply]")]
      .filter((it) => it.ariaPressed === "true" || it.getAttribute("aria-pressed") === "true")
      .map((it) => [it.closest("[data-fact]").dataset.fact, it.dataset.reply]);
    return JSON.stringify([...inputs, ...pressed].filter((it) => it[1] !== ""));
  });

test(`${KILLS} pages killed at random moments lose at most the last key typed`, { timeout: 1_200_000 }, async () => {
  const server = await serve();
  const context = await browser.newContext();
  let page = await context.newPage();
  await page.goto(`${server.origin}/`);
  await newEstate({ page, go: (room) => page.locator(`[data-room=${room}]`).click() }, "随时会断的小区");
  await page.locator("[data-fact] input").first().waitFor();
  const lost = [];
  const random = randomFrom(20261124);
  for (let n = 0; n < KILLS; n += 1) {
    // Types on its own, one key at a time, and reports each as it is typed.
    const typed = [];
    await page.exposeFunction("reportTyped", (text) => typed.push({ text, at: performance.now() }));
    await page.evaluate((seed) => {
      const root = document.querySelector("buqi-configurator").shadowRoot;
      const input = root.querySelector("[data-fact] input");
      let count = seed;
      const step = () => {
        count += 1;
        input.value = String(count);
        input.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
        // Once the edit has been handled, and no sooner.
        Promise.resolve().then(() => globalThis.reportTyped(input.value));
        globalThis.setTimeout(step, 0);
      };
      step();
    }, 1000 * (n + 1));
    const until = performance.now() + 60 + random() * 120;
    while (typed.length === 0 || performance.now() < until) await page.evaluate(() => 0);
    // This types every few milliseconds, a person not faster than every 50: what
    // was typed in the last 50 is the last key, which the browser may not have
    // taken from the dying page yet.
    const killed = performance.now();
    await killRenderer(context, page);
    const safe = typed.filter((it) => it.at < killed - 50).at(-1);
    const before = Number(safe?.text ?? 0);
    await page.close();
    page = await context.newPage();
    await page.goto(`${server.origin}/`);
    const input = page.locator("[data-fact] input").first();
    await input.waitFor();
    const now = Number(await input.inputValue());
    if (now < before) lost.push(`${before} became ${now}`);
  }
  assert.deepEqual(lost, [], "nothing but the last key may be lost");
  await context.close();
  await server.close();
});

/** Ends the process that runs the page, as the system does when it is short of memory. */
async function killRenderer(context, page) {
  const session = await context.newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  session.send("Page.crash").catch(() => {});
  await crashed;
}

function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

test("a full storage says so in every room, keeps what it had, and recovers", async () => {
  await withApp(browser, { path: "/" }, async (app) => {
    const { page } = app;
    await newEstate(app, "装不下的小区");
    await answer(page, 2);
    const stored = await page.evaluate(() => {
      const [key] = Object.keys(localStorage).filter((it) => it.includes("/estate/"));
      for (let size = 2 ** 22; size >= 1; size /= 2) {
        for (let n = 0; ; n += 1) {
          try {
            localStorage.setItem(`filler-${size}-${n}`, "x".repeat(size));
          } catch {
            break;
          }
        }
      }
      return localStorage.getItem(key);
    });
    await answer(page, 2);
    const total = await totalOf(page);
    await page.locator("[data-not-stored]").waitFor();
    const now = await page.evaluate(() => localStorage.getItem(Object.keys(localStorage).find((it) => it.includes("/estate/"))));
    assert.equal(now, stored, "what was stored is whole");
    const download = page.waitForEvent("download");
    await page.locator("[data-not-stored] button").click();
    const file = JSON.parse(await readFile(await (await download).path(), "utf8"));
    assert.equal(file.name, "装不下的小区", "the way out is a file");
    await page.evaluate(() => {
      for (const key of Object.keys(localStorage)) if (key.startsWith("filler-")) localStorage.removeItem(key);
    });
    await answer(page, 1);
    await page.locator("[data-not-stored]").waitFor({ state: "detached" });
    const last = await totalOf(page);
    await app.reload();
    assert.equal(await totalOf(page), last);
    assert.notEqual(last, "");
    assert.notEqual(total, "");
  });
});

test("where storing is forbidden everything works and says what that means", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, "localStorage", {
        get() {
          throw new DOMException("denied", "SecurityError");
        },
      });
    });
    await app.reload();
    assert.match(await page.locator("[data-storage]").innerText(), /无痕/);
    await newEstate(app, "无痕小区");
    await answer(page, 3);
    await page.locator("[data-not-stored]").waitFor();
    const total = await totalOf(page);
    await app.go("menu");
    await app.go("estates");
    assert.equal(await page.locator("[data-estate]").count(), 1);
    const download = page.waitForEvent("download");
    await page.locator("[data-estate] [data-deed=export]").click();
    const file = await readFile(await (await download).path());
    await app.reload();
    await page.locator("input[type=file]").setInputFiles({ name: "e.json", mimeType: "application/json", buffer: file });
    await page.locator("[data-room-open=survey]").waitFor();
    assert.equal(await totalOf(page), total);
  });
});

test("one damaged record after another: the rest opens, the damaged one is offered as a file", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    const names = ["甲小区", "乙小区", "丙小区"];
    for (const name of names) {
      await newEstate(app, name);
      await answer(page, 2);
    }
    const whole = await page.evaluate(() => ({ ...localStorage }));
    const keys = Object.keys(whole).filter((it) => it.includes("/estate/"));
    assert.equal(keys.length, 3);
    const damages = [(it) => it.slice(0, it.length / 3), () => "", () => "\u0000\u0001", (it) => it.replace("{", "[")];
    for (const [n, key] of keys.entries()) {
      for (const damage of damages) {
        const text = damage(whole[key]);
        await page.evaluate(
          ([all, key, text]) => {
            for (const [name, value] of Object.entries(all)) localStorage.setItem(name, value);
            localStorage.setItem(key, text);
          },
          [whole, key, text],
        );
        await app.reload();
        await app.go("estates");
        assert.equal(await page.locator("[data-estate]").count(), 2, "the rest opens");
        const damaged = page.locator("[data-damaged]");
        const download = page.waitForEvent("download");
        await damaged.locator("[data-deed=export]").click();
        const saved = await readFile(await (await download).path(), "utf8");
        assert.equal(saved, text.split("\u001e")[0]);
        const stored = await page.evaluate((it) => localStorage.getItem(it), key);
        assert.equal(stored, text, `record ${n} is left as it was`);
      }
    }
    // Damaged stamps cost nothing but the stamps.
    await page.evaluate(
      ([all, key]) => {
        for (const [name, value] of Object.entries(all)) localStorage.setItem(name, value);
        localStorage.setItem(key, `${all[key].split("\u001e")[0]}\u001e{broken`);
      },
      [whole, keys[0]],
    );
    await app.reload();
    await app.go("estates");
    assert.equal(await page.locator("[data-estate]").count(), 3);
  });
});

test(`two tabs that make ${EDITS} random edits end equal, and nothing is lost`, { timeout: 1_200_000 }, async () => {
  const server = await serve();
  const context = await browser.newContext();
  const tabs = [await context.newPage(), await context.newPage()];
  const go = (room) => tabs[0].locator(`[data-room=${room}]`).click();
  await tabs[0].goto(`${server.origin}/`);
  await newEstate({ page: tabs[0], go }, "两个人的小区");
  // A place keeps its answered questions on the screen; by importance each tab
  // would hold on to another one.
  const place = (page) => page.locator("[data-order]").nth(2).click();
  await place(tabs[0]);
  await tabs[1].goto(`${server.origin}/`);
  await place(tabs[1]);
  // Both type at once, each at its own pace.
  await Promise.all(
    tabs.map((page, n) =>
      page.evaluate(
        async ([seed, count]) => {
          const root = document.querySelector("buqi-configurator").shadowRoot;
          let state = seed;
          const random = (below) => {
            state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
            return Math.floor((state / 2 ** 32) * below);
          };
          for (let n = 0; n < count; n += 1) {
            const questions = [...root.querySelectorAll("[data-fact]")].slice(0, 20);
            const question = questions[random(questions.length)];
            const buttons = question.querySelectorAll("[data-reply]");
            const input = question.querySelector("input");
            if (input) {
              input.value = String(1 + random(9));
              input.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
              input.dispatchEvent(new FocusEvent("blur"));
            } else {
              buttons[random(buttons.length)].click();
            }
            await new Promise((resolve) => setTimeout(resolve, random(4)));
          }
        },
        [7919 * (n + 1), EDITS / 2],
      ),
    ),
  );
  const same = () =>
    Promise.all(
      tabs.map((page) =>
        page.evaluate(() => document.querySelector("buqi-configurator").shadowRoot.querySelector("[data-total]").innerText),
      ),
    );
  // The last write has to reach the other tab.
  const deadline = performance.now() + 10_000;
  let shownBy;
  do {
    shownBy = await Promise.all(tabs.map(shown));
  } while (shownBy[0] !== shownBy[1] && performance.now() < deadline);
  assert.deepEqual(JSON.parse(shownBy[0]), JSON.parse(shownBy[1]), "both show the same answers");
  const totals = await same();
  assert.equal(totals[0], totals[1], "and the same total");
  for (const page of tabs) {
    await page.reload();
    await place(page);
  }
  assert.deepEqual(await Promise.all(tabs.map(shown)), shownBy, "and that is what is stored");
  await context.close();
  await server.close();
});

test("an edit in one tab shows in the other, and a removal does too", async () => {
  const server = await serve();
  const context = await browser.newContext();
  const [one, two] = [await context.newPage(), await context.newPage()];
  await one.goto(`${server.origin}/`);
  await newEstate({ page: one, go: (room) => one.locator(`[data-room=${room}]`).click() }, "同步小区");
  await two.goto(`${server.origin}/`);
  const first = (page) => page.locator("[data-fact] [data-reply]").first();
  await first(one).click();
  await two.locator("[data-fact] [data-reply][aria-pressed=true]").first().waitFor();
  await first(two).click();
  await one.locator("[data-fact] [data-reply][aria-pressed=true]").first().waitFor({ state: "detached" });
  await context.close();
  await server.close();
});

test("a colleague's file is merged, differences are settled by a tap, and undo takes it all back", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "合并小区");
    await page.locator("[data-order=importance]").click();
    const yesNo = page.locator("[data-fact]").filter({ has: page.locator("[data-reply]") });
    const fact = await yesNo.first().getAttribute("data-fact");
    const question = page.locator(`[data-fact="${fact}"]`).first();
    await question.locator("[data-reply]").nth(0).click();
    await app.go("estates");
    const download = page.waitForEvent("download");
    await page.locator("[data-estate] [data-deed=export]").click();
    const file = JSON.parse(await readFile(await (await download).path(), "utf8"));
    const place = file.estate[fact] === undefined ? file.groups[0].answers : file.estate;
    const ours = place[fact];
    const theirs = ours === true ? false : true;
    place[fact] = theirs;
    file.about = "同事的说明";
    const buffer = Buffer.from(JSON.stringify(file));
    await page.locator("input[type=file]").setInputFiles({ name: "e.json", mimeType: "application/json", buffer });
    await page.locator("[data-merge]").click();
    const row = page.locator(`[data-difference$="${fact}"]`);
    await row.waitFor();
    assert.equal(await page.locator("[data-difference]").count(), 1);
    for (const side of ["ours", "theirs", "ours"]) {
      await row.locator(`[data-side=${side}]`).click();
      await row.locator(`[data-side=${side}][aria-pressed=true]`).waitFor();
      assert.equal(await row.locator("[aria-pressed=true]").count(), 1);
    }
    const saved = () =>
      page.evaluate(() => localStorage.getItem(Object.keys(localStorage).find((it) => it.includes("/estate/"))));
    assert.match(await saved(), /同事的说明/);
    await app.go("survey");
    for (let n = 0; n < 8 && /同事的说明/.test(await saved()); n += 1) await page.locator("[data-undo]").first().click();
    assert.doesNotMatch(await saved(), /同事的说明/);
    assert.equal(await page.locator("[data-estate]").count(), 0);
  });
});

test("estates are found, sorted, copied, archived, and deleted with a way back", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    for (const [n, name] of ["甲小区", "乙小区", "丙花园"].entries()) {
      await newEstate(app, name);
      await answer(page, n + 1);
    }
    await app.go("estates");
    const names = () => page.locator("[data-estate] h3").allInnerTexts();
    assert.deepEqual(await names(), ["丙花园", "乙小区", "甲小区"], "the latest change first");
    assert.equal(await page.locator("[data-not-exported]").getAttribute("data-not-exported"), "3");
    await page.locator("[data-find-estate]").fill("小区");
    assert.deepEqual(await names(), ["乙小区", "甲小区"]);
    await page.locator("[data-find-estate]").fill("");
    await page.locator("[data-sort]").selectOption("name");
    assert.deepEqual(await names(), ["丙花园", "乙小区", "甲小区"].sort());
    const entry = (name) => page.locator("[data-estate]").filter({ has: page.getByRole("heading", { name, exact: true }) });
    const deed = async (name, it) => {
      const details = entry(name).locator("details");
      if ((await details.getAttribute("open")) === null) await details.locator("summary").click();
      await entry(name).locator(`[data-deed=${it}]`).click();
    };
    await deed("甲小区", "duplicate");
    await entry("甲小区（副本）").waitFor();
    await deed("乙小区", "archive");
    await entry("乙小区").waitFor({ state: "detached" });
    await page.locator("[data-show-archived]").click();
    await entry("乙小区").waitFor();
    await deed("丙花园", "delete");
    await entry("丙花园").waitFor({ state: "detached" });
    await page.locator("[data-restore]").click();
    await entry("丙花园").waitFor();
    await entry("丙花园").locator("[data-deed=export]").click();
    await page.locator("[data-not-exported='2']").waitFor();
    const download = page.waitForEvent("download");
    await page.locator("[data-export-all]").click();
    const buffer = await readFile(await (await download).path());
    await page.evaluate(() => localStorage.clear());
    await app.reload();
    await page.locator("input[type=file]").setInputFiles({ name: "all.json", mimeType: "application/json", buffer });
    await entry("甲小区（副本）").waitFor();
    assert.equal(await page.locator("[data-estate]").count(), 4);
    // The same file again adds nothing twice.
    await page.locator("input[type=file]").setInputFiles({ name: "all.json", mimeType: "application/json", buffer });
    await page.locator("[data-merge]").click();
    await page.locator("[data-merged]").first().waitFor();
    assert.equal(await page.locator("[data-difference]").count(), 0);
    assert.equal(await page.locator("[data-estate]").count(), 4);
  });
});

test("every version of the file still opens in the built app", async () => {
  const saved = new URL("../saved/v1/", import.meta.url);
  const files = (await readdir(saved)).filter((it) => it.endsWith(".json"));
  assert.ok(files.length >= 8);
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    for (const file of files) {
      await app.go("estates");
      const buffer = await readFile(new URL(file, saved));
      await page.locator("input[type=file]").setInputFiles({ name: file, mimeType: "application/json", buffer });
      await page.locator("[data-room-open=survey], [data-keep-both]").first().waitFor();
      const both = page.locator("[data-keep-both]");
      if (await both.count()) await both.click();
      await page.locator("[data-room-open=survey]").waitFor();
    }
  });
});
