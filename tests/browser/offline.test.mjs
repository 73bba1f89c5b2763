// The page works without a network after its first visit, can be installed, and
// takes a new version only when a person wants it.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { answer, launch, newEstate, openSurveyedDemo, roomsOf, saved, totalOf, withApp, withProfile } from "./harness.mjs";
import { DIST, serve } from "./server.mjs";

const browser = await launch();
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
  const { go } = roomsOf(page);
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
  const file = JSON.parse(await saved(page, page.locator("[data-export-all]")));
  assert.deepEqual(file.estates.map((it) => it.name).includes("没有网的小区"), true);
  assert.equal(file.estates.length, 2);
  assert.equal(await page.locator("[data-not-exported]").count(), 0, "nothing is left to export");
  await context.close();
});

test("the page can be installed: name, icons and start address are there", async () => {
  await withProfile(browser, async (context, server) => {
    const manifest = await (await fetch(`${server.origin}/manifest.webmanifest`)).json();
    for (const icon of manifest.icons) {
      const response = await fetch(new URL(icon.src, `${server.origin}/`));
      assert.equal(response.status, 200, icon.src);
      assert.equal(response.headers.get("content-type"), icon.type);
    }
    assert.ok(manifest.icons.some((it) => it.sizes === "512x512" && it.purpose === "maskable"));
    assert.equal(manifest.start_url, "./");
    const page = await context.newPage();
    await page.goto(`${server.origin}/`);
    const session = await context.newCDPSession(page);
    const { errors } = await session.send("Page.getAppManifest");
    assert.deepEqual(errors, []);
  });
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
  await withProfile(browser, async (context, server) => {
    const page = await context.newPage();
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
    await newEstate(roomsOf(page), "换版中的小区");
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
    await rm(folder, { recursive: true });
  });
});
