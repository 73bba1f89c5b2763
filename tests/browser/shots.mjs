// Takes a picture of every room with an example estate open, narrow to wide, in
// both languages and both colour schemes, into the folder of the command line.

import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { LANGS, ROOMS, SCHEMES, launch, openApp, openSurveyedDemo } from "./harness.mjs";

const WIDTHS = [375, 768, 1280];

const folder = resolve(process.argv[2] ?? "shots");
await mkdir(folder, { recursive: true });
const browser = await launch();
let count = 0;
for (const lang of LANGS) {
  for (const scheme of SCHEMES) {
    for (const width of WIDTHS) {
      const app = await openApp(browser, { lang, scheme, width, height: width < 700 ? 812 : 900, path: "/one.html" });
      await openSurveyedDemo(app);
      for (const room of ROOMS) {
        await app.go(room);
        await app.page.screenshot({ path: join(folder, `${room}-${width}-${lang}-${scheme}.png`), fullPage: true });
        count += 1;
      }
      await app.close();
    }
  }
}
await browser.close();
console.log(`${count} pictures in ${folder}`);
