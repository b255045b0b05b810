// A package as a user gets it: packed by npm, and installed in a folder where there is nothing else.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';

import { root } from './files.mjs';

function run(folder, program, ...words) {
  return execFileSync(program, words, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Packs and installs a package, hands the folder to `work`, and removes it; gives what publint says of the package. */
export async function installed(name, work) {
  const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-'));
  try {
    const [{ filename, files }] = JSON.parse(run(join(root, name), 'npm', 'pack', '--json', '--pack-destination', folder));
    writeFileSync(join(folder, 'package.json'), '{"private": true}');
    run(folder, 'npm', 'install', '--offline', '--no-audit', '--no-fund', `./${filename}`);
    await work({
      folder,
      files: files.map(({ path }) => path),
      write: (file, text) => writeFileSync(join(folder, file), text),
      node: (...words) => run(folder, process.execPath, ...words),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const { messages } = await publint({ pkgDir: join(root, name), level: 'warning' });
  return messages.map(({ code, path }) => `${code} at ${path.join('.')}`);
}
