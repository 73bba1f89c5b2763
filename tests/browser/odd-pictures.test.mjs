// Files that are odd as photos, each given to the album: it is a photo
// afterwards, or refused by name with a way out, and the others stay.
//
// The files in fixtures/ were written by other programs than the browser:
// `phone.heic` by heif-enc, the notes in `phone.jpg` by exiftool, the rest by
// Pillow.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { launch, newEstate, withApp } from "./harness.mjs";
import { openAlbum, recorded, stored, take, wall } from "./pictures.mjs";

const browser = await launch();
after(() => browser.close());

const file = (name, mimeType, buffer) => ({ name, mimeType, buffer });
const fixture = async (name, mimeType) => file(name, mimeType, await readFile(new URL(`fixtures/${name}`, import.meta.url)));

/** The colour in the middle of the left and of the right half of each stored picture. */
function halves(page) {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const request = indexedDB.open("buqi/default");
        request.onsuccess = () => {
          const all = request.result.transaction("pictures").objectStore("pictures").getAll();
          all.onsuccess = async () => {
            request.result.close();
            const found = [];
            for (const { full } of all.result) {
              const bitmap = await createImageBitmap(full);
              const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
              const context = canvas.getContext("2d", { willReadFrequently: true });
              context.drawImage(bitmap, 0, 0);
              const at = (x) => [...context.getImageData(Math.floor(bitmap.width * x), bitmap.height >> 1, 1, 1).data];
              found.push([at(0.25), at(0.75)].map((it) => it.slice(0, 3)));
            }
            resolve(found);
          };
        };
      }),
  );
}

const near = (colour, wanted) => colour.every((it, at) => Math.abs(it - wanted[at]) < 16);

for (const [lang, ways] of [
  ["zh", [/“phone\.heic”是 HEIC 格式.*兼容性最佳.*JPEG/, /“notes\.jpg”不是能读的照片.*JPEG 或 PNG/]],
  ["en", [/“phone\.heic” is in HEIC format.*Most Compatible.*JPEG/, /“notes\.jpg” can't be read.*JPEG or PNG/]],
]) {
  test(`a phone's HEIC file and what is no picture are refused with a way out, ${lang}`, async () => {
    await withApp(browser, { lang }, async (app) => {
      const { page } = app;
      await newEstate(app, "小区");
      await openAlbum(page);
      const heic = await fixture("phone.heic", "image/heic");
      const refused = page.locator("[data-refused]");
      await take(page, [heic, await fixture("phone.jpg", "image/jpeg"), file("notes.jpg", "image/jpeg", Buffer.from("不是照片"))]);
      const said = await refused.allInnerTexts();
      assert.equal(said.length, 2);
      ways.forEach((way, at) => assert.match(said[at], way));
      assert.equal(Object.keys(await recorded(page)).length, 1, "the one between them is added");
      // Chat programs give it another name.
      await take(page, [{ ...heic, name: "phone.heic.jpg", mimeType: "image/jpeg" }]);
      assert.match((await refused.allInnerTexts())[0], /HEIC/);
      assert.equal(Object.keys(await stored(page)).length, 1);
    });
  });
}

test("what a phone wrote into a photo is dropped, and its position kept only when chosen", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "小区");
    await openAlbum(page);
    const phone = await fixture("phone.jpg", "image/jpeg");
    assert.ok(phone.buffer.includes("Exif") && phone.buffer.includes("http://ns.adobe.com/xap"), "there is something to drop");
    await take(page, [phone]);
    await page.locator("[data-keep-position]").check();
    await take(page, [phone]);
    const photos = Object.values(await recorded(page));
    assert.deepEqual(photos.map((it) => it.position), [undefined, [29.5626, 106.5516]]);
    for (const it of Object.values(await stored(page))) {
      assert.equal(it.hasNotes, false);
      assert.deepEqual([it.width, it.height], [48, 64], "turned as it was held");
    }
  });
});

test("an empty file and one cut short are refused, and the photos before and after stay", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "小区");
    await openAlbum(page);
    const whole = await wall(page, { width: 800, height: 600, seed: 1 });
    await take(page, [
      file("1.jpg", "image/jpeg", whole),
      file("empty.jpg", "image/jpeg", Buffer.alloc(0)),
      file("header.jpg", "image/jpeg", whole.subarray(0, 200)),
      file("half.jpg", "image/jpeg", whole.subarray(0, whole.length >> 1)),
      file("2.jpg", "image/jpeg", await wall(page, { width: 600, height: 800, seed: 2 })),
    ]);
    const refused = await page.locator("[data-refused]").allInnerTexts();
    assert.deepEqual(refused.map((it) => it.match(/“(.*?)”/)[1]), ["empty.jpg", "header.jpg", "half.jpg"]);
    const sizes = Object.values(await stored(page)).map((it) => [it.width, it.height]);
    assert.deepEqual(sizes, [[800, 600], [600, 800]]);
    assert.equal(Object.keys(await recorded(page)).length, 2);
  });
});

test("forty megapixels come down to a photo like any other", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "小区");
    await openAlbum(page);
    await take(page, [file("large.jpg", "image/jpeg", await wall(page, { width: 8000, height: 5000, seed: 3 }))]);
    assert.equal(await page.locator("[data-refused]").count(), 0);
    const [it] = Object.values(await stored(page));
    assert.deepEqual([it.width, it.height], [1600, 1000]);
    assert.ok(it.bytes <= 300_000, `${it.bytes} bytes`);
  });
});

test("other formats become photos: transparent is white, a moving picture stands still; a drawing is refused", async () => {
  await withApp(browser, {}, async (app) => {
    const { page } = app;
    await newEstate(app, "小区");
    await openAlbum(page);
    const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><script>alert(1)</script><rect width="40" height="30" fill="red"/></svg>';
    await take(page, [
      await fixture("half-transparent.png", "image/png"),
      await fixture("animated.gif", "image/gif"),
      await fixture("still.webp", "image/webp"),
      file("drawing.svg", "image/svg+xml", Buffer.from(drawing)),
    ]);
    assert.match((await page.locator("[data-refused]").allInnerTexts()).join(), /^“drawing\.svg”不是能读的照片.*JPEG 或 PNG/);
    assert.ok(Object.values(await stored(page)).every((it) => it.type === "image/jpeg"));
    const [transparent, moving, webp] = await halves(page);
    assert.ok(near(transparent[0], [255, 255, 255]) && near(transparent[1], [200, 0, 0]), `${transparent}`);
    assert.ok(near(moving[0], [0, 160, 0]) && near(moving[1], [0, 160, 0]), `${moving}`);
    assert.ok(webp[1][0] > webp[0][0], `${webp}`);
    await app.reload();
    await page.locator("[data-photos='3'] .buqi-thumb img").nth(2).waitFor();
  });
});
