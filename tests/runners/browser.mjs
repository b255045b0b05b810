// A headless Chromium with a page from which the repository's files can be imported.

import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { chromium } from 'playwright-core';

import { root } from './files.mjs';

const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.json': 'application/json', '.wasm': 'application/wasm' };
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--js-flags=--expose-gc', '--enable-precise-memory-info',
];
const PAGE = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>Quarterdeck</title>';

function serve(request, response) {
  const path = decodeURIComponent(new URL(request.url, 'http://127.0.0.1').pathname);
  if (path === '/') return response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
  const file = join(root, normalize(path));
  if (!file.startsWith(root) || !existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
  return createReadStream(file).pipe(response);
}

/** Starts the browser; `withPage` opens a page, hands it to `work` and closes it, and throws the page's own errors. */
export async function start() {
  const server = createServer(serve);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS });

  async function withPage(work) {
    const page = await browser.newPage();
    const errors = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    const result = await work(page);
    await page.close();
    if (errors.length > 0) throw new Error(errors.join('\n'));
    return result;
  }

  async function stop() {
    await browser.close();
    server.close();
  }
  return { withPage, stop };
}
