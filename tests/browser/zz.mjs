import { launch, openApp, openSurveyedDemo } from "./harness.mjs";
const browser = await launch();
const [,, out, lang="zh", scheme="light", width="375", ...parts] = process.argv;
const app = await openApp(browser, { lang, scheme, width: Number(width), height: Number(width) < 600 ? 812 : 900 });
const { page } = app;
await openSurveyedDemo(app);
await page.locator('[data-room="bill"]').click();
for (const part of parts) {
  const chip = page.locator(`[data-part="${part}"]`);
  if (!(await chip.count())) { console.log("no", part); continue; }
  await chip.click();
  await page.waitForTimeout(150);
  await page.screenshot({ path: `${out}-${part}.png`, fullPage: true });
}
await app.close(); await browser.close();
