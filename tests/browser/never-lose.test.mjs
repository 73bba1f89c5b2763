// What is entered is never lost: with a tab killed in the middle of typing or of
// folding its log, with a full or forbidden storage, with damaged records and
// entries, and with what an earlier release has stored.
//
// BUQI_KILLS asks for more rounds than a quick run makes; the figures of the full
// run are in docs/performance.md.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { answer, launch, newEstate, roomsOf, saved, totalOf, withApp, withProfile } from "./harness.mjs";
import { fold, hide, shown, store, stored } from "./stored.mjs";

const KILLS = Number(process.env.BUQI_KILLS ?? 8);

const browser = await launch();
after(() => browser.close());

for (const folds of [false, true]) {
  const when = folds ? "while they fold their log" : "while they are typed into";
  test(`${KILLS} pages killed at random moments ${when} lose at most the last key`, { timeout: 1_800_000 }, async () => {
    await withProfile(browser, async (context, server) => {
      let page = await context.newPage();
      await page.goto(`${server.origin}/`);
      await newEstate(roomsOf(page), "随时会断的小区");
      await page.locator("[data-fact] input").first().waitFor();
      const lost = [];
      let n_folded = 0;
      const random = randomFrom(20261124);
      for (let n = 0; n < KILLS; n += 1) {
        // Types on its own, one key at a time, and reports each as it is typed.
        const typed = [];
        await page.exposeFunction("reportTyped", (text) => typed.push({ text, at: performance.now() }));
        await page.evaluate(
          ([seed, folds]) => {
            const root = document.querySelector("buqi-configurator").shadowRoot;
            const input = root.querySelector("[data-fact] input");
            let count = seed;
            const step = () => {
              count += 1;
              input.value = String(count);
              input.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
              // Once the edit has been handled, and no sooner.
              Promise.resolve().then(() => globalThis.reportTyped(input.value));
              if (folds && count % 3 === 0) {
                Object.defineProperty(document, "hidden", { configurable: true, value: true });
                document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
                delete document.hidden;
              }
              globalThis.setTimeout(step, 0);
            };
            step();
          },
          [1000 * (n + 1), folds],
        );
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
        const { local, records } = await stored(page);
        const n_entries = Object.keys(local).filter((it) => it.startsWith("log/")).length;
        if (Object.keys(records).length === 1 && n_entries < typed.length) n_folded += 1;
      }
      assert.deepEqual(lost, [], "nothing but the last key may be lost");
      if (folds) assert.ok(n_folded > 0, "some were killed with a part of the log folded");
    });
  });
}

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

test("the log is moved into the database, and an estate is what both come to", async () => {
  await withApp(browser, { path: "/" }, async (app) => {
    const { page } = app;
    await newEstate(app, "折叠小区");
    await answer(page, 3);
    const first = await stored(page);
    assert.deepEqual(Object.values(first.records), []);
    const names = Object.keys(first.local).filter((it) => it.startsWith("log/"));
    assert.ok(names.length >= 4, "the estate and each answer");
    await fold(page);
    const [record] = Object.values((await stored(page)).records);
    assert.match(record, /折叠小区/);
    await answer(page, 2);
    const total = await totalOf(page);
    const before = await shown(page);
    await app.reload();
    assert.equal(await totalOf(page), total);
    assert.equal(await shown(page), before);
    // An entry that was folded and is still there changes nothing.
    const whole = await stored(page);
    await store(page, { ...whole, local: { ...first.local, ...whole.local } });
    await app.reload();
    assert.equal(await shown(page), before);
    await fold(page);
    await app.reload();
    assert.equal(await shown(page), before);
    // Neither does a database that knows more than the marks tell.
    const { records } = await stored(page);
    await store(page, { local: {}, records });
    await app.reload();
    await app.go("estates");
    await page.locator("[data-estate]").waitFor();
  });
});

/** Fills the storage that writes at once to the last character. */
const fill = (page) =>
  page.evaluate(() => {
    for (let size = 2 ** 22; size >= 1; size /= 2) {
      for (let n = 0; ; n += 1) {
        try {
          localStorage.setItem(`filler-${size}-${n}-${Math.random()}`, "x".repeat(size));
        } catch {
          break;
        }
      }
    }
  });

const empty = (page) =>
  page.evaluate(() => {
    for (const key of Object.keys(localStorage)) if (key.startsWith("filler-")) localStorage.removeItem(key);
  });

test("a full storage says so in every room, keeps what it had, and recovers", async () => {
  await withApp(browser, { path: "/" }, async (app) => {
    const { page } = app;
    await newEstate(app, "装不下的小区");
    await answer(page, 2);
    await page.evaluate(() => {
      // The database is full as well.
      IDBObjectStore.prototype.realPut = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function put() {
        throw new DOMException("full", "QuotaExceededError");
      };
    });
    const before = await stored(page);
    await fill(page);
    await answer(page, 2);
    const total = await totalOf(page);
    await page.locator("[data-not-stored]").waitFor();
    assert.deepEqual(await stored(page), before, "what was stored is whole");
    const file = JSON.parse(await saved(page, page.locator("[data-not-stored] button")));
    assert.equal(file.name, "装不下的小区", "the way out is a file");
    await page.locator("[data-site-mode]").click();
    await page.locator("dialog.buqi-site [data-not-stored]").waitFor();
    await page.locator("[data-step=leave]").click();
    await empty(page);
    await answer(page, 1);
    await page.locator("[data-not-stored]").waitFor({ state: "detached" });
    const last = await totalOf(page);
    await app.reload();
    assert.equal(await totalOf(page), last);
    assert.notEqual(last, "");
    assert.notEqual(total, "");
  });
});

test("where only the log is full, the database makes room for it", async () => {
  await withApp(browser, { path: "/" }, async (app) => {
    const { page } = app;
    await newEstate(app, "腾得出的小区");
    await answer(page, 6);
    await fill(page);
    await answer(page, 3);
    await page.locator("[data-not-stored]").waitFor({ state: "detached" });
    const before = await shown(page);
    await app.reload();
    assert.equal(await shown(page), before);
    assert.equal(Object.keys((await stored(page)).records).length, 1);
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
    const file = await saved(page, page.locator("[data-estate] [data-deed=export]"));
    await app.reload();
    await page.locator("input[type=file]").setInputFiles({ name: "e.json", mimeType: "application/json", buffer: file });
    await page.locator("[data-room-open=survey]").waitFor();
    assert.equal(await totalOf(page), total);
  });
});

test("where only the database is forbidden, the log holds everything and does not grow for ever", async () => {
  await withApp(browser, { path: "/" }, async (app) => {
    const { page } = app;
    await page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException("denied", "SecurityError");
      };
    });
    await app.reload();
    await newEstate(app, "没有库的小区");
    await page.locator("[data-fact] input").first().waitFor();
    for (let n = 0; n < 70; n += 1) await page.locator("[data-fact] input").first().fill(String(100 + n));
    await answer(page, 3);
    const before = await shown(page);
    const n_entries = () => page.evaluate(() => Object.keys(localStorage).filter((it) => it.includes("/log/")).length);
    assert.ok((await n_entries()) > 70);
    await hide(page);
    await page.waitForFunction(() => Object.keys(localStorage).filter((it) => it.includes("/log/")).length === 1);
    assert.equal(await page.locator("[data-not-stored]").count(), 0);
    await answer(page, 1);
    const after = await shown(page);
    assert.notEqual(after, before);
    await app.reload();
    assert.equal(await shown(page), after);
    assert.equal(await n_entries(), 2);
  });
});

const DAMAGES = [(it) => it.slice(0, it.length / 3), () => "", () => "\u0000\u0001", (it) => it.replace("{", "[")];

/** Saves what is damaged as a file, by the button beside it. */
const damagedFile = async (page) => String(await saved(page, page.locator("[data-damaged] [data-deed=export]")));

test("one damaged record after another: the rest opens, the damaged one is offered as a file", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    for (const name of ["甲小区", "乙小区", "丙小区"]) {
      await newEstate(app, name);
      await answer(page, 2);
    }
    await fold(page);
    const whole = await stored(page);
    const keys = Object.keys(whole.records);
    assert.equal(keys.length, 3);
    for (const key of keys) {
      for (const damage of DAMAGES) {
        const text = damage(whole.records[key]);
        await store(page, { ...whole, records: { ...whole.records, [key]: text } });
        await app.reload();
        await app.go("estates");
        await page.locator("[data-damaged]").waitFor();
        assert.equal(await page.locator("[data-estate]").count(), 2, "the rest opens");
        assert.equal(await damagedFile(page), text.split("\u001e")[0]);
        await hide(page);
        assert.equal((await stored(page)).records[key], text, "it is left as it was");
      }
    }
    // Damaged stamps cost nothing but the stamps.
    const [file] = whole.records[keys[0]].split("\u001e");
    await store(page, { ...whole, records: { ...whole.records, [keys[0]]: `${file}\u001e{broken` } });
    await app.reload();
    await app.go("estates");
    await page.locator("[data-estate]").first().waitFor();
    assert.equal(await page.locator("[data-estate]").count(), 3);
  });
});

test("one damaged entry of the log after another: the rest opens, the damaged one is offered as a file", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "甲小区");
    await answer(page, 2);
    await fold(page);
    await answer(page, 3);
    const answers = JSON.parse(await shown(page)).length;
    await newEstate(app, "乙小区");
    await answer(page, 2);
    const whole = await stored(page);
    const names = Object.keys(whole.local).filter((it) => it.startsWith("log/"));
    const [folded] = Object.keys(whole.records);
    // The first of the second estate is all there is of it but two answers.
    const [first] = names.filter((it) => !it.includes(folded)).sort();
    const others = names.filter((it) => it !== first);
    assert.equal(names.filter((it) => it.includes(folded)).length, 3);
    for (const name of [first, ...others]) {
      for (const damage of DAMAGES) {
        const text = damage(whole.local[name]);
        await store(page, { ...whole, local: { ...whole.local, [name]: text } });
        await app.reload();
        await app.go("estates");
        await page.locator("[data-damaged]").first().waitFor();
        assert.equal(await page.locator("[data-estate]").count(), name === first ? 1 : 2, "the rest opens");
        assert.equal(await page.locator("[data-damaged]").count(), 1, "it is offered once");
        const file = await damagedFile(page);
        assert.ok(name === first ? file.includes(text.replaceAll("\u001e", "\n")) : file === text);
        if (name === first) continue;
        await hide(page);
        await page.waitForFunction((name) => Object.keys(localStorage).every((it) => !it.includes("/log/") || it.endsWith(name)), name);
        assert.equal((await stored(page)).local[name], text, "it is left as it was");
        if (!name.includes(folded)) continue;
        await page.locator(`[data-estate="${folded}"] [data-deed=open]`).click();
        await page.locator("[data-fact]").first().waitFor();
        assert.equal(JSON.parse(await shown(page)).length, answers - 1, "one answer is missing");
      }
    }
    // Without it and once it is deleted, everything goes on.
    await app.go("estates");
    await page.locator("[data-damaged] [data-deed=delete]").click();
    await page.locator("[data-damaged]").waitFor({ state: "detached" });
    assert.equal(await page.locator("[data-estate]").count(), 2);
  });
});

test("what an earlier release has stored is taken over, also while its page is still open", async () => {
  await withApp(browser, { path: "/" }, async (app) => {
    const { page } = app;
    await newEstate(app, "老版本的小区");
    await answer(page, 4);
    await fold(page);
    const before = await shown(page);
    const [[key, record]] = Object.entries((await stored(page)).records);
    await store(page, { local: { [`estate/${key}`]: record }, records: {} });
    await app.reload();
    assert.equal(await shown(page), before);
    await answer(page, 1);
    const more = await shown(page);
    // The other page knows nothing of that, and writes the whole of what it has.
    const other = await page.context().newPage();
    await other.goto(`${app.server.origin}/manifest.webmanifest`);
    const later = Date.now() + 1000;
    await other.evaluate(
      ([name, text, later]) => {
        const [file, stamps] = text.split("\u001e");
        const changed = JSON.stringify({ ...JSON.parse(stamps), "/about": [later, 1] });
        localStorage.setItem(name, `${JSON.stringify({ ...JSON.parse(file), about: "旧页面写的" })}\u001e${changed}`);
      },
      [`buqi/default/estate/${key}`, record, later],
    );
    await other.close();
    await fold(page);
    const after = await stored(page);
    assert.match(after.records[key], /旧页面写的/);
    assert.equal(await shown(page), more, "and the newer answer is still there");
    await app.reload();
    assert.equal(await shown(page), more);
    assert.deepEqual(Object.keys(after.local), [`kept/${key}`]);
  });
});
