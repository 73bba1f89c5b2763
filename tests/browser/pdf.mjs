// The text of a PDF that Chromium printed, page by page.
//
// Chromium writes each glyph by number and tells in a map per font which
// characters the numbers stand for; streams are deflated.

import { inflateSync } from "node:zlib";

const hex = (digits) =>
  String.fromCharCode(...(digits.match(/.{1,4}/g) ?? []).map((it) => Number.parseInt(it, 16)));

/** Object number → its dictionary and, where it has one, its inflated stream. */
function objectsOf(bytes) {
  const text = bytes.toString("latin1");
  const objects = new Map();
  const start = /(\d+) 0 obj\s/g;
  for (let found = start.exec(text); found; found = start.exec(text)) {
    const body = start.lastIndex;
    const [end] = text.slice(body).match(/stream\r?\n|endobj/);
    const head = text.indexOf(end, body);
    const dictionary = text.slice(body, head);
    const object = { dictionary };
    start.lastIndex = head + end.length;
    if (end !== "endobj") {
      const length = Number(dictionary.match(/\/Length (\d+)/)[1]);
      const raw = bytes.subarray(start.lastIndex, start.lastIndex + length);
      start.lastIndex += length;
      if (!dictionary.includes("/Image")) {
        object.data = (dictionary.includes("/FlateDecode") ? inflateSync(raw) : raw).toString("latin1");
      }
    }
    objects.set(Number(found[1]), object);
  }
  return objects;
}

/** Glyph number → text, from a ToUnicode map. */
function glyphsOf(map) {
  const glyphs = new Map();
  for (const [, block] of map.matchAll(/beginbfchar([^]*?)endbfchar/g)) {
    for (const [, glyph, text] of block.matchAll(/<([0-9A-F]+)>\s*<([0-9A-F]+)>/gi)) {
      glyphs.set(Number.parseInt(glyph, 16), hex(text));
    }
  }
  for (const [, block] of map.matchAll(/beginbfrange([^]*?)endbfrange/g)) {
    for (const [, first, last, text] of block.matchAll(/<([0-9A-F]+)>\s*<([0-9A-F]+)>\s*<([0-9A-F]+)>/gi)) {
      const start = Number.parseInt(first, 16);
      for (let at = start; at <= Number.parseInt(last, 16); at += 1) {
        glyphs.set(at, String.fromCharCode(Number.parseInt(text, 16) + at - start));
      }
    }
  }
  return glyphs;
}

/** Everything written in the file, in the order drawn, without spaces. */
export function textOf(bytes) {
  const objects = objectsOf(bytes);
  const fonts = new Map();
  for (const { dictionary } of objects.values()) {
    for (const [, block] of dictionary.matchAll(/\/Font\s*<<([^]*?)>>/g)) {
      for (const [, name, number] of block.matchAll(/\/(\w+) (\d+) 0 R/g)) {
        const { dictionary: font } = objects.get(Number(number));
        const map = font.match(/\/ToUnicode (\d+) 0 R/);
        // A font whose glyphs are drawings has numbers of one byte.
        const digits = font.includes("/Type3") ? /.{2}/g : /.{4}/g;
        if (map) fonts.set(name, { digits, glyphs: glyphsOf(objects.get(Number(map[1])).data) });
      }
    }
  }
  let text = "";
  let current;
  for (const { data } of objects.values()) {
    if (!data?.includes(" Tf")) continue;
    for (const [, font, shown] of data.matchAll(/\/(\w+) [\d.]+ Tf|<([0-9A-F]+)>/gi)) {
      if (font) current = fonts.get(font);
      for (const glyph of shown?.match(current?.digits) ?? []) {
        text += current?.glyphs.get(Number.parseInt(glyph, 16)) ?? "";
      }
    }
  }
  // The map may name a radical where the character is meant.
  return text.normalize("NFKC").replaceAll(/\s/g, "");
}
