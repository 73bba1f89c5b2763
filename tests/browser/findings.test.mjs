// The survey on site: findings marked on buildings, extent and grades, figures
// pasted from a spreadsheet.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { LOOKS, launch, newEstate, violations, withApp } from "./harness.mjs";

const PHONE = { width: 375, height: 667 };

const browser = await launch();
after(() => browser.close());

/** Opens the pad of buildings for one question of the place. */
async function mark(page, place, fact) {
  await page.locator(`[data-order=${place}]`).click();
  await page.locator(`[data-fact="${fact}"] [data-find]`).click();
  await page.locator(".buqi-finding[open]").waitFor();
}

const tally = (page) => page.locator("[data-tally]").innerText();
const rows = (page) => page.locator(".buqi-finding [data-row]");

/** The labels of the groups with the buildings in each, as the pad says them. */
const groups = async (page) =>
  (await page.locator("[data-mark] b").allInnerTexts()).map((it) => it.replace(/\s+/g, " "));

/** Gives the only group a name and so many buildings. */
async function nameGroup(page, name) {
  await page.locator("[data-edit-groups]").click();
  await page.locator("input[id^=group-][id$=-label]").fill(name);
  await page.locator("input[id^=group-][id$=-label]").blur();
  await page.locator("[data-edit-groups]").click();
}

test("a tap on a part of a group splits it off, says so, and one undo takes it back", async () => {
  await withApp(browser, PHONE, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里", 6);
    await page.locator('[data-fact="roof-leaks"] [data-find]').waitFor();
    await mark(page, "outside", "roof-leaks");
    await page.locator("[data-part='2']").click();
    assert.deepEqual(await groups(page), ["第 1 组 · 4 栋", "第 1 组·部分 · 2 栋"]);
    assert.match(await tally(page), /屋面漏水：2 栋，共 6 栋，4 栋没有记/);
    assert.equal(await page.locator("[data-tally]").getAttribute("role"), "status");
    await page.locator("[data-tap=undo]").click();
    assert.deepEqual(await groups(page), ["第 1 组 · 6 栋"]);
    assert.equal(await page.locator("[data-tap=undo]").isDisabled(), true);
    const wide = await page.locator(".buqi-finding").evaluate((it) => it.scrollWidth - it.clientWidth);
    assert.ok(wide <= 0, `${wide} px too wide`);
    const small = await page.locator(".buqi-finding button").evaluateAll((all) =>
      all.map((it) => it.getBoundingClientRect()).filter((it) => it.height < 48 || it.width < 48).length,
    );
    assert.equal(small, 0, "every target is large enough for a thumb");
  });
});

test("a group that names its buildings shows them one by one, and the names stay right", async () => {
  await withApp(browser, PHONE, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里", 3);
    await nameGroup(page, "1–3 栋");
    await mark(page, "outside", "roof-leaks");
    await page.locator("[data-member='2']").click();
    assert.deepEqual(await groups(page), ["1、3 栋 · 2 栋", "2 栋 · 1 栋"]);
    await page.locator("[data-tap=rest]").click();
    assert.match(await tally(page), /1 栋，共 3 栋$/);
    await page.locator("[data-tap=done]").click();
    assert.match(await page.locator('[data-fact="roof-leaks"] [data-find] b').innerText(), /1 \/ 3 栋/);
  });
});

test("all buildings are marked at once, and a whole group by itself again", async () => {
  await withApp(browser, PHONE, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里", 6);
    await mark(page, "outside", "roof-leaks");
    await page.locator("[data-part='1']").click();
    await page.locator("[data-tap=all]").click();
    assert.match(await tally(page), /6 栋，共 6 栋$/);
    await page.locator("[data-paint=no]").click();
    await page.locator("[data-mark]").first().click();
    assert.match(await tally(page), /1 栋，共 6 栋$/);
    await page.locator("[data-mark]").first().click();
    assert.match(await tally(page), /1 栋，共 6 栋，5 栋没有记/);
  });
});

test("the keyboard marks, splits, takes back and leaves", async () => {
  await withApp(browser, { lang: "en" }, async (app) => {
    const { page } = app;
    await newEstate(app, "Peace Court", 6);
    await mark(page, "outside", "roof-leaks");
    await page.locator("[data-mark]").first().focus();
    await page.keyboard.press("2");
    await page.locator("[data-mark]").nth(1).waitFor();
    assert.match(await tally(page), /Leaking roof: 2 of 6 buildings, 4 not marked/);
    await page.keyboard.press("Backspace");
    await page.locator("[data-mark]").nth(1).waitFor({ state: "detached" });
    await page.locator("[data-mark]").first().press("Enter");
    assert.match(await tally(page), /6 of 6 buildings$/);
    await page.keyboard.press("Escape");
    await page.locator(".buqi-finding").waitFor({ state: "detached" });
    const focused = await page
      .locator('[data-fact="roof-leaks"] [data-find]')
      .evaluate((it) => it.getRootNode().activeElement === it);
    assert.ok(focused, "focus is back where it came from");
  });
});

test("a question whose bad answer is “no” is marked with “no”", async () => {
  await withApp(browser, PHONE, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里", 6);
    await mark(page, "stairwell", "stair-handrail-by-wall");
    assert.equal(await page.locator("[data-paint=no]").getAttribute("aria-pressed"), "true");
    await page.locator("[data-part='2']").click();
    assert.match(await tally(page), /（没有）：2 栋，共 6 栋/);
  });
});

test("on site the pad opens above the question, and the walk goes on from there", async () => {
  await withApp(browser, PHONE, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里", 6);
    await page.locator("[data-order=outside]").click();
    await page.locator("[data-site-mode]").click();
    while (await page.locator(".buqi-site-pad").count()) await page.keyboard.press("ArrowRight");
    const fact = await page.locator("[data-site-fact]").getAttribute("data-site-fact");
    await page.locator("[data-step=find]").click();
    await page.locator("[data-part='5']").click();
    assert.match(await tally(page), /5 栋，共 6 栋/);
    // The focus stays in the pad though its button is gone.
    await page.locator(".buqi-finding :focus").waitFor();
    await page.locator("[data-tap=rest]").click();
    await page.locator("[data-tap=done]").click();
    await page.locator(`[data-site-fact="${fact}"]`).waitFor({ state: "detached" });
    await page.locator("[data-site-fact]").waitFor();
  });
});

test("sixty groups are filtered instead of being a wall of buttons", async () => {
  await withApp(browser, PHONE, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里", 2);
    await page.locator("[data-edit-groups]").click();
    for (let n = 0; n < 59; n += 1) await page.locator("[data-add-group]").click();
    await mark(page, "outside", "roof-leaks");
    assert.equal(await rows(page).count(), 60);
    assert.equal(await page.locator("[data-part]").count(), 0, "no parts before they are asked for");
    await page.locator("[data-filter]").fill("第 1 组");
    assert.equal(await rows(page).count(), 1);
    await page.locator("[data-unfold]").click();
    await page.locator("[data-part='1']").click();
    assert.match(await tally(page), /1 栋，共 61 栋/);
  });
});

test("extent and grade are asked right there, and a sketch says what it shows", async () => {
  await withApp(browser, PHONE, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里", 6);
    await mark(page, "outside", "facade-falling");
    assert.equal(await page.locator("[data-extent]").count(), 0, "nothing is marked yet");
    await page.locator("[data-part='2']").click();
    const grades = page.locator('[data-extent] [data-fact="facade-damage-grade"]');
    const shows = await grades.locator("svg[role=img]").evaluateAll((all) => all.map((it) => it.getAttribute("aria-label")));
    assert.equal(shows.length, 3);
    assert.equal(new Set(shows).size, 3);
    for (const it of shows) assert.match(it, /五层楼的外墙/);
    await grades.locator("[data-grade=b]").click();
    assert.equal(await grades.locator("[data-grade=b]").getAttribute("aria-pressed"), "true");
    await page.locator('[data-extent] [data-fact="facade-damaged-area"] input').fill("12.5");
    await page.locator("[data-tap=undo]").isEnabled();
    await page.locator("[data-tap=done]").click();
    await page.locator("[data-group]").nth(1).click();
    assert.equal(await page.locator('[data-fact="facade-damaged-area"] input').inputValue(), "12.5");
    assert.equal(await page.locator('[data-fact="facade-damage-grade"] [data-grade=b]').getAttribute("aria-pressed"), "true");
    await page.locator("[data-group]").first().click();
    assert.equal(await page.locator('[data-fact="facade-damage-grade"] [aria-pressed=true]').count(), 0, "the others have no grade");
  });
});

test("a grade by eye gives the number, says so, and a typed number takes its place", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里");
    await page.locator("[data-order=yard]").click();
    await page.locator('[data-fact="road-broken"] [data-reply=yes]').click();
    const share = page.locator('[data-fact="road-damaged-share"]');
    await share.locator("[data-grade=c]").click();
    assert.equal(await share.locator("input").first().inputValue(), "0.5");
    assert.match(await share.locator("[data-provenance]").innerText(), /对照参考图 c$/);
    await share.locator("input").first().fill("0.3");
    assert.equal(await share.locator("[data-grade][aria-pressed=true]").count(), 0);
    assert.doesNotMatch(await share.locator("[data-provenance]").innerText(), /参考图/);
  });
});

const LEDGER =
  "楼栋\t栋数\t层数\t户数\t电梯\t备注\n第 1 组\t5\t7\t42户\t无\t临街\n7-8号楼\t\t66\t约56\t有\n合计\t7\t\t98";

test("a pasted ledger says what it takes, what not and why, and one undo takes all back", async () => {
  await withApp(browser, PHONE, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里", 6);
    await page.locator('[data-fact="storeys"] input').fill("6");
    await page.locator("[data-open-paste]").click();
    assert.equal(await page.locator("[data-take]").isDisabled(), true);
    await page.locator("[data-paste]").fill(LEDGER);
    assert.match(await page.locator("[data-pasted]").innerText(), /认出 5 项答案：新增 4 项，与现有相同 0 项，与现有不同 1 项；5 格没有采用/);
    const left = await page.locator("[data-paste-left]").innerText();
    assert.match(left, /第 1 行第 6 列“备注”：不认识这个名称/);
    assert.match(left, /第 3 行第 3 列“66”：大于上限 60/);
    assert.match(left, /第 4 行第 1 列“合计”：合计行/);
    const storeys = page.locator("[data-paste-differs] li").nth(1);
    assert.match(await storeys.locator("[data-side=ours]").innerText(), /采用\s*6 层/);
    await storeys.locator("[data-side=theirs]").click();
    assert.equal(await storeys.locator("[data-side=theirs]").getAttribute("aria-pressed"), "true");
    assert.deepEqual(await violations(page), []);
    assert.equal(await page.locator("[data-take]").innerText(), "采用 5 项答案、1 组楼栋");
    await page.locator("[data-take]").click();
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    assert.match(await page.locator("[data-taken]").innerText(), /已从表格采用 5 项答案、1 组楼栋，/);
    assert.deepEqual(await page.locator("[data-group]").allInnerTexts(), ["第 1 组 · 6 栋", "7-8号楼 · 2 栋"]);
    const answer = page.locator('[data-fact="storeys"]');
    assert.equal(await answer.locator("input").first().inputValue(), "7");
    assert.match(await answer.locator("[data-provenance]").innerText(), /^部门资料 · /);
    await page.locator("[data-undo]").first().click();
    assert.equal(await page.locator("[data-group]").count(), 1);
    assert.equal(await answer.locator("input").first().inputValue(), "6");
  });
});

test("a ledger says how it read its figures, gives those of the estate, and says where they do not agree", async () => {
  await withApp(browser, PHONE, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里", 6);
    await page.locator("[data-open-paste]").click();
    await page.locator("[data-paste]").fill("楼栋\t栋数\t户数\n第 1 组\t3\t120\n第 2 组\t1\t60");
    const dialog = page.locator("dialog[open]");
    const reading = dialog.locator("p", { has: page.locator("[data-taken-as]") });
    assert.match(await reading.innerText(), /按每栋的数读入：表里没有写明，请核对/);
    assert.match(await dialog.locator("[data-paste-found]").innerText(), /120 户/);
    await reading.locator("[data-taken-as]").click();
    assert.match(await reading.innerText(), /按一行各栋的合计读入，已除以栋数：按您的选择/);
    assert.match(await dialog.locator("[data-paste-found]").innerText(), /40 户/);
    await page.locator("[data-paste]").fill("楼栋\t栋数\t户数\n第 1 组\t3\t120\n第 2 组\t1\t60\n合计\t4\t182");
    assert.match(await reading.innerText(), /已除以栋数：这样与合计行最接近/);
    assert.match(await dialog.locator("[data-sum-other]").innerText(), /各行相加是 180 户，合计行写的是 182 户/);
    assert.deepEqual(await violations(page), []);
    for (const side of await dialog.locator("[data-side=theirs]").all()) await side.click();
    await page.locator("[data-take]").click();
    await dialog.waitFor({ state: "detached" });
    const households = page.locator('[data-fact="households"]');
    assert.match(await households.innerText(), /按推算约 180 户/);
    await households.locator("input").fill("200");
    assert.match(await households.innerText(), /各楼栋合计却是 180 户，请核对/);
    await households.locator("input").blur();
    await page.locator("[data-room=bill]").click();
    assert.match(await page.locator("[data-ledger-gap]").innerText(), /“?总户数”?：各楼栋合计却是 180 户/);
  });
});

test("what can't be read at all says so and changes nothing", async () => {
  await withApp(browser, { lang: "en" }, async (app) => {
    const { page } = app;
    await newEstate(app, "Peace Court", 6);
    await page.locator("[data-open-paste]").click();
    await page.locator("[data-paste]").fill("hello\tworld\n\"1\t2");
    assert.match(await page.locator("[data-pasted]").innerText(), /No name was recognised/);
    assert.equal(await page.locator("[data-take]").isDisabled(), true);
    await page.locator("[data-paste]").fill("Households\t220\nTotal floor area\t1.8 acres\nStoreys: \t6");
    assert.match(await page.locator("[data-paste-left]").innerText(), /the unit “acres” is not known here/);
    await page.locator("[data-take]").click();
    assert.equal(await page.locator('[data-fact="households"] input').inputValue(), "220");
    assert.equal(await page.locator('[data-fact="storeys"] input').first().inputValue(), "6");
    assert.equal(await page.locator('[data-fact="gfa"] input').inputValue(), "");
  });
});

test("in English too nothing is wider than a phone, and the first question is read at once", async () => {
  await withApp(browser, { lang: "en", ...PHONE }, async (app) => {
    const { page } = app;
    await newEstate(app, "Peace Court", 6);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - globalThis.innerWidth);
    assert.ok(wide <= 0, `${wide} px too wide`);
    const bar = await page.locator(".buqi-bar").boundingBox();
    const legend = await page.locator("[data-fact] legend").first().boundingBox();
    assert.ok(legend.y + legend.height <= bar.y);
  });
});

test("the first question stands on the first screen of a phone, and how far it is stays in sight", async () => {
  await withApp(browser, PHONE, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里", 6);
    for (const order of ["quick", "importance", "stairwell"]) {
      const chip = page.locator(`[data-order=${order}]`);
      await chip.click();
      const box = await chip.boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= PHONE.width, `${order} is in view once it is pressed`);
      await page.evaluate(() => globalThis.scrollTo(0, 0));
      const bar = await page.locator(".buqi-bar").boundingBox();
      const first = page.locator("[data-fact]").first();
      const control = await first.locator("input, [data-reply]").first().boundingBox();
      assert.ok(control.y + control.height <= bar.y, `${order}: the first control is above the bill`);
    }
    await page.locator("[data-order=stairwell]").click();
    await page.locator("[data-fact]").nth(9).scrollIntoViewIfNeeded();
    const progress = await page.locator("progress").boundingBox();
    assert.ok(progress.y >= 0 && progress.y < 60, "the progress stays at the top");
  });
});

test("the day of an answer is changed and kept", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里");
    const question = page.locator('[data-fact="roof-leaks"]');
    await question.locator("[data-reply=yes]").click();
    await question.locator("[data-provenance]").click();
    await question.locator("input[id$=-on]").fill("2026-03-08");
    await question.locator("input[id$=-on]").blur();
    assert.match(await question.locator("[data-provenance]").innerText(), /2026-03-08/);
    await app.reload();
    assert.match(await page.locator('[data-fact="roof-leaks"] [data-provenance]').innerText(), /2026-03-08/);
  });
});

test("a reason that rests on an answer says who gave it, how and when", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里");
    await page.locator("[data-surveyor] summary").click();
    await page.locator("[data-surveyor] [data-how=told]").click();
    await page.locator("#surveyor-name").fill("王工");
    await page.locator("#surveyor-name").blur();
    await page.locator('[data-fact="roof-leaks"] [data-reply=yes]').click();
    const said = /居民告知 · 王工 · \d{4}-\d{2}-\d{2}/;
    await app.go("deficiencies");
    await page.locator(".buqi-deficiency .buqi-title").first().click();
    assert.match(await page.locator("dialog[open] [data-origin]").first().innerText(), said);
    await page.locator("dialog[open] [data-close]").click();
    await app.go("menu");
    await page.locator('[data-item="roof-waterproofing"] .buqi-title').first().click();
    assert.match(await page.locator("dialog[open] [data-origin]").first().innerText(), said);
  });
});

test("the quick twelve lead to a first plan in under three minutes of taps", async (t) => {
  // A tap, a digit included, is taken as two seconds of a person.
  const SECONDS_PER_TAP = 2;
  await withApp(browser, PHONE, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里", 6);
    let taps = 3; // The name field, the number field and the button, without typing the name.
    const tap = async (locator) => {
      await locator.click();
      taps += 1;
    };
    const start = performance.now();
    await tap(page.locator("[data-site-mode]"));
    const numbers = { gfa: "18000", households: "220", storeys: "6", entrances: "3", "year-built": "1988" };
    for (;;) {
      const fact = await page.locator(".buqi-site h2").getAttribute("data-site-fact");
      if (fact === null) break;
      if (await page.locator(".buqi-site-pad").count()) {
        for (const digit of numbers[fact] ?? "1") await tap(page.locator(`[data-digit="${digit}"]`));
        await tap(page.locator("[data-step=enter]"));
      } else {
        await tap(page.locator("[data-site-reply='1']"));
      }
      await page.waitForFunction(
        (was) => document.querySelector("buqi-configurator").shadowRoot.querySelector(".buqi-site h2").dataset.siteFact !== was,
        fact,
      );
    }
    await tap(page.locator("[data-step=leave]"));
    const total = await page.locator("[data-total]").first().innerText();
    const seconds = (performance.now() - start) / 1000;
    t.diagnostic(`${taps} taps, ${seconds.toFixed(1)} s of the app and of Playwright, ${total}`);
    assert.match(total, /万元|亿元/);
    assert.ok(taps * SECONDS_PER_TAP + seconds < 180, `${taps} taps and ${seconds} s`);
  });
});

for (const { lang, scheme } of LOOKS) {
  test(`axe finds nothing on the pad, ${lang}, ${scheme}`, async () => {
    await withApp(browser, { lang, scheme, ...PHONE }, async (app) => {
      const { page } = app;
      await newEstate(app, "和平里", 6);
      await mark(page, "outside", "facade-falling");
      await page.locator("[data-part='2']").click();
      await page.locator("[data-extent]").waitFor();
      assert.deepEqual(await violations(page), []);
    });
  });
}
