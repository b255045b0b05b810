import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import assert from 'node:assert/strict';

import { installed } from '../../tests/runners/packed.mjs';

const USE = "console.log(JSON.stringify([q.versions().package, q.Pipeline.validate('{}').valid, q.version]));";

test('the packed package works where nothing else is', async () => {
  const complaints = await installed('bindings-node', ({ files, write, node }) => {
    const stray = files.filter((file) => /test|build|Cargo|\.rs$/.test(file));
    assert.deepEqual(stray, []);
    write('required.cjs', `const q = require('quarterdeck');\n${USE}\n`);
    write('imported.mjs', `import * as q from 'quarterdeck';\n${USE}\n`);
    write('named.mjs', `import { Pipeline, version, versions } from 'quarterdeck';\nconst q = { Pipeline, version, versions };\n${USE}\n`);
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    write('readme.cjs', /```js\n(.*?)```/s.exec(readme)[1]);
    assert.match(node('readme.cjs'), /^75\.03 /);
    const { version } = JSON.parse(node('-p', "JSON.stringify(require('quarterdeck/package.json'))"));
    for (const file of ['required.cjs', 'imported.mjs', 'named.mjs']) {
      assert.deepEqual(JSON.parse(node(file)), [version, false, version], file);
    }
  });
  assert.deepEqual(complaints, []);
});
