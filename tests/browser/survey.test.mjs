import assert from "node:assert/strict";
import { after, test } from "node:test";
import { LOOKS, answer, launch, newEstate, openSurveyedDemo, totalOf, violations, withApp } from "./harness.mjs";

const browser = await launch();
after(() => browser.close());

test("the stop rule counts down as the questions of importance are answered", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里");
    await page.locator("[data-order=importance]").click();
    const left = async () => Number((await page.locator("[data-summary]").innerText()).match(/还有 (\d+) 题/)[1]);
    const before = await left();
    assert.match(await page.locator("[data-summary]").innerText(), /底线型项目/);
    await page.locator("[data-fact] [data-reply=no]").first().click();
    assert.notEqual(await left(), before, "it is recomputed after the answer");
    assert.equal(await page.locator("[data-fact] .buqi-stakes").first().isVisible(), true);
  });
});

test("a number typed by importance keeps its field until another question is answered", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里");
    await page.locator("[data-order=importance]").click();
    const field = page.locator('[data-fact="households"] input').first();
    await field.pressSequentially("220");
    assert.equal(await field.inputValue(), "220");
    await page.locator("[data-fact] [data-reply=no]").first().click();
    await page.locator('[data-fact="households"]').waitFor({ state: "detached" });
  });
});

test("a question that closes others and opens them again leaves the rest alone", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里");
    await page.locator("[data-order=outside]").click();
    const falling = page.locator("[data-fact=facade-falling]");
    const followUp = page.locator("[data-fact=facade-damaged-area]");
    await followUp.waitFor();
    const questions = page.locator("[data-fact]");
    await questions.evaluateAll((all) => {
      for (const it of all) it.seen = true;
    });
    const nSeen = () => questions.evaluateAll((all) => all.filter((it) => it.seen).length);
    await falling.locator("[data-reply=no]").click();
    await followUp.waitFor({ state: "detached" });
    const nLeft = await questions.count();
    assert.equal(await nSeen(), nLeft, "all that are left are the same elements");
    await falling.locator("[data-reply=yes]").click();
    await followUp.waitFor();
    assert.equal(await nSeen(), nLeft, "and they still are");
  });
});

test("a question that a missing answer leads to is on the screen", async () => {
  await withApp(browser, { width: 375, height: 667 }, async (app) => {
    const { page } = app;
    await openSurveyedDemo(app);
    for (const place of ["first", "last"]) {
      await app.go("menu");
      await page.locator("[data-item][data-standing=undecided] .buqi-title")[place]().click();
      await page.locator("dialog.buqi-details .buqi-ask").last().click();
      const asked = page.locator("[data-fact]:focus");
      await asked.waitFor();
      const { y } = await asked.boundingBox();
      assert.ok(y >= 0 && y < 667 / 2, `it is at ${y}`);
    }
  });
});

test("the menu is drawn beside the questions only where there is room", async () => {
  await withApp(browser, { width: 375, height: 667 }, async (app) => {
    const { page } = app;
    await openSurveyedDemo(app);
    const card = page.locator(".buqi-beside [data-item]").first();
    await page.locator("[data-fact]").first().waitFor();
    assert.equal(await card.count(), 0);
    await page.setViewportSize({ width: 1280, height: 800 });
    await card.waitFor();
    await page.setViewportSize({ width: 375, height: 667 });
    await card.waitFor({ state: "detached" });
  });
});

test("on site the keys 1-2-3 answer, the next question comes, and Backspace takes back", async () => {
  await withApp(browser, { width: 375, height: 667 }, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里");
    await page.locator("[data-order=outside]").click();
    await page.locator("[data-site-mode]").click();
    const heading = page.locator("[data-site-fact]");
    const asked = [];
    const skip = async () => {
      while (await page.locator(".buqi-site-pad, [data-site-reply='4']").count()) await page.keyboard.press("ArrowRight");
    };
    for (const key of ["1", "2", "3"]) {
      // The numbers and grades of this place come in between; skip them.
      await skip();
      asked.push(await heading.getAttribute("data-site-fact"));
      await page.keyboard.press(key);
      await page.waitForFunction(
        (was) => document.querySelector("buqi-configurator").shadowRoot.querySelector("[data-site-fact]")?.dataset.siteFact !== was,
        asked.at(-1),
      );
    }
    assert.equal(new Set(asked).size, 3, "three different questions");
    assert.match(await page.locator("[data-progress]").innerText(), /已答 3 题/);
    await skip();
    await page.keyboard.press("Backspace");
    await page.locator(`[data-site-fact="${asked[2]}"]`).waitFor();
    assert.match(await page.locator("[data-progress]").innerText(), /已答 2 题/);
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    const replies = ["yes", "no"];
    for (const [at, reply] of replies.entries()) {
      const button = page.locator(`[data-fact="${asked[at]}"] [data-reply=${reply}]`);
      assert.equal(await button.getAttribute("aria-pressed"), "true");
    }
    assert.equal(await page.locator(`[data-fact="${asked[2]}"] [aria-pressed=true]`).count(), 0);
    const focused = await page.locator("[data-site-mode]").evaluate((it) => it.getRootNode().activeElement === it);
    assert.ok(focused, "focus is back where it came from");
  });
});

test("on site a number is typed on the pad, and one out of bounds is refused", async () => {
  await withApp(browser, { width: 320, height: 640 }, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里");
    await page.locator("[data-site-mode]").click();
    while ((await page.locator("[data-site-fact]").getAttribute("data-site-fact")) !== "storeys") {
      await page.locator("[data-step=skip]").click();
    }
    for (const digit of "99") await page.locator(`[data-digit="${digit}"]`).click();
    assert.equal(await page.locator("[data-step=enter]").isDisabled(), true);
    assert.notEqual((await page.locator(".buqi-site .buqi-problem").innerText()).trim(), "");
    await page.locator("[data-step=rub-out]").click();
    await page.locator("[data-step=rub-out]").click();
    await page.locator('[data-digit="6"]').click();
    const small = await page.locator(".buqi-site button").evaluateAll((all) =>
      all.map((it) => it.getBoundingClientRect()).filter((it) => it.height < 64 || it.width < 48).length,
    );
    assert.equal(small, 0, "every target is large enough");
    const wide = await page.locator(".buqi-site").evaluate((it) => it.scrollWidth - it.clientWidth);
    assert.ok(wide <= 0, `${wide} px too wide`);
    await page.locator("[data-step=enter]").click();
    await page.locator('[data-site-fact="storeys"]').waitFor({ state: "detached" });
    await page.locator("[data-step=leave]").click();
    assert.equal(await page.locator('[data-fact="storeys"] input').inputValue(), "6");
  });
});

test("the quick survey on site leads to a first plan", async () => {
  await withApp(browser, { width: 375, height: 667 }, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里");
    await page.locator("[data-site-mode]").click();
    const numbers = { gfa: "18000", households: "220", storeys: "6", entrances: "3", "year-built": "1988" };
    for (let step = 0; step < 20; step += 1) {
      const fact = await page.locator(".buqi-site h2").getAttribute("data-site-fact");
      if (fact === null) break;
      if (await page.locator(".buqi-site-pad").count()) {
        await page.keyboard.type(numbers[fact] ?? "1");
        await page.keyboard.press("Enter");
      } else {
        await page.keyboard.press("1");
      }
      await page.waitForFunction(
        (was) => document.querySelector("buqi-configurator").shadowRoot.querySelector(".buqi-site h2").dataset.siteFact !== was,
        fact,
      );
    }
    // The walk does not end in front of an empty screen.
    const onward = page.locator("[data-onward=stairwell]");
    const left = Number((await onward.innerText()).match(/还有 (\d+) 题/)[1]);
    await onward.click();
    assert.ok(await page.locator("[data-site-fact]").getAttribute("data-site-fact"), "the stairwell is asked about");
    assert.match(await page.locator("[data-progress]").innerText(), new RegExp(`还有 ${left} 题`));
    await page.keyboard.press("Escape");
    assert.match(await totalOf(page), /万元|亿元/);
  });
});

test("who, how and when go with every answer and stay after a reload", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里");
    await page.locator("[data-surveyor] summary").click();
    await page.locator("[data-surveyor] [data-how=seen]").click();
    await page.locator("#surveyor-name").fill("王工");
    await page.locator("#surveyor-name").blur();
    const question = page.locator('[data-fact="roof-leaks"]');
    await question.locator("[data-reply=yes]").click();
    const said = question.locator("[data-provenance]");
    assert.match(await said.innerText(), /^现场看到 · 王工 · \d{4}-\d{2}-\d{2}$/);
    await said.click();
    await question.locator("[data-how=told]").click();
    await question.locator("input[id$=-note]").fill("顶层住户说雨后渗水");
    await question.locator("input[id$=-note]").blur();
    assert.match(await said.innerText(), /^居民告知 · 王工 · .* · 顶层住户说雨后渗水$/);
    await app.reload();
    assert.match(await page.locator('[data-fact="roof-leaks"] [data-provenance]').innerText(), /居民告知 · 王工/);
    await page.locator("[data-surveyor] summary").click();
    assert.equal(await page.locator("#surveyor-name").inputValue(), "王工", "the name is remembered");
  });
});

test("a building is split off its group, answered apart, and undo joins them again", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里", 3);
    await page.locator("[data-edit-groups]").click();
    await page.locator("[data-split]").first().click();
    assert.equal(await page.locator("[data-group]").count(), 2);
    await page.locator("[data-group]").nth(1).click();
    await page.locator('[data-fact="roof-leaks"] [data-reply=yes]').click();
    await page.locator("[data-group]").first().click();
    assert.equal(await page.locator('[data-fact="roof-leaks"] [aria-pressed=true]').count(), 0);
    await page.locator("[data-undo]").first().click();
    await page.locator("[data-undo]").first().click();
    assert.equal(await page.locator("[data-group]").count(), 1);
  });
});

test("an item is found by the initials of its name", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await openSurveyedDemo(app);
    await app.go("menu");
    const all = await page.locator("[data-item]").count();
    await page.locator(".buqi-search").fill("wm");
    await page.waitForFunction(
      (was) => document.querySelector("buqi-configurator").shadowRoot.querySelectorAll("[data-item]").length < was,
      all,
    );
    assert.equal(await page.locator('[data-item="roof-waterproofing"]').count(), 1);
  });
});

test("an answer is taken back and given again from the foot of the page", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里");
    const yes = page.locator('[data-fact="roof-leaks"] [data-reply=yes]');
    await yes.click();
    await page.locator("[data-undo]").first().click();
    assert.equal(await yes.getAttribute("aria-pressed"), "false");
    await page.getByRole("button", { name: "重做" }).first().click();
    assert.equal(await yes.getAttribute("aria-pressed"), "true");
  });
});

test("a number that is refused leaves the answer that was there, and one typed anew is one step back", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "打错字的小区", 6);
    const households = page.locator("[data-fact=households]");
    const field = households.locator("input").first();
    const undo = page.locator("[data-undo]");
    const isUndone = () => undo.isDisabled();
    assert.ok(await isUndone());
    await field.pressSequentially("480");
    await undo.click();
    assert.equal(await field.inputValue(), "", "three keys are one step");
    assert.ok(await isUndone());
    await field.pressSequentially("480");
    await page.locator("h1").click();
    for (const wrong of ["3–4", "48000", "1,5", "1e3"]) {
      await field.press("Control+a");
      await field.pressSequentially(wrong);
      assert.equal(await field.getAttribute("aria-invalid"), "true", wrong);
      await app.reload();
      assert.equal(await field.inputValue(), "480", `after ${wrong}`);
    }
    // The answer has all that was known of it.
    const known = households.locator("[data-provenance]");
    await known.click();
    await households.locator("input").last().fill("台账第三页");
    await page.locator("h1").click();
    await field.press("Control+a");
    await field.pressSequentially("48x");
    await field.press("Control+a");
    await field.pressSequentially("480");
    await page.locator("h1").click();
    assert.match(await known.innerText(), /台账第三页/);
    await field.press("Control+a");
    await field.pressSequentially("520");
    await page.locator("h1").click();
    await undo.click();
    assert.equal(await field.inputValue(), "480");
    await undo.click();
    assert.doesNotMatch(await known.innerText(), /台账第三页/, "nothing between was a step");
  });
});

test("a note is kept with every key, and stays with a number that is typed anew", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "有备注的小区", 6);
    const households = page.locator("[data-fact=households]");
    const field = households.locator("input").first();
    await field.fill("480");
    await households.locator("[data-provenance]").click();
    const note = households.locator("input").last();
    await note.pressSequentially("物业王主任 口述");
    await app.reload();
    assert.match(await households.locator("[data-provenance]").innerText(), /物业王主任 口述/);
    for (let n = 0; n < 3; n += 1) await field.press("Backspace");
    await field.pressSequentially("500");
    assert.match(await households.locator("[data-provenance]").innerText(), /物业王主任 口述/);
  });
});

test("a new estate is not begun with a number that is refused", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await app.go("estates");
    const count = page.locator("#new-count");
    for (const wrong of ["1000000", "2.5", "六", "0"]) {
      await count.fill(wrong);
      await page.locator("[data-new-estate] button[type=submit]").click();
      assert.equal(await page.locator("[data-room-open=estates]").count(), 1, wrong);
      assert.ok(await count.evaluate((it) => it.getRootNode().activeElement === it), `${wrong} has the focus`);
    }
  });
});

test("closing a dialog by its button gives the focus back", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "焦点小区", 6);
    const focused = (selector) =>
      page.locator(selector).first().evaluate((it) => it.getRootNode().activeElement === it);
    await page.locator("[data-order=outside]").click();
    await page.locator("[data-find]").first().click();
    await page.locator("[data-tap=done]").click();
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    assert.ok(await focused("[data-find]"), "after marking");
    await app.go("menu");
    await page.locator("[data-item] .buqi-title").first().click();
    await page.locator("dialog [data-close]").click();
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    assert.ok(await focused("[data-item] .buqi-title"), "after the details");
  });
});

test("a phone on its side shows the question with its answers, and the bill in one line", async () => {
  await withApp(browser, { width: 667, height: 331 }, async (app) => {
    const { page } = app;
    await newEstate(app, "横着拿的手机", 6);
    const tall = async (selector) => (await page.locator(selector).first().boundingBox()).height;
    assert.ok((await tall(".buqi-bar")) < 66, "a fifth of the screen at most");
    assert.equal(await page.locator("[data-see-bill]").isVisible(), false);
    await page.locator("[data-open-bar]").click();
    assert.equal(await page.locator("[data-see-bill]").isVisible(), true);
    await page.locator("[data-open-bar]").click();
    await page.locator("[data-order=outside]").click();
    await page.locator("[data-find]").first().click();
    assert.ok((await tall(".buqi-finding-list")) > 150, "the buildings have the height");
    await page.locator("[data-close]").click();
    await page.locator("[data-order=quick]").click();
    await page.locator("[data-site-mode]").click();
    for (const step of ["number", "choice"]) {
      for (const key of await page.locator("dialog[open] button").all()) {
        const box = await key.boundingBox();
        assert.ok(box.y >= 0 && box.y + box.height <= 331, `${await key.innerText()} of a ${step} is on the screen`);
      }
      while (step === "number" && (await page.locator("[data-digit]").count())) await page.locator("[data-step=skip]").click();
    }
  });
});

for (const { lang, scheme } of LOOKS) {
  test(`axe finds nothing on site nor around the sources, ${lang}, ${scheme}`, async () => {
    await withApp(browser, { lang, scheme, width: 375, height: 812 }, async (app) => {
      const { page } = app;
      await newEstate(app, "和平里");
      await answer(page, 3);
      await page.locator("[data-surveyor] summary").click();
      await page.locator("[data-provenance]").first().click();
      assert.deepEqual(await violations(page), []);
      await page.locator("[data-site-mode]").click();
      await page.locator(".buqi-site-pad, .buqi-site-replies").first().waitFor();
      assert.deepEqual(await violations(page), []);
    });
  });
}

test("a double tap on site answers one question, and the next tap the next one", async () => {
  await withApp(browser, { width: 390, height: 844, touch: true }, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里");
    await page.locator("[data-order=stairwell]").click();
    await page.locator("[data-site-mode]").click();
    while (await page.locator(".buqi-site-pad, [data-site-reply='4']").count()) await page.keyboard.press("ArrowRight");
    // The clock of the events, in milliseconds.
    const tapAt = async (now, { x, y }) => {
      await page.evaluate((now) => {
        Object.defineProperty(Event.prototype, "timeStamp", { configurable: true, get: () => now });
      }, now);
      await page.touchscreen.tap(x, y);
    };
    const answered = () => page.locator("[data-progress]").innerText();
    const box = await page.locator("[data-site-reply='2']").boundingBox();
    const place = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await tapAt(1000, place);
    await tapAt(1120, place);
    assert.match(await answered(), /已答 1 题/);
    while (await page.locator(".buqi-site-pad, [data-site-reply='4']").count()) await page.keyboard.press("ArrowRight");
    await tapAt(1400, place);
    assert.match(await answered(), /已答 2 题/);
  });
});

test("a double click of the mouse on site answers one question", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里");
    await page.locator("[data-order=stairwell]").click();
    await page.locator("[data-site-mode]").click();
    while (await page.locator(".buqi-site-pad, [data-site-reply='4']").count()) await page.keyboard.press("ArrowRight");
    await page.locator("[data-site-reply='2']").dblclick();
    assert.match(await page.locator("[data-progress]").innerText(), /已答 1 题/);
  });
});

test("who surveys, how they know, the place and the group are the same after a reload", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "和平里");
    await page.locator("[data-order=outside]").click();
    await page.locator("[data-edit-groups]").click();
    await page.locator("[data-add-group]").click();
    await page.locator("[data-group]").nth(1).click();
    await page.locator("[data-surveyor] summary").click();
    await page.locator("[data-surveyor] [data-how=told]").click();
    await page.locator("#surveyor-name").fill("王工");
    await page.locator("#surveyor-name").blur();
    await app.reload();
    assert.match(await page.locator("[data-surveyor] summary").innerText(), /居民告知 · 王工/);
    assert.equal(await page.locator("[data-order=outside]").getAttribute("aria-pressed"), "true");
    assert.equal(await page.locator("[data-group]").nth(1).getAttribute("aria-pressed"), "true");
    await page.locator("[data-order=importance]").click();
    await app.reload();
    assert.equal(await page.locator("[data-order=importance]").getAttribute("aria-pressed"), "true");
  });
});
