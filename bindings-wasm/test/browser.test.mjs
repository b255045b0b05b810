import { after, test } from 'node:test';

import { start } from '../../tests/runners/browser.mjs';
import { CHECKS } from '../../tests/runners/checks.mjs';

const { withPage, stop } = await start();
after(stop);

/** Runs one check in a page of its own; what it throws there is thrown here. */
function inPage(name) {
  return withPage((page) => {
    return page.evaluate(async (name) => {
      const quarterdeck = await import('/bindings-wasm/index.js');
      const { CHECKS } = await import('/tests/runners/checks.mjs');
      const { default: instance } = await import('/bindings-wasm/pkg/quarterdeck.js');
      await Promise.all([quarterdeck.init(), quarterdeck.init()]);
      const exports = await instance();
      const memory = () => exports.memory.buffer.byteLength;
      const collect = async () => {
        globalThis.gc();
        await new Promise((resolve) => setTimeout(resolve));
      };
      await CHECKS[name]({ quarterdeck, restarts: true, memory, collect });
    }, name);
  });
}

for (const name of Object.keys(CHECKS)) test(name, () => inPage(name));

for (const kind of ['nothing', 'a URL', 'a path', 'a response', 'a promise of one', 'bytes', 'a module']) {
  test(`the module loads from ${kind}`, () => {
    return withPage((page) => {
      return page.evaluate(async (kind) => {
        const url = new URL('/bindings-wasm/pkg/quarterdeck_bg.wasm', location.href);
        const bytes = await (await fetch(url)).arrayBuffer();
        const source = {
          'a URL': () => url,
          'a path': () => url.pathname,
          'a response': async () => fetch(url),
          'a promise of one': () => Promise.resolve(fetch(url)),
          bytes: () => new Uint8Array(bytes),
          'a module': () => WebAssembly.compile(bytes),
        }[kind];
        const quarterdeck = await import('/bindings-wasm/index.js');
        await quarterdeck.init(kind === 'a response' ? await source() : source?.());
        if (quarterdeck.versions().package !== quarterdeck.version) throw new Error('another version');
      }, kind);
    });
  });
}

test('nothing works before it is loaded, and a failed load can be tried again', () => {
  return withPage((page) => {
    return page.evaluate(async () => {
      const quarterdeck = await import('/bindings-wasm/index.js');
      let message = '';
      try {
        quarterdeck.versions();
      } catch (error) {
        message = error.message;
      }
      if (!message.includes('await init()')) throw new Error(message);
      const failed = await quarterdeck.init(new Uint8Array([0, 1, 2])).then(() => false, () => true);
      if (!failed) throw new Error('three bytes were taken for a module');
      await quarterdeck.init();
      if (quarterdeck.versions().package !== quarterdeck.version) throw new Error('another version');
    });
  });
});
