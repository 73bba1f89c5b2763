// One estate open in two tabs, and estates that come in as files.
//
// BUQI_EDITS asks for more edits than a quick run makes; the figures of the full
// run are in docs/performance.md.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { after, test } from "node:test";
import { answer, launch, newEstate, roomsOf, saved, withApp, withProfile } from "./harness.mjs";
import { clear, fold, shown, stored } from "./stored.mjs";

const EDITS = Number(process.env.BUQI_EDITS ?? 100);

const browser = await launch();
after(() => browser.close());

/** A new estate in one tab, which another has open too. */
async function withTwoTabs(name, body) {
  await withProfile(browser, async (context, server) => {
    const [one, two] = [await context.newPage(), await context.newPage()];
    await one.goto(`${server.origin}/`);
    await newEstate(roomsOf(one), name);
    await two.goto(`${server.origin}/`);
    await body(one, two);
  });
}

test(`two tabs that make ${EDITS} random edits end equal, and nothing is lost`, { timeout: 1_200_000 }, async () => {
  await withProfile(browser, async (context, server) => {
    const tabs = [await context.newPage(), await context.newPage()];
    await tabs[0].goto(`${server.origin}/`);
    await newEstate(roomsOf(tabs[0]), "两个人的小区");
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
              // Now and then one of them folds what both have written.
              if (random(20) === 0) {
                Object.defineProperty(document, "hidden", { configurable: true, value: true });
                document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
                delete document.hidden;
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
    assert.equal(Object.keys((await stored(tabs[0])).records).length, 1, "they folded");
    for (const page of tabs) {
      await page.reload();
      await place(page);
    }
    assert.deepEqual(await Promise.all(tabs.map(shown)), shownBy, "and that is what is stored");
  });
});

test("an edit in one tab shows in the other, and a removal does too", async () => {
  await withTwoTabs("同步小区", async (one, two) => {
    const first = (page) => page.locator("[data-fact] [data-reply]").first();
    await first(one).click();
    await two.locator("[data-fact] [data-reply][aria-pressed=true]").first().waitFor();
    await first(two).click();
    await one.locator("[data-fact] [data-reply][aria-pressed=true]").first().waitFor({ state: "detached" });
  });
});

test("what one tab takes back is its own, and nothing of what the other did", async () => {
  await withTwoTabs("各改各的小区", async (one, two) => {
    const yesNo = (page) => page.locator("[data-fact]").filter({ has: page.locator("[data-reply]") });
    const [first, second] = await yesNo(one).evaluateAll((all) => all.slice(0, 2).map((it) => it.dataset.fact));
    const pressed = (page, fact) => page.locator(`[data-fact="${fact}"] [aria-pressed=true]`).first();
    await one.locator(`[data-fact="${first}"] [data-reply]`).first().click();
    await pressed(two, first).waitFor();
    await two.locator(`[data-fact="${second}"] [data-reply]`).first().click();
    await pressed(one, second).waitFor();
    await one.locator("[data-undo]").first().click();
    await pressed(two, first).waitFor({ state: "detached" });
    assert.equal(await pressed(one, second).count(), 1, "what the other did is still there");
    await one.locator("[data-redo]").first().click();
    await pressed(two, first).waitFor();
    assert.equal(await pressed(two, second).count(), 1);
  });
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
    const file = JSON.parse(await saved(page, page.locator("[data-estate] [data-deed=export]")));
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
    const kept = async () => {
      await fold(page);
      return Object.values((await stored(page)).records).join();
    };
    assert.match(await kept(), /同事的说明/);
    await app.go("survey");
    for (let n = 0; n < 8 && /同事的说明/.test(await kept()); n += 1) await page.locator("[data-undo]").first().click();
    assert.doesNotMatch(await kept(), /同事的说明/);
    assert.equal(await page.locator("[data-estate]").count(), 0);
  });
});

test("what two plans agreed otherwise is said in words, and both people's schemes are kept", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    const dossier = (own) => ({
      format: "buqi-dossier",
      version: 1,
      name: "合并小区",
      plan: { decisions: { "lift-addition": "accepted" }, terms: own.terms },
      schemes: own.schemes.map(([name, decision]) => ({ name, plan: { decisions: { "lift-addition": decision } } })),
    });
    const ours = dossier({
      terms: { "start-month": 3, phasing: { years: 2 }, shares: { "lift-addition": { owners: 6000, government: 4000 } } },
      schemes: [["保底", "deferred"], ["我们的", "accepted"]],
    });
    const theirs = dossier({
      terms: { "start-month": 9, phasing: { "yearly-cap": 50000000 }, shares: { "lift-addition": { owners: 10000 } } },
      schemes: [["保底", "accepted"], ["同事的", "accepted"]],
    });
    const give = async (file) => {
      const buffer = Buffer.from(JSON.stringify(file));
      await page.locator("input[type=file]").setInputFiles({ name: "e.json", mimeType: "application/json", buffer });
    };
    await app.go("estates");
    await give(ours);
    await page.locator("[data-room-open=survey]").waitFor();
    await app.go("estates");
    await give(theirs);
    await page.locator("[data-merge]").click();
    const rows = page.locator("[data-difference]");
    await rows.first().waitFor();
    const said = Object.fromEntries(
      await rows.evaluateAll((all) =>
        all.map((it) => {
          const label = it.querySelector("[role=group] > span").textContent;
          return [label, [...it.querySelectorAll("b")].map((side) => side.textContent)];
        }),
      ),
    );
    assert.deepEqual(said["开工月份"], ["3月", "9月"]);
    assert.equal(said["分期"][0], "分 2 年");
    assert.match(said["分期"][1], /每年工程费上限 50/);
    const shares = Object.entries(said).find(([label]) => label.startsWith("分摊比例"));
    assert.match(shares[1][0], /60%/);
    assert.match(shares[1][1], /100%/);
    assert.equal(Object.keys(said).filter((label) => label.startsWith("保底")).length, 1);
    assert.doesNotMatch(JSON.stringify(Object.values(said)), /[{}]/);
    await fold(page);
    const [record] = Object.values((await stored(page)).records);
    const names = JSON.parse(record.split("\u001e")[0]).schemes.map((it) => it.name);
    assert.deepEqual(names.sort(), ["保底", "同事的", "我们的"].sort());
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
    const buffer = await saved(page, page.locator("[data-export-all]"));
    await clear(page);
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
  const folder = new URL("../saved/v1/", import.meta.url);
  const files = (await readdir(folder)).filter((it) => it.endsWith(".json"));
  assert.ok(files.length >= 8);
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    for (const file of files) {
      await app.go("estates");
      const buffer = await readFile(new URL(file, folder));
      await page.locator("input[type=file]").setInputFiles({ name: file, mimeType: "application/json", buffer });
      await page.locator("[data-room-open=survey], [data-keep-both], [data-go-on]").first().waitFor();
      for (const way of ["[data-keep-both]", "[data-go-on]"]) {
        if (await page.locator(way).count()) await page.locator(way).click();
      }
      await page.locator("[data-room-open=survey]").waitFor();
    }
  });
});

test("each deleted estate keeps its way back until it is taken or put away", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    for (const name of ["甲小区", "乙小区", "丙花园"]) await newEstate(app, name);
    await app.go("estates");
    const file = await saved(page, page.locator("[data-estate] [data-deed=export]").first());
    const names = () => page.locator("[data-estate] h3").allInnerTexts();
    for (const name of ["甲小区", "乙小区"]) {
      const entry = page.locator("[data-estate]").filter({ has: page.getByRole("heading", { name, exact: true }) });
      await entry.locator("summary").click();
      await entry.locator("[data-deed=delete]").click();
      await entry.waitFor({ state: "detached" });
    }
    await app.go("menu");
    await app.go("estates");
    assert.equal(await page.locator("[data-restore]").count(), 2);
    await page.locator("#open-file").setInputFiles({ name: "broken.json", mimeType: "application/json", buffer: file.subarray(1) });
    await page.locator("[data-notice]").nth(2).waitFor();
    assert.equal(await page.locator("[data-restore]").count(), 2, "a file that comes leaves them");
    await page.locator("[data-notice] > .buqi-plain").first().click();
    await page.locator("[data-restore]").click();
    await app.go("menu");
    await app.go("estates");
    assert.equal(await page.locator("[data-notice]").count(), 0);
    assert.deepEqual((await names()).sort(), ["丙花园", "乙小区"].sort());
  });
});
