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
  const figures = await page.evaluate(async () => {
    const glue = await import("/buqi_bench.js");
    await glue.default({ module_or_path: "/buqi_bench_bg.wasm" });
    // The browser's clock is coarse, so a sample is a batch.
    const median = (work, runs) => {
      const batch = () => {
        const start = performance.now();
        for (let run = 0; run < runs; run += 1) work();
        return ((performance.now() - start) * 1000) / runs;
      };
      for (let warm = 0; warm < 10; warm += 1) batch();
      const samples = Array.from({ length: 41 }, batch).sort((one, other) => one - other);
      return Math.round(samples[20] * 10) / 10;
    };
    return {
      assess_estimate_wasm_us: median(glue.assess_and_estimate, 50),
      questions_ranked_wasm_us: median(glue.rank_questions, 5),
      questions_of_60_groups_wasm_us: median(glue.rank_questions_of_sixty, 5),
      sensitivity_wasm_us: median(glue.find_what_moves_the_total, 5),
      budget_prepared_wasm_us: median(glue.prepare_a_budget, 5),
      budget_fit_wasm_us: median(glue.fit_a_budget, 5),
      budget_answered_wasm_us: median(glue.answer_a_budget, 5),
      works_ordered_wasm_us: median(glue.order_the_works, 20),
    };
  });
  console.log(JSON.stringify(figures));
} finally {
  await browser.close();
  await server.close();
}
