// Pictures as a camera would write them, made in the page's own canvas so that
// no file has to be kept, with the notes of a camera put in front.

/** A picture of noise, the hardest to make small, as the bytes of a file. */
export async function noise(page, { width, height, type = "image/jpeg" }) {
  const bytes = await page.evaluate(
    async ([width, height, type]) => {
      const canvas = document.createElement("canvas");
      canvas.width = width;
      canvas.height = height;
      const context = canvas.getContext("2d");
      const image = context.createImageData(width, height);
      let state = 7;
      for (let at = 0; at < image.data.length; at += 1) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        image.data[at] = at % 4 === 3 ? 255 : state >>> 24;
      }
      context.putImageData(image, 0, 0);
      const blob = await new Promise((done) => canvas.toBlob(done, type, 0.95));
      const text = await new Promise((done) => {
        const reader = new FileReader();
        reader.onload = () => done(reader.result);
        reader.readAsDataURL(blob);
      });
      return text.slice(text.indexOf(",") + 1);
    },
    [width, height, type],
  );
  return Buffer.from(bytes, "base64");
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
