// Photos: taken, shrunk, kept, drawn on, carried in a file and merged; and what
// the page says where the browser keeps none.
//
// BUQI_PHOTOS=500 BUQI_GROUPS=60 asks for the figures of docs/performance.md;
// a quick run makes a smaller survey.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { LOOKS, answer, launch, newEstate, openSurveyedDemo, saved, violations, withApp } from "./harness.mjs";
import { HEIC, allRecorded, asCamera, noise, openAlbum, recorded, stored, take } from "./pictures.mjs";

const browser = await launch();
after(() => browser.close());

const jpegFile = (name, buffer) => ({ name, mimeType: "image/jpeg", buffer });
const dialog = (page) => page.locator("dialog.buqi-album[open]");

/** Shuts the album; its photos are on the screen twice until it is gone. */
async function shut(page) {
  await page.keyboard.press("Escape");
  await page.locator("dialog.buqi-album").waitFor({ state: "detached" });
}

/** One small photo at the first question of a new estate, with the album shut. */
async function withOnePhoto(app, name) {
  await newEstate(app, name);
  await openAlbum(app.page);
  await take(app.page, [jpegFile("1.jpg", await noise(app.page, { width: 400, height: 300 }))]);
  await shut(app.page);
}

test("photos are shrunk, upright, without what the camera wrote, and kept over a reload", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "照片小区");
    await openAlbum(page);
    const camera = asCamera(await noise(page, { width: 4000, height: 3000 }));
    const png = await noise(page, { width: 3000, height: 500, type: "image/png" });
    assert.ok(camera.length > 5_000_000 && png.length > 3_000_000, "hard to make small");
    await take(page, [
      jpegFile("camera.jpg", camera),
      { name: "wide.png", mimeType: "image/png", buffer: png },
      { name: "IMG_0001.HEIC", mimeType: "image/heic", buffer: HEIC },
      { name: "notes.jpg", mimeType: "image/jpeg", buffer: Buffer.from("不是照片") },
    ]);
    const refused = await page.locator("[data-refused]").allInnerTexts();
    assert.equal(refused.length, 2);
    assert.match(refused[0], /IMG_0001\.HEIC.*兼容性最佳/);
    assert.match(refused[1], /notes\.jpg/);
    const photos = Object.values(await recorded(page));
    const pictures = Object.entries(await stored(page));
    assert.equal(pictures.length, 2);
    for (const [id, it] of pictures) {
      assert.equal(it.type, "image/jpeg");
      assert.ok(Math.max(it.width, it.height) <= 1600, `${it.width} × ${it.height}`);
      assert.ok(it.bytes <= 300_000, `${it.bytes} bytes`);
      assert.equal(it.hasNotes, false, "nothing of the camera is left");
      const known = (await recorded(page))[id];
      assert.deepEqual([known.width, known.height, known.bytes], [it.width, it.height, it.bytes]);
    }
    const [upright, wide] = pictures.map((it) => it[1]);
    assert.ok(upright.height > upright.width, "turned as it was held");
    assert.equal(Math.round(wide.width / wide.height), 6);
    assert.ok(photos.every((it) => it.position === undefined), "no position unless asked for");
    assert.match(await page.locator("[data-counted]").innerText(), /^2 张，共 \d+ kB$/);
    await app.reload();
    assert.equal(await page.locator("[data-photos='2']").count(), 1);
    await page.locator("[data-photos='2'] .buqi-thumb img").nth(1).waitFor();
  });
});

test("the position is kept when it is asked for, and only then", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "有定位的小区");
    await openAlbum(page);
    const camera = asCamera(await noise(page, { width: 300, height: 200 }), 1);
    await take(page, [jpegFile("a.jpg", camera)]);
    await page.locator("[data-keep-position]").check();
    await take(page, [jpegFile("b.jpg", camera), jpegFile("c.jpg", await noise(page, { width: 300, height: 200 }))]);
    const positions = Object.values(await recorded(page)).map((it) => it.position);
    assert.deepEqual(positions, [undefined, [29.5626, 106.5516], undefined]);
    assert.ok(Object.values(await stored(page)).every((it) => !it.hasNotes));
  });
});

test("a photo is deleted and brought back, also by the undo of the page", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await withOnePhoto(app, "删照片的小区");
    const [id] = Object.keys(await recorded(page));
    await page.locator("[data-photo]").first().click();
    await page.locator("[data-delete-photo]").click();
    assert.deepEqual(await recorded(page), {});
    await page.locator("[data-restore-photo]").click();
    assert.deepEqual(Object.keys(await recorded(page)), [id]);
    await page.locator("dialog [data-photo]").click();
    await page.locator("[data-delete-photo]").click();
    await shut(page);
    assert.deepEqual(await recorded(page), {});
    await page.locator("[data-undo]").first().click();
    await page.locator(`[data-photo="${id}"] img`).waitFor();
  });
});

test("arrows and circles are drawn by dragging and by keyboard, and taken back", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await withOnePhoto(app, "标注小区");
    const shapes = async () => Object.values(await recorded(page))[0].shapes ?? [];
    await page.locator("[data-photo]").first().press("Enter");
    const stage = page.locator("[data-stage] svg");
    await page.waitForFunction(
      () => document.querySelector("buqi-configurator").shadowRoot.querySelector("[data-stage] img")?.complete,
    );
    await page.locator("[data-tool=arrow]").click();
    const box = await stage.boundingBox();
    // A tap points at its place, and undo takes it back.
    await page.mouse.click(box.x + box.width * 0.7, box.y + box.height * 0.7);
    const [tapped] = await shapes();
    for (const [at, wanted] of [5000, 5000, 7000, 7000].entries()) {
      assert.ok(Math.abs(tapped.arrow[at] - wanted) < 100, `${tapped.arrow} at ${at}`);
    }
    await page.locator("[data-undo-shape]").click();
    assert.equal((await shapes()).length, 0);
    if ((await page.locator("[data-tool=arrow]").getAttribute("aria-pressed")) !== "true") {
      await page.locator("[data-tool=arrow]").click();
    }
    await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.25);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5, { steps: 3 });
    await page.mouse.up();
    const [arrow] = await shapes();
    for (const [at, wanted] of [2000, 2500, 5000, 5000].entries()) {
      assert.ok(Math.abs(arrow.arrow[at] - wanted) < 100, `${arrow.arrow} at ${at}`);
    }
    // The rest without a pointer.
    await page.locator("[data-tool=circle]").press("Enter");
    await page.locator("[data-place]").press("Enter");
    assert.deepEqual((await shapes())[1], { circle: [4000, 4000, 6000, 6000] });
    const circle = page.locator("[data-shape='1']");
    await circle.press("ArrowRight");
    await circle.press("Shift+ArrowDown");
    assert.deepEqual((await shapes())[1], { circle: [4200, 4000, 6200, 6200] });
    await page.locator("[data-undo-shape]").click();
    assert.deepEqual((await shapes())[1], { circle: [4200, 4000, 6200, 6000] });
    await circle.press("Delete");
    assert.equal((await shapes()).length, 1);
    await page.locator("[data-undo-shape]").click();
    assert.equal((await shapes()).length, 2);
    await shut(page);
    await app.reload();
    await page.locator("[data-photo]").first().click();
    await page.locator("[data-stage] .buqi-shape").nth(1).waitFor();
    assert.equal((await shapes()).length, 2);
  });
});

test("a file with photos brings them back after everything was cleared, and again adds nothing", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await withOnePhoto(app, "搬家的小区");
    await openSurveyedDemo(app);
    await openAlbum(page, 1);
    await take(page, [jpegFile("2.jpg", await noise(page, { width: 500, height: 300 }))]);
    await shut(page);
    const before = await stored(page);
    assert.equal(Object.keys(before).length, 2);
    await app.go("estates");
    // One without photos is smaller and leaves the estate on the list to export.
    const entry = page.locator("[data-estate]").filter({ hasText: "搬家的小区" });
    await entry.locator("summary").click();
    const bare = JSON.parse(await saved(page, entry.locator("[data-deed=export]")));
    assert.equal(Object.keys(bare.pictures).length, 1);
    await page.locator("[data-not-exported='2']").waitFor();
    const zip = await saved(page, page.locator("[data-export-all-photos]"));
    await page.locator("[data-not-exported]").waitFor({ state: "detached" });

    // Any other program reads it too.
    const folder = await mkdtemp(join(tmpdir(), "buqi-zip-"));
    await writeFile(join(folder, "all.zip"), zip);
    const listed = execFileSync(
      "python3",
      ["-c", "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print('\\n'.join(z.namelist()))", join(folder, "all.zip")],
      { encoding: "utf8" },
    );
    const ids = Object.keys(before).sort();
    assert.deepEqual(listed.trim().split("\n"), ["survey.json", ...ids.map((it) => `pictures/${it}.jpg`)]);
    // And what it packs again, compressed and in a folder, is read here.
    execFileSync("python3", [
      "-c",
      "import sys,zipfile\na=zipfile.ZipFile(sys.argv[1]); b=zipfile.ZipFile(sys.argv[2],'w',zipfile.ZIP_DEFLATED)\nfor n in a.namelist(): b.writestr('folder/'+n,a.read(n))\nb.close()",
      join(folder, "all.zip"),
      join(folder, "again.zip"),
    ]);
    const again = await readFile(join(folder, "again.zip"));
    await rm(folder, { recursive: true });

    const open = (buffer) =>
      page.locator("#open-file").setInputFiles({ name: "all.zip", mimeType: "application/zip", buffer });
    for (const buffer of [zip, again]) {
      const n_estates = await page.locator("[data-estate]").count();
      for (let n = 0; n < n_estates; n += 1) {
        const first = page.locator("[data-estate]").first();
        await first.locator("details").evaluate((it) => (it.open = true));
        await first.locator("[data-deed=delete]").click();
        await page.locator("[data-restore]").nth(n).waitFor();
      }
      // Each has its way back until that is put away.
      for (let n = 0; n < n_estates; n += 1) await page.locator("[data-notice] > .buqi-plain").first().click();
      await page.waitForFunction(
        () =>
          new Promise((done) => {
            const request = indexedDB.open("buqi/default");
            request.onsuccess = () => {
              const count = request.result.transaction("pictures").objectStore("pictures").count();
              count.onsuccess = () => {
                request.result.close();
                done(count.result === 0);
              };
            };
          }),
        undefined,
        { polling: 50 },
      );
      await open(buffer);
      await page.locator("[data-estate]").nth(1).waitFor();
      const after = await stored(page);
      assert.deepEqual(
        Object.fromEntries(Object.entries(after).map(([id, it]) => [id, it.bytes])),
        Object.fromEntries(Object.entries(before).map(([id, it]) => [id, it.bytes])),
      );
    }
    await open(zip);
    await page.locator("[data-merge]").click();
    await page.locator("[data-merged]").first().waitFor();
    assert.equal(await page.locator("[data-difference]").count(), 0);
    assert.deepEqual(Object.keys(await stored(page)), ids);
    // What is cut short says so, and nothing changes.
    await open(zip.subarray(0, zip.length - 40));
    await page.locator("[data-archive-damaged]").waitFor();
    assert.equal(await page.locator("[data-estate]").count(), 2);
  });
});

/** A zip file as Python makes it, from a program that has it open as `z`. */
async function zipOf(program) {
  const folder = await mkdtemp(join(tmpdir(), "buqi-"));
  const path = join(folder, "made.zip");
  execFileSync("python3", ["-c", `import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1],'w',zipfile.ZIP_DEFLATED)\n${program}`, path]);
  const bytes = await readFile(path);
  await rm(folder, { recursive: true });
  return bytes;
}

test("of a zip file with damage, too much, or a bomb in it the whole parts come in, and the rest is named", async () => {
  const dossier = (name) => JSON.stringify({ format: "buqi-dossier", version: 1, name });
  const write = (name) => `z.writestr('${name}.json',${JSON.stringify(dossier(name))})`;
  const zip = await zipOf(
    [
      write("whole"),
      write("broken"),
      write("liar"),
      write("giant"),
      "z.writestr('bomb.json',b' '*60000000)",
      "z.writestr('pictures/p1.jpg',b'no picture')",
      "z.close()",
      // In the directory: a wrong sum, a size that is too small, and one of 4 GB.
      "d=bytearray(open(sys.argv[1],'rb').read())",
      "at=lambda name: d.rindex(b'PK\\x01\\x02', 0, d.rindex(name))",
      "d[at(b'broken.json')+16]^=255",
      "d[at(b'liar.json')+24:at(b'liar.json')+28]=(9).to_bytes(4,'little')",
      "d[at(b'giant.json')+24:at(b'giant.json')+28]=(2**32-2).to_bytes(4,'little')",
      "open(sys.argv[1],'wb').write(d)",
    ].join("\n"),
  );
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "原来的小区");
    await app.go("estates");
    await page.locator("#open-file").setInputFiles({ name: "e.zip", mimeType: "application/zip", buffer: zip });
    const lost = await page.locator("[data-lost-surveys]").innerText();
    for (const name of ["broken", "liar", "giant", "bomb"]) assert.match(lost, new RegExp(`${name}\\.json`));
    assert.doesNotMatch(lost, /whole/);
    assert.match(await page.locator("[data-lost-pictures]").innerText(), /1 张/);
    const names = await page.locator("[data-estate] h3").allInnerTexts();
    assert.deepEqual(names.sort(), ["whole", "原来的小区"].sort());
  });
});

test("a file that had to be repaired says so before anything else, and its original can be saved", async () => {
  await withApp(browser, { width: 375, height: 667 }, async (app) => {
    const { page } = app;
    for (let n = 1; n <= 6; n += 1) await newEstate(app, `小区 ${n}`);
    await app.go("estates");
    await page.locator(".buqi-file").scrollIntoViewIfNeeded();
    const path = new URL("../saved/v1/damaged.json", import.meta.url);
    const original = await readFile(path);
    await page.locator("#open-file").setInputFiles({ name: "damaged.json", mimeType: "application/json", buffer: original });
    const notice = page.locator("[data-notice]");
    await notice.waitFor();
    assert.ok((await notice.locator("li").count()) > 3);
    const { y } = await notice.boundingBox();
    assert.ok(y >= 0 && y < 667 / 2, `it is on the screen, at ${y}`);
    const download = page.waitForEvent("download");
    await notice.getByRole("button", { name: "原文件" }).click();
    assert.deepEqual(await readFile(await (await download).path()), original);
    assert.equal(await page.locator("[data-estate]").count(), 7);
    await notice.locator("[data-go-on]").click();
    await page.locator("[data-room-open=survey]").waitFor();
  });
});

test("two surveyors' photos of one estate come together, and a picture that is not here says so", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await withOnePhoto(app, "两个人的照片");
    await app.go("estates");
    const entry = page.locator("[data-estate]").first();
    await entry.locator("summary").click();
    const theirs = JSON.parse(await saved(page, entry.locator("[data-deed=export]")));
    const [[id, photo]] = Object.entries(theirs.pictures);
    const arrow = { arrow: [0, 0, 5000, 5000] };
    theirs.pictures = { [id]: { ...photo, shapes: [arrow] }, "p-of-the-colleague": { ...photo, bytes: 1234 } };
    const buffer = Buffer.from(JSON.stringify(theirs));
    for (const round of [1, 2]) {
      // What the colleague drew on the same photo is a difference to settle.
      await page.locator("#open-file").setInputFiles({ name: "e.json", mimeType: "application/json", buffer });
      await page.locator("[data-merge]").click();
      await page.locator("[data-merged]").waitFor();
      assert.equal(await page.locator("[data-difference]").count(), round === 1 ? 1 : 0);
      if (round === 1) {
        assert.match(await page.locator("[data-side=theirs]").innerText(), /1 处标注/);
        await page.locator("[data-side=theirs]").click();
        await page.locator("[data-side=theirs][aria-pressed=true]").waitFor();
        assert.deepEqual((await recorded(page))[id].shapes, [arrow]);
      }
      assert.deepEqual(Object.keys(await recorded(page)).sort(), ["p-of-the-colleague", id].sort(), `round ${round}`);
    }
    await app.go("survey");
    await page.locator("[data-photo=p-of-the-colleague] [data-missing]").first().waitFor();
    await page.locator("[data-photo=p-of-the-colleague]").first().click();
    await dialog(page).getByText("不在本机上").first().waitFor();
  });
});

/** The page with a part of the database that refuses, as `body` writes it. */
async function withRefusal(refuse, body) {
  await withApp(browser, {}, async (app) => {
    await app.page.addInitScript(refuse);
    await app.reload();
    await body(app);
  });
}

for (const [name, refuse, said] of [
  [
    "forbidden",
    () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException("no", "SecurityError");
      };
    },
    /不允许保存照片/,
  ],
  [
    "full",
    () => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException("no room", "QuotaExceededError");
      };
    },
    /空间已满/,
  ],
]) {
  test(`where the database is ${name} photos work until the page is closed, and the way out is a file`, async () => {
    await withRefusal(refuse, async (app) => {
      const { page } = app;
      await newEstate(app, "存不下的小区");
      await openAlbum(page);
      await take(page, [jpegFile("1.jpg", await noise(page, { width: 400, height: 300 }))]);
      assert.match(await page.locator("[data-photos-not-stored]").innerText(), said);
      await page.locator("dialog .buqi-thumb img").waitFor();
      await shut(page);
      const banner = page.locator("[data-not-stored]");
      assert.match(await banner.innerText(), said);
      const zip = await saved(page, banner.locator("button"));
      const log = await page.evaluate(() => Object.entries(localStorage).filter(([name]) => name.includes("/log/")));
      const id = log.map(([, entry]) => entry.match(/"\/pictures\/([^"]+)"/)?.[1]).find((it) => it !== undefined);
      assert.ok(zip.includes(Buffer.from(`pictures/${id}.jpg`)));
    });
  });
}

test("a deleted estate takes its photos with it once the way back is gone, but not a copy's", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await withOnePhoto(app, "原件");
    await app.go("estates");
    const entry = (name) => page.locator("[data-estate]").filter({ has: page.getByRole("heading", { name, exact: true }) });
    const deed = async (name, it) => {
      await entry(name).locator("details").evaluate((it) => (it.open = true));
      await entry(name).locator(`[data-deed=${it}]`).click();
    };
    await deed("原件", "duplicate");
    await entry("原件（副本）").waitFor();
    await deed("原件", "delete");
    await page.locator("[data-restore]").waitFor();
    await page.locator("[data-notice] > .buqi-plain").click();
    await entry("原件（副本）").locator("[data-deed=open]").click();
    await page.locator("[data-photo] img").first().waitFor();
    assert.equal(Object.keys(await stored(page)).length, 1);
    await app.go("estates");
    await deed("原件（副本）", "delete");
    await page.locator("[data-restore]").waitFor();
    await app.go("menu");
    await app.go("estates");
    assert.equal(Object.keys(await stored(page)).length, 1, "as long as it can be taken back");
    await page.locator("[data-restore]").click();
    await app.go("survey");
    await page.locator("[data-photo] img").first().waitFor();
    assert.equal(Object.keys(await stored(page)).length, 1);
  });
});

test("findings have photos too, and the room on the device is said in words", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await openSurveyedDemo(app);
    await app.go("deficiencies");
    const card = page.locator("[data-deficiency]").first();
    await card.locator("[data-open-photos]").click();
    await take(page, [jpegFile("1.jpg", await noise(page, { width: 400, height: 300 }))]);
    await shut(page);
    await card.locator("[data-photo] img").waitFor();
    const [photo] = Object.values(await recorded(page));
    assert.equal(photo.finding, await card.getAttribute("data-deficiency"));
    await app.go("estates");
    const space = page.locator("[data-device-space]");
    await space.filter({ hasText: /已用 .*(kB|MB|GB)/ }).waitFor();
  });
});

test("photos that are still being worked on reach their estate after another one was opened", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "拍了很多的小区");
    await openAlbum(page);
    const large = jpegFile("large.jpg", await noise(page, { width: 3000, height: 2000 }));
    await page.locator("[data-take=files]").setInputFiles([large, large, large]);
    await shut(page);
    await newEstate(app, "另一个小区");
    const deadline = performance.now() + 30_000;
    let counts;
    do {
      counts = (await allRecorded(page)).map((it) => Object.keys(it).length);
    } while (counts[0] !== 3 && performance.now() < deadline);
    assert.deepEqual(counts, [3, 0]);
  });
});

test("in on-site mode photos are taken at the question, and its keys stay with the question", async () => {
  await withApp(browser, { width: 375, height: 812 }, async (app) => {
    const { page } = app;
    await newEstate(app, "现场小区");
    await page.locator("[data-order]").nth(3).click();
    await page.locator("[data-site-mode]").click();
    const fact = await page.locator("[data-site-fact]").getAttribute("data-site-fact");
    await page.locator("dialog.buqi-site [data-open-photos]").click();
    await take(page, [jpegFile("1.jpg", await noise(page, { width: 400, height: 300 }))]);
    await page.locator("dialog.buqi-album [data-photo]").press("1");
    await shut(page);
    assert.equal(await page.locator("[data-site-fact]").getAttribute("data-site-fact"), fact, "nothing was answered");
    await page.locator("dialog.buqi-site [data-photo] img").waitFor();
    assert.equal(Object.values(await recorded(page))[0].fact, fact);
  });
});

test("on site the photo that was just taken is taken back before the answer before it", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "撤销小区");
    await page.locator("[data-site-mode]").click();
    const asked = () => page.locator("[data-site-fact]").getAttribute("data-site-fact");
    const first = await asked();
    await page.keyboard.type("52000");
    await page.keyboard.press("Enter");
    await page.locator(`[data-site-fact]:not([data-site-fact="${first}"])`).waitFor();
    const second = await asked();
    await page.locator("dialog.buqi-site [data-open-photos]").click();
    await take(page, [jpegFile("1.jpg", await noise(page, { width: 400, height: 300 }))]);
    await shut(page);
    await page.locator("dialog.buqi-site [data-photo]").waitFor();
    await page.locator("[data-step=rub-out]").click();
    await page.locator("dialog.buqi-site [data-photo]").waitFor({ state: "detached" });
    assert.equal(await asked(), second, "the photo went first");
    await page.locator("[data-step=rub-out]").click();
    await page.locator(`[data-site-fact="${first}"]`).waitFor();
    assert.match(await page.locator("[data-progress]").innerText(), /已答 0 题/);
  });
});

for (const { lang, scheme } of LOOKS) {
  test(`axe finds nothing in the album and over a photo, ${lang}, ${scheme}`, async () => {
    await withApp(browser, { lang, scheme, width: 375, height: 812 }, async (app) => {
      const { page } = app;
      await withOnePhoto(app, "无障碍");
      assert.deepEqual(await violations(page), [], "in the survey");
      await openAlbum(page);
      await page.locator("dialog .buqi-thumb img").waitFor();
      assert.deepEqual(await violations(page), [], "in the album");
      await page.locator("dialog [data-photo]").click();
      await page.locator("[data-tool=circle]").click();
      await page.locator("[data-place]").click();
      assert.deepEqual(await violations(page), [], "over a photo");
      const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(excess <= 0, `${excess} px too wide`);
    });
  });
}
