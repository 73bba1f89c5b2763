import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { answer, hostPage, launch, newEstate, openDemo, totalOf, withApp, withProfile } from "./harness.mjs";
import { POLICY, textOf } from "./server.mjs";

const browser = await launch();
after(() => browser.close());

const TWO = hostPage(`
  <buqi-configurator id="one" lang="zh" storage-key="one"></buqi-configurator>
  <buqi-configurator id="two" lang="en" storage-key="two"></buqi-configurator>`);

test("two elements on one page keep apart", async () => {
  await withApp(browser, { path: "/two.html", pages: { "/two.html": { body: TWO } } }, async (app) => {
    const { page } = app;
    const one = page.locator("#one");
    const two = page.locator("#two");
    await two.locator("[data-room]").first().waitFor();
    await one.locator("[data-demo] > button").first().click();
    await one.locator("[data-room-open=survey]").waitFor();
    const total = await one.locator("[data-total]").innerText();
    assert.equal(await two.locator("[data-room-open]").getAttribute("data-room-open"), "estates");
    assert.equal(await two.locator("[data-total]").count(), 0, "the other has no estate open");
    assert.equal(await one.locator("[data-room-open]").getAttribute("lang"), "zh-CN");
    assert.equal(await two.locator("[data-room-open]").getAttribute("lang"), "en");

    await app.reload();
    assert.equal(await one.locator("[data-total]").innerText(), total);
    await two.locator("[data-room]").first().waitFor();
    assert.equal(await two.locator("[data-total]").count(), 0);
  });
});

test("moving the element loses nothing", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "搬家小区");
    await answer(page, 3);
    const total = await totalOf(page);
    await page.evaluate(() => {
      const elsewhere = document.createElement("section");
      document.body.append(elsewhere);
      elsewhere.append(document.querySelector("buqi-configurator"));
    });
    await page.locator("section > buqi-configurator [data-room-open=survey]").waitFor();
    assert.equal(await totalOf(page), total);
  });
});

test("taken off the page, the element leaves nothing running and comes back whole", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await openDemo(app);
    const total = await totalOf(page);
    await page.evaluate(() => {
      globalThis.kept = document.querySelector("buqi-configurator");
      globalThis.kept.remove();
    });
    assert.equal(await page.evaluate(() => globalThis.kept.shadowRoot.querySelector("[data-room]")), null);
    await page.evaluate(() => document.body.append(globalThis.kept));
    await page.locator("[data-total]").waitFor();
    assert.equal(await totalOf(page), total);
  });
});

test("the example host page works, and a hostile style sheet stays outside", async () => {
  const hostile = await readFile(new URL("hostile.css", import.meta.url), "utf8");
  const example = await textOf("examples/host.html");
  const pages = {
    "/examples/hostile.html": { body: example.replace("</head>", '<link rel="stylesheet" href="/hostile.css"></head>') },
    "/hostile.css": { body: hostile, type: "text/css; charset=utf-8" },
  };
  const looks = {};
  for (const path of ["/examples/host.html", "/examples/hostile.html"]) {
    await withApp(browser, { path, pages }, async (app) => {
      await openDemo(app);
      looks[path] = await app.page.locator("[data-reply]").first().evaluate(looksOf);
    });
  }
  assert.deepEqual(looks["/examples/hostile.html"], looks["/examples/host.html"]);
});

/** The properties a host page could reach by inheritance, and the box. */
function looksOf(button) {
  const style = getComputedStyle(button);
  const names = [
    "color", "backgroundColor", "fontFamily", "fontSize", "fontStyle", "letterSpacing", "lineHeight",
    "textTransform", "textAlign", "visibility", "cursor", "direction", "wordSpacing", "height", "padding",
  ];
  return Object.fromEntries(names.map((it) => [it, style[it]]));
}

test("where the policy forbids wasm, the page says so in both languages and keeps its fallback", async () => {
  const policy = POLICY.replace(" 'wasm-unsafe-eval'", "");
  assert.notEqual(policy, POLICY);
  const body = hostPage("<buqi-configurator><p>Fallback stays</p></buqi-configurator>");
  await withFailure({ "/": { body, policy } }, async (page) => {
    const message = await page.locator(".buqi-failure").innerText();
    assert.match(message, /wasm-unsafe-eval/);
    assert.match(message, /内容安全策略/);
    assert.match(message, /content security policy/);
    assert.ok(await page.getByText("Fallback stays").isVisible());
  });
});

test("where a file does not arrive, the page says so and a second try works", async () => {
  const body = hostPage("<buqi-configurator><p>Fallback stays</p></buqi-configurator>");
  await withFailure({ "/": { body } }, async (page, unblock) => {
    await page.locator(".buqi-failure").waitFor();
    assert.ok(await page.getByText("Fallback stays").isVisible());
    await unblock();
    await page.locator(".buqi-failure button").click();
    await page.locator("[data-room]").first().waitFor();
    assert.equal(await page.locator(".buqi-failure").count(), 0);
    assert.ok(await page.getByText("Fallback stays").isHidden());
  }, /_bg-.*\.wasm$/);
});

test("a host that changes the language is heard, and the reader's choice after that", async () => {
  await withApp(browser, {}, async ({ page, reload }) => {
    const shown = () => page.locator("[data-room-open]").getAttribute("lang");
    const host = (lang) => page.evaluate((it) => document.querySelector("buqi-configurator").setAttribute("lang", it), lang);
    await host("en");
    await page.locator("[data-room-open][lang=en]").waitFor();
    await page.locator("[data-lang]").click();
    await page.locator("[data-room-open][lang=zh-CN]").waitFor();
    await reload();
    assert.equal(await shown(), "zh-CN", "the reader's choice is kept");
  });
});

test("where the notes do not arrive, the app works and says so", async () => {
  await withFailure({ "/": { body: hostPage("<buqi-configurator></buqi-configurator>") } }, async (page) => {
    await page.locator("[data-room]").first().waitFor();
    await page.getByText("示例还没有载入").waitFor();
    await page.locator('[data-room="menu"]').click();
    assert.equal(await page.locator("[data-item]").count(), 64);
  }, /notes-.*\.bin$/);
});

test("where the second module does not arrive, a survey runs, and asking again brings the rest", async () => {
  await withFailure({ "/": { body: hostPage("<buqi-configurator></buqi-configurator>") } }, async (page, unblock) => {
    await page.locator("[data-lost]").waitFor();
    await page.locator("#new-name").fill("没有第二份");
    await page.locator("[data-new-estate] button[type=submit]").click();
    // The style sheet of the survey is there, and English is still to come.
    const tri = page.locator(".buqi-tri").first();
    assert.equal(await tri.evaluate((it) => getComputedStyle(it).display), "grid");
    assert.ok(await page.locator("[data-lang]").isDisabled());
    await page.locator('[data-order="importance"]').click();
    await page.locator("[data-lost]").waitFor();
    await page.locator('[data-order="quick"]').click();
    const total = () => page.locator("[data-total]").innerText();
    const before = await total();
    await page.locator("[data-fact] [data-reply=yes]").first().click();
    await page.waitForFunction((it) => document.querySelector("buqi-configurator").shadowRoot.querySelector("[data-total]").innerText !== it, before);
    const answered = await page.locator("[data-fact] [aria-pressed=true][data-reply=yes]").count();
    assert.equal(answered, 1);
    await page.locator('[data-room="bill"]').click();
    await page.locator("[data-lost]").waitFor();
    // What is stored can't be read without it, so it waits and is not lost.
    await page.reload();
    await page.locator("[data-lost]").waitFor();
    assert.equal(await page.locator("[data-new-estate]").count(), 0);
    await unblock();
    await page.locator("[data-lost] button").click();
    await page.locator("[data-total]").first().waitFor();
    await page.locator('[data-room="survey"]').click();
    assert.equal(await page.locator("[data-fact] [aria-pressed=true][data-reply=yes]").count(), answered);
    // What the module brought is in use: its styles, its phrases, its names.
    const open = page.locator(".buqi-surveyor summary");
    assert.equal(await open.evaluate((it) => getComputedStyle(it).cursor), "pointer");
    await page.locator("[data-lang]").click();
    await page.locator("[data-room-open][lang=en]").waitFor();
    assert.equal(await page.locator("#survey-title").innerText(), "Survey");
  }, /later-.*\.wasm$/);
});

test("one alert says that the second module is missing, and what opens over a room asks again", async () => {
  await withFailure({ "/": { body: hostPage("<buqi-configurator></buqi-configurator>") } }, async (page, unblock) => {
    const lost = page.locator("[data-lost]");
    await lost.waitFor();
    await page.locator("#new-name").fill("没有第二份");
    await page.locator("[data-new-estate] button[type=submit]").click();
    for (const opening of ["[data-open-paste]", "[data-site-mode]"]) {
      await lost.waitFor();
      const asked = page.waitForEvent("requestfailed", (it) => /later-.*\.wasm$/.test(it.url()));
      await page.locator(opening).click();
      await asked;
      await lost.waitFor();
      assert.equal(await lost.count(), 1, opening);
    }
    // What was asked for opens as soon as it can.
    await unblock();
    await lost.locator("button").click();
    await page.locator("dialog.buqi-site").waitFor();
    assert.equal(await lost.count(), 0);
  }, /later-.*\.wasm$/);
});

test("when the app stops, every element says so and starts again with its work", async () => {
  const body = hostPage("<buqi-configurator></buqi-configurator>");
  await withFailure({ "/": { body } }, async (page) => {
    await page.locator("[data-demo] button").first().click();
    await page.locator("[data-total]").waitFor();
    // What a trap in the wasm looks like to the page.
    await page.evaluate(() => {
      const { name } = performance.getEntriesByType("resource").find((it) => it.name.endsWith(".wasm"));
      const trap = (stack) => Object.assign(new WebAssembly.RuntimeError("unreachable"), { stack });
      const report = (stack) => dispatchEvent(new ErrorEvent("error", { error: trap(stack) }));
      report("at https://elsewhere.example/other.wasm:1");
      globalThis.afterAnother = document.querySelector("buqi-configurator").shadowRoot.querySelector(".buqi-failure");
      report(`at ${name}:wasm-function[1]`);
    });
    assert.equal(await page.evaluate(() => globalThis.afterAnother), null);
    await page.locator(".buqi-failure button").click();
    await page.locator("[data-total]").waitFor();
    assert.equal(await page.locator(".buqi-failure").count(), 0);
  });
});

/** Opens "/" where something is wrong on purpose: `blocked` never arrives. */
async function withFailure(pages, body, blocked) {
  const open = async (context, server) => {
    const page = await context.newPage();
    if (blocked) await page.route(blocked, (route) => route.abort());
    await page.goto(`${server.origin}/`);
    await body(page, () => page.unroute(blocked));
  };
  await withProfile(browser, open, pages);
}
