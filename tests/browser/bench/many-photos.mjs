// A large survey: 60 building groups with every question answered, each answer
// stamped, and 500 photos with their pictures in the database. Prints how long
// an edit takes until it is on the screen with the processor slowed to a
// quarter, how long opening takes at full speed and at a quarter, how much memory
// the wasm has after more edits than can be taken back, how long a fold of the log
// takes, and the frames of scrolling through an album of a fifth of the photos.
//
// BUQI_GROUPS and BUQI_PHOTOS ask for other numbers.

import { readFile, readdir } from "node:fs/promises";
import { launch, openApp } from "../harness.mjs";
import { openAlbum, wall } from "../pictures.mjs";
import { fold, stored } from "../stored.mjs";

const GROUPS = Number(process.env.BUQI_GROUPS ?? 60);
const PHOTOS = Number(process.env.BUQI_PHOTOS ?? 500);
const TAPS = 60;
/** As many as can be taken back, and some more. */
const EDITS = 220;
const KEY = "019a0000000-00000001";

/** The questions that can be asked, as far as their kind is plain to see. */
async function facts() {
  const folder = new URL("../../../catalogue/facts/", import.meta.url);
  const found = [];
  for (const file of await readdir(folder)) {
    const text = await readFile(new URL(file, folder), "utf8");
    for (const block of text.split(/^(?=[a-z][a-z0-9-]*:$)/m)) {
      const id = block.match(/^([a-z0-9-]+):$/m)?.[1];
      const level = block.match(/^ {2}level: (\w+)/m)?.[1];
      if (id === undefined || level === undefined || !/^ {2}place:/m.test(block)) continue;
      const bounds = block.match(/min: ([\d.]+), max: ([\d.]+)/);
      const place = block.match(/^ {2}place: (\S+)/m)[1];
      if (/^ {2}kind: yes-no/m.test(block)) found.push({ id, level, place, reply: (n) => n % 3 !== 0 });
      else if (bounds) {
        const [low, high] = [Number(bounds[1]), Number(bounds[2])];
        found.push({ id, level, place, reply: (n) => Math.ceil(low + ((high - low) * (1 + (n % 5))) / 50) });
      }
    }
  }
  return found;
}

/** The record as the browser stores it: the file and a stamp for each answer. */
async function record() {
  const all = await facts();
  const stamps = {};
  const answers = (level, row, at) =>
    Object.fromEntries(
      all
        .filter((it) => it.level === level)
        .map((it, n) => {
          stamps[`${at}/${it.id}`] = [1764230400000 + n, 7];
          return [it.id, { reply: it.reply(n + row), how: "seen", who: "王工", on: "2026-11-27" }];
        }),
    );
  const groups = Array.from({ length: GROUPS }, (_, n) => ({
    id: `g${n + 1}`,
    label: `${n + 1} 栋`,
    count: 1,
    answers: answers("building", n, `/groups/[]/g${n + 1}/answers`),
  }));
  const asked = all.filter((it) => it.level === "building");
  const outside = asked.findIndex((it) => it.place === "outside");
  const pictures = {};
  for (let n = 0; n < PHOTOS; n += 1) {
    const id = `p${String(n).padStart(4, "0")}0a54ddc3c7191a21626`;
    // Every fifth is about one question, whose album is a long one.
    const [fact, group] = n % 5 === 0 ? [outside, 0] : [n % asked.length, n % GROUPS];
    pictures[id] = {
      fact: asked[fact].id,
      group: `g${group + 1}`,
      taken: "2026-11-27T09:30",
      width: 1600,
      height: 1200,
      bytes: 250_000,
      shapes: [{ arrow: [1000, 2000, 5000, 5000] }],
    };
    stamps[`/pictures/${id}`] = [1764230400000 + n, 7];
  }
  const file = { format: "buqi-dossier", version: 1, name: "大小区", estate: answers("estate", 0, "/estate"), groups, pictures };
  return { text: `${JSON.stringify(file)}\u001e${JSON.stringify(stamps)}`, ids: Object.keys(pictures) };
}

const browser = await launch();
const app = await openApp(browser, { width: 375, height: 812 });
const { page } = app;
const { text, ids } = await record();
const PICTURES = "buqi/default";
await page.evaluate(
  async ([key, text, name]) => {
    localStorage.setItem(`buqi/default/kept/${key}`, "1");
    localStorage.setItem("buqi/default/setting/open", key);
    localStorage.setItem("buqi/default/setting/room", "survey");
    const open = (name, stores) =>
      new Promise((done) => {
        const request = indexedDB.open(name, 1);
        request.onupgradeneeded = () => {
          for (const name of stores) request.result.createObjectStore(name);
        };
        request.onsuccess = () => done(request.result);
      });
    const records = await open("buqi/default/records", ["records"]);
    const put = records.transaction("records", "readwrite");
    put.objectStore("records").put(text, key);
    await new Promise((done) => (put.oncomplete = done));
    records.close();
    globalThis.pictures = await open(name, ["pictures", "dropped"]);
  },
  [KEY, text, PICTURES],
);
// Each photo is another picture, as large as those the app stores.
for (const [seed, id] of ids.entries()) {
  const [full, thumb] = [await wall(page, { width: 1600, height: 1200, quality: 0.6, seed }), await wall(page, { width: 160, height: 120, quality: 0.8, seed })];
  await page.evaluate(
    async ([id, ...pictures]) => {
      const [full, thumb] = pictures.map((it) => new Blob([Uint8Array.from(atob(it), (at) => at.charCodeAt(0))], { type: "image/jpeg" }));
      const put = globalThis.pictures.transaction("pictures", "readwrite");
      put.objectStore("pictures").put({ full, thumb }, id);
      await new Promise((done) => (put.oncomplete = done));
    },
    [id, full.toString("base64"), thumb.toString("base64")],
  );
}
await page.evaluate(() => globalThis.pictures.close());

const devtools = await page.context().newCDPSession(page);

/** From the start of the navigation until the questions are on the screen. */
async function open(rate) {
  await devtools.send("Emulation.setCPUThrottlingRate", { rate });
  await page.addInitScript(() => {
    const look = () => {
      const root = document.querySelector("buqi-configurator")?.shadowRoot;
      if (root?.querySelector("[data-fact]")) globalThis.opened ??= performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await app.reload();
  await page.waitForFunction(() => globalThis.opened !== undefined);
  return Math.round(await page.evaluate(() => globalThis.opened));
}

const openedAt = [];
for (let round = 0; round < 5; round += 1) openedAt.push(await open(1));
const slowly = [];
for (let round = 0; round < 3; round += 1) slowly.push(await open(4));
const median = (all) => all.sort((one, other) => one - other)[Math.floor(all.length / 2)];

// Outside the building, where most photos are.
await page.locator("[data-order]").nth(4).click();
await page.locator("[data-reply]").first().waitFor();
await page.evaluate(() => {
  globalThis.taps = [];
  const { port1, port2 } = new MessageChannel();
  let start = 0;
  port1.onmessage = () => globalThis.taps.push(performance.now() - start);
  addEventListener(
    "click",
    (event) => {
      start = event.timeStamp;
      requestAnimationFrame(() => port2.postMessage(null));
    },
    { capture: true },
  );
});
async function tapOne(tap) {
  const replies = page.locator("[data-reply]");
  const reply = replies.nth((tap * 7) % (await replies.count()));
  await reply.evaluate((it) => it.scrollIntoView({ block: "center" }));
  const box = await reply.boundingBox();
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2, button: "left", clickCount: 1 };
  await devtools.send("Input.dispatchMouseEvent", { type: "mousePressed", ...at });
  await devtools.send("Input.dispatchMouseEvent", { type: "mouseReleased", ...at });
  await page.waitForFunction((count) => globalThis.taps.length > count, tap);
}
for (let tap = 0; tap < TAPS; tap += 1) await tapOne(tap);
const taps = (await page.evaluate(() => globalThis.taps)).sort((one, other) => one - other);
// What the main thread itself worked, whatever else the machine was doing.
await devtools.send("Emulation.setCPUThrottlingRate", { rate: 1 });
await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
const worked = async () => {
  const { metrics } = await devtools.send("Performance.getMetrics");
  return metrics.find((it) => it.name === "TaskDuration").value * 1000;
};
const spent = [];
for (let tap = TAPS; tap < 2 * TAPS; tap += 1) {
  const before = await worked();
  await tapOne(tap);
  spent.push((await worked()) - before);
}
for (let tap = 2 * TAPS; tap < EDITS; tap += 1) await tapOne(tap);
const n_photos = await page.locator(".buqi-thumb").count();
const n_questions = await page.locator("[data-fact]").count();
const memory = await page.evaluate(async () => {
  const glue = performance.getEntriesByType("resource").find((it) => /buqi-web[^/]*\.js$/.test(it.name)).name;
  const wasm = await (await import(glue)).default();
  return wasm.memory.buffer.byteLength;
});
const { local, records } = await stored(page);

/** From the moment nobody sees the page until the log lies in the database. */
async function folding(rate) {
  await tapOne(await page.evaluate(() => globalThis.taps.length));
  await devtools.send("Emulation.setCPUThrottlingRate", { rate });
  const begun = performance.now();
  await fold(page);
  return Math.round(performance.now() - begun);
}
const folds = [await folding(1), await folding(4)];

const counts = await page.locator("[data-photos]").evaluateAll((all) => all.map((it) => Number(it.dataset.photos)));
await openAlbum(page, counts.indexOf(Math.max(...counts)));
const frames = await page.evaluate(async () => {
  const root = document.querySelector("buqi-configurator").shadowRoot;
  const album = [...root.querySelectorAll("dialog[open], dialog[open] *")].find((it) => it.scrollHeight > it.clientHeight + 50);
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const all = [];
  let last = await frame();
  while (album.scrollTop + album.clientHeight < album.scrollHeight - 1) {
    album.scrollTop += 60;
    const now = await frame();
    all.push(now - last);
    last = now;
  }
  return all.sort((one, other) => one - other);
});
const n_album = await page.locator("dialog[open] [data-photo]").count();
await page.context().close();
await app.server.close();
await browser.close();
console.log(
  JSON.stringify({
    groups: GROUPS,
    photos: PHOTOS,
    record_chars: records[KEY].length,
    log_chars: Object.values(local).reduce((sum, it) => sum + it.length, 0),
    questions_on_screen: n_questions,
    thumbs_on_screen: n_photos,
    edit_median_ms: Math.round(taps[Math.floor(TAPS / 2)]),
    edit_p95_ms: Math.round(taps[Math.ceil(TAPS * 0.95) - 1]),
    edit_worked_ms: Math.round(median(spent)),
    open_ms: median(openedAt),
    open_at_a_quarter_ms: median(slowly),
    fold_ms: folds[0],
    fold_at_a_quarter_ms: folds[1],
    album_photos: n_album,
    album_frame_median_ms: Math.round(frames[Math.floor(frames.length / 2)]),
    album_frame_max_ms: Math.round(frames.at(-1)),
    wasm_memory_mib: Math.round((memory / 2 ** 20) * 10) / 10,
  }),
);
