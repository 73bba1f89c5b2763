// Pictures as a camera would write them, made in the page's own canvas so that
// no file has to be kept, with the notes of a camera put in front.

import { fold, stored as storedText } from "./stored.mjs";

/** Paints on a canvas of the page and takes it out as the bytes of a file. */
async function painted(page, { width, height, type = "image/jpeg", quality = 0.95, seed, grain }) {
  const bytes = await page.evaluate(
    async ([width, height, type, quality, seed, grain]) => {
      const blank = (width, height) => {
        const canvas = Object.assign(document.createElement("canvas"), { width, height });
        return [canvas, canvas.getContext("2d")];
      };
      let state = seed;
      const next = (most) => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return Math.floor((state / 2 ** 32) * most);
      };
      const speckled = (width, height) => {
        const [canvas, context] = blank(width, height);
        const image = context.createImageData(width, height);
        for (let at = 0; at < image.data.length; at += 1) image.data[at] = at % 4 === 3 ? 255 : next(256);
        context.putImageData(image, 0, 0);
        return canvas;
      };
      const [canvas, context] = blank(width, height);
      const colour = () => `rgb(${next(256)} ${next(256)} ${next(256)})`;
      const ground = context.createLinearGradient(0, 0, width, height);
      ground.addColorStop(0, colour());
      ground.addColorStop(1, colour());
      context.fillStyle = ground;
      context.fillRect(0, 0, width, height);
      for (let n = 0; n < 60; n += 1) {
        context.fillStyle = colour();
        context.fillRect(next(width), next(height), next(width / 8) + 1, next(height / 8) + 1);
      }
      context.globalAlpha = grain;
      // No tile that repeats where the grain is all there is.
      const tile = grain === 1 ? speckled(width, height) : speckled(512, 512);
      context.fillStyle = context.createPattern(tile, "repeat");
      context.fillRect(0, 0, width, height);
      const blob = await new Promise((done) => canvas.toBlob(done, type, quality));
      const text = await new Promise((done) => {
        const reader = new FileReader();
        reader.onload = () => done(reader.result);
        reader.readAsDataURL(blob);
      });
      return text.slice(text.indexOf(",") + 1);
    },
    [width, height, type, quality, seed, grain],
  );
  return Buffer.from(bytes, "base64");
}

/** A picture of noise, the hardest to make small. */
export const noise = (page, about) => painted(page, { seed: 7, grain: 1, ...about });

/** A picture of a wall with windows, another one for each `seed`, grainy as a photo is. */
export const wall = (page, about) => painted(page, { grain: 0.12, ...about });

/** Opens one of the albums on the page. */
export async function openAlbum(page, at = 0) {
  await page.locator("[data-open-photos]").nth(at).click();
  await page.locator("dialog.buqi-album[open]").waitFor();
}

/** Adds files to the open album and waits until all of them are through. */
export async function take(page, files) {
  await page.locator("[data-take=files]").setInputFiles(files);
  await page.locator("[data-take=files]:not(:disabled)").waitFor({ state: "attached" });
}

/** The photos in the stored record of the only estate. */
export const recorded = async (page) => (await allRecorded(page))[0];

/** The photos of every estate, the oldest first. */
export async function allRecorded(page) {
  await fold(page);
  const records = Object.entries((await storedText(page)).records).sort();
  return records.map(([, text]) => JSON.parse(text.split("\u001e")[0]).pictures ?? {});
}

/**
 * The same JPEG as a camera held on its side in Chongqing would have written
 * it: with an orientation to turn by a quarter, and 29°33′45.36″ N,
 * 106°33′5.76″ E.
 */
export function asCamera(jpeg, orientation = 6) {
  const entry = (tag, kind, count, value) => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt16BE(tag, 0);
    bytes.writeUInt16BE(kind, 2);
    bytes.writeUInt32BE(count, 4);
    value.copy(bytes, 8);
    return bytes;
  };
  const long = (it) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(it);
    return bytes;
  };
  const short = (it) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt16BE(it);
    return bytes;
  };
  const count = (it) => short(it).subarray(0, 2);
  const fractions = (all) => Buffer.concat(all.flatMap(([above, below]) => [long(above), long(below)]));
  const tiff = Buffer.concat([
    Buffer.from("MM\0*"), long(8),
    count(2), entry(0x0112, 3, 1, short(orientation)), entry(0x8825, 4, 1, long(38)), long(0),
    count(4), entry(1, 2, 2, Buffer.from("N")), entry(2, 5, 3, long(92)),
    entry(3, 2, 2, Buffer.from("E")), entry(4, 5, 3, long(116)), long(0),
    fractions([[29, 1], [33, 1], [4536, 100], [106, 1], [33, 1], [576, 100]]),
  ]);
  const body = Buffer.concat([Buffer.from("Exif\0\0"), tiff]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length + 2);
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, body, jpeg.subarray(2)]);
}

/** The first bytes of a file in the format of newer phones. */
export const HEIC = Buffer.concat([Buffer.from("\0\0\0\u0018ftypheic\0\0\0\0mif1heic", "latin1"), Buffer.alloc(2000, 7)]);

/** What the database holds, by id: the size, whether a camera's notes are left, and the pixels. */
export function stored(page) {
  return page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open("buqi/default");
        request.onerror = () => reject(request.error);
        request.onsuccess = async () => {
          const database = request.result;
          if (!database.objectStoreNames.contains("pictures")) return resolve({});
          const store = database.transaction("pictures").objectStore("pictures");
          const wait = (it) => new Promise((done) => (it.onsuccess = () => done(it.result)));
          const [keys, values] = [wait(store.getAllKeys()), wait(store.getAll())];
          const found = {};
          const [ids, pictures] = [await keys, await values];
          for (const [at, id] of ids.entries()) {
            const { full, thumb } = pictures[at];
            const bytes = new Uint8Array(await full.arrayBuffer());
            const text = new TextDecoder("latin1").decode(bytes);
            const bitmap = await createImageBitmap(full);
            found[id] = {
              type: full.type,
              bytes: bytes.length,
              thumb: thumb.size,
              width: bitmap.width,
              height: bitmap.height,
              hasNotes: text.includes("Exif") || text.includes("http://ns.adobe.com/xap"),
            };
          }
          database.close();
          resolve(found);
        };
      }),
  );
}
