import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import assert from 'node:assert/strict';

test('the script of the quarter close ends with the figures of the other languages', () => {
  const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
  const told = execFileSync(process.execPath, [path('../examples/quarter_close.mjs')], { encoding: 'utf8' });
  assert.equal(told, readFileSync(path('../../tests/close/figures.csv'), 'utf8'));
});
