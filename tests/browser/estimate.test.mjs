// The parts of the bill: each is opened, changed, undone and kept.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, openSurveyedDemo, totalOf, withApp } from "./harness.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** Opens the first example, surveyed, at one part of its bill. */
async function withBill(part, body, options = {}) {
  await withApp(browser, options, async (app) => {
    await openSurveyedDemo(app);
    await app.go("bill");
    await app.page.locator(`[data-part=${part}]`).click();
    await body(app.page, app);
  });
}

test("the chart of works has a bar for every item, and years that are kept", async () => {
  await withBill("order", async (page, app) => {
    const bars = page.locator("[data-task] svg");
    const tasks = page.locator("[data-task]");
    assert.ok((await tasks.count()) > 2, "several items are ordered");
    assert.equal(await bars.count(), await tasks.count(), "each has its bar");
    assert.ok((await page.locator(".buqi-critical").count()) > 0, "a critical path is marked");
    const span = (await page.locator("[data-weeks]").innerText()).match(/\d+/)[0];
    assert.ok(Number(span) > 0);

    await page.locator("#phasing").selectOption("3");
    const years = page.locator("[data-phases] tbody tr");
    await years.first().waitFor();
    assert.ok((await years.count()) >= 1 && (await years.count()) <= 3);
    await app.reload();
    await page.locator("[data-part=order]").click();
    assert.equal(await page.locator("#phasing").inputValue(), "3", "the phasing is kept");
  });
});

test("a vote names the households and the area it takes", async () => {
  await withBill("votes", async (page) => {
    const ballot = page.locator("[data-ballot]").first();
    await ballot.waitFor();
    assert.match(await ballot.innerText(), /参加 ≥ [\d,]+/);
    assert.match(await ballot.innerText(), /民法典/);
  });
});

test("shares count once they make a whole, and then add up", async () => {
  await withBill("payers", async (page) => {
    const item = page.locator("[data-sharing]").first();
    await item.locator("summary").click();
    const fields = item.locator("input");
    const n = await fields.count();
    assert.ok(n >= 1);
    await fields.first().fill("60");
    assert.equal(await page.locator("[data-payers]").count(), 0, "60 % is not used");
    if (n > 1) {
      await fields.nth(1).fill("40");
    } else {
      await fields.first().fill("100");
    }
    await page.locator("[data-payers]").waitFor();
    await page.locator("[data-undo]").click();
    await page.locator("[data-payers]").waitFor({ state: "detached" });
  });
});

test("the budget follows its slider, and what it leaves out says why", async () => {
  await withBill("budget", async (page) => {
    const said = () => page.locator("[data-fit]").innerText();
    const all = await said();
    const slider = page.locator("[data-cap]");
    await slider.focus();
    const most = Number(await slider.getAttribute("max"));
    await slider.fill(String(Math.floor(most / 4)));
    await page.locator("[data-left-out] li").first().waitFor();
    assert.notEqual(await said(), all);
    assert.match(await page.locator("[data-left-out]").innerText(), /再有|要先有|让给/);
    await slider.press("End");
    await page.locator("[data-left-out]").waitFor({ state: "detached" });
    assert.equal(await said(), all);
  });
});

test("a scheme is kept, compared, opened again and dropped", async () => {
  await withBill("schemes", async (page, app) => {
    const total = await totalOf(page);
    await page.locator("#scheme-name").fill("只做底线");
    await page.locator("[data-keep-scheme]").click();
    const heads = page.locator("[data-schemes] thead th");
    await heads.nth(1).waitFor();
    assert.match(await heads.nth(1).innerText(), /只做底线/);

    await app.go("menu");
    await page.locator("[data-item][data-standing=undecided] [data-choice=keep]").first().click();
    await app.go("bill");
    await page.locator("[data-part=schemes]").click();
    assert.equal(await page.locator("[data-schemes] tbody").count(), 2, "what differs is listed");
    await page.getByRole("button", { name: "采用" }).click();
    await page.waitForFunction(
      (wanted) => document.querySelector("buqi-configurator").shadowRoot.querySelector("[data-total]").innerText === wanted,
      total,
    );
    await page.getByRole("button", { name: "删除" }).click();
    await heads.nth(1).waitFor({ state: "detached" });
  });
});

test("what moves the total most leads to its question", async () => {
  await withBill("money", async (page) => {
    const rows = page.locator("[data-tornado] li");
    await rows.first().waitFor();
    assert.equal(await rows.count(), 5);
    const ask = page.locator("[data-tornado] button").first();
    await ask.click();
    await page.locator("[data-room-open=survey]").waitFor();
  });
});
