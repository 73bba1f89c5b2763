// Times the engine as wasm in Chromium. The folder named on the command line
// holds what wasm-bindgen made of crates/buqi-bench.

import { launch } from "../harness.mjs";
import { serve } from "../server.mjs";

const blank = `<!doctype html><meta charset="utf-8"><title>Bench</title>`;
const server = await serve({ "/": { body: blank } }, process.argv[2]);
const browser = await launch();
try {
  const page = await browser.newPage();
  await page.goto(`${server.origin}/`);
  const micros = await page.evaluate(async () => {
    const glue = await import("/buqi_bench.js");
    await glue.default({ module_or_path: "/buqi_bench_bg.wasm" });
    // The browser's clock is coarse, so a sample is a batch.
    const BATCH = 50;
    const batch = () => {
      const start = performance.now();
      for (let run = 0; run < BATCH; run += 1) glue.assess_and_estimate();
      return ((performance.now() - start) * 1000) / BATCH;
    };
    for (let warm = 0; warm < 10; warm += 1) batch();
    const samples = Array.from({ length: 41 }, batch).sort((one, other) => one - other);
    return samples[20];
  });
  console.log(JSON.stringify({ assess_estimate_wasm_us: Math.round(micros * 10) / 10 }));
} finally {
  await browser.close();
  await server.close();
}
