// Takes a picture of every room with an example estate open, narrow to wide, in
// both languages and both colour schemes, into the folder of the command line.

import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { LOOKS, ROOMS, launch, openApp, openSurveyedDemo } from "./harness.mjs";

const SIZES = [
  [375, 812],
  [768, 1024],
  [1280, 900],
];
/** Beyond this, a picture shows more of the same. */
const TALLEST = 2400;

const folder = resolve(process.argv[2] ?? "shots");
await mkdir(folder, { recursive: true });
const browser = await launch();
let count = 0;
for (const { lang, scheme } of LOOKS) {
  for (const [width, height] of SIZES) {
    const app = await openApp(browser, { lang, scheme, width, height });
    await openSurveyedDemo(app);
    for (const room of ROOMS) {
      await app.page.setViewportSize({ width, height });
      await app.go(room);
      // As tall as the room, so that the bar at the foot stands at its foot.
      const whole = await app.page.evaluate(() => document.documentElement.scrollHeight);
      await app.page.setViewportSize({ width, height: Math.min(Math.max(whole, height), TALLEST) });
      await app.page.evaluate(() => scrollTo(0, 0));
      await app.page.screenshot({ path: join(folder, `${room}-${width}-${lang}-${scheme}.png`) });
      count += 1;
    }
    await app.close();
  }
}
await browser.close();
console.log(`${count} pictures in ${folder}`);
