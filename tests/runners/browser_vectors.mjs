// The browser's runner: the same vectors as Node's, in a page of a headless Chromium.

import { start } from './browser.mjs';
import { columnKinds, vectorFiles } from './files.mjs';

const { withPage, stop } = await start();
const passed = await withPage(async (page) => {
  await page.exposeFunction('report', (line) => console.log(line));
  return page.evaluate(
    async ([files, kinds]) => {
      const quarterdeck = await import('/bindings-wasm/index.js');
      const { run } = await import('/tests/runners/vectors.mjs');
      await quarterdeck.init();
      const lines = [];
      const passed = await run(quarterdeck, files, kinds, 'browser', (line) => lines.push(line));
      for (const line of lines) await globalThis.report(line);
      return passed;
    },
    [vectorFiles(), columnKinds()],
  );
});
await stop();
process.exitCode = passed ? 0 : 1;
