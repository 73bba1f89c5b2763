import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { launch, openApp, openSurveyedDemo } from "./harness.mjs";
const folder = process.argv[2];
const parts = (process.argv[3] ?? "money,lines,payers,votes,order,afterwards,budget,schemes").split(",");
const combos = (process.argv[4] ?? "zh-light-375,en-light-1280,zh-dark-1280,en-dark-375").split(",");
await mkdir(folder, { recursive: true });
const browser = await launch();
for (const combo of combos) {
  const [lang, scheme, w] = combo.split("-");
  const width = Number(w), height = 900;
  const app = await openApp(browser, { lang, scheme, width, height });
  await openSurveyedDemo(app);
  await app.go("bill");
  for (const part of parts) {
    await app.page.setViewportSize({ width, height });
    await app.page.locator(`[data-part=${part}]`).click();
    if (part === "votes") await app.page.locator("[data-own-rule] summary").first().click();
    const whole = await app.page.evaluate(() => document.documentElement.scrollHeight);
    const over = await app.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) console.log("overflow", combo, part, over);
    await app.page.setViewportSize({ width, height: Math.min(Math.max(whole, height), width < 500 ? 3200 : 2400) });
    await app.page.evaluate(() => scrollTo(0, 0));
    await app.page.screenshot({ path: join(folder, `${part}-${combo}.png`) });
  }
  await app.close().catch((e) => console.log(String(e).slice(0, 200)));
}
await browser.close();
