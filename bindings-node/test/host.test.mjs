import { createRequire } from 'node:module';
import { test } from 'node:test';
import assert from 'node:assert/strict';

import * as quarterdeck from '../index.mjs';
import { CHECKS, PIPELINE } from '../../tests/runners/checks.mjs';

const host = {
  quarterdeck,
  restarts: false,
  memory: () => process.memoryUsage().rss,
  async collect() {
    // What was collected is given back by finalizers, which wait for their turn.
    globalThis.gc();
    await new Promise((resolve) => setImmediate(resolve));
  },
};

for (const [name, check] of Object.entries(CHECKS)) test(name, () => check(host));

test('require and import give the same classes', () => {
  const required = createRequire(import.meta.url)('../index.cjs');
  assert.deepEqual(Object.keys(required).sort(), Object.keys(quarterdeck).sort());
  assert.equal(required.Pipeline, quarterdeck.Pipeline);
  assert.ok(new required.Pipeline(PIPELINE) instanceof quarterdeck.Pipeline);
});
