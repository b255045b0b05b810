// Quarterdeck in the browser: `await init()` once, then use it.
import start, * as native from './pkg/quarterdeck.js';
import { connect } from './js/runtime.js';
import { version } from './js/api.js';

export * from './js/api.js';

let started = null;

/** Loads the module: from beside this file, or from a URL, bytes, a response or a compiled module. */
export function init(source) {
  started ??= begin(source).catch((error) => {
    started = null;
    throw error;
  });
  return started;
}

async function begin(source) {
  await start(source === undefined ? undefined : { module_or_path: await source });
  connect(native, version, native.__wbg_reset_state);
}

export default init;
