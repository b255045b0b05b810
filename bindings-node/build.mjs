// Builds the addon with cargo and puts it beside this file; arguments go to cargo.
import { execFileSync } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const command = ['build', '--release', '--package', 'quarterdeck-node', '--message-format=json-render-diagnostics'];
const output = execFileSync('cargo', [...command, ...process.argv.slice(2)], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  encoding: 'utf8',
  maxBuffer: 1 << 28,
  stdio: ['ignore', 'pipe', 'inherit'],
});
const built = output
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))
  .findLast((message) => message.reason === 'compiler-artifact' && message.target.name === 'quarterdeck_node');
const target = fileURLToPath(new URL('quarterdeck.node', import.meta.url));
// A process may still run the old file: it keeps what it has, and the new one gets a file of its own.
rmSync(target, { force: true });
copyFileSync(built.filenames.find((file) => /\.(so|dylib|dll)$/.test(file)), target);
