/** What the WebAssembly module can be loaded from. */
export type Source = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

/**
 * Loads the WebAssembly module once; calling it again changes nothing.
 * Without an argument it is fetched from beside the package's files.
 */
export function init(source?: Source | Promise<Source>): Promise<void>;
export default init;
