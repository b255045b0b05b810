// The vectors of the repository, as text, in the order in which every runner takes them.

import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export function vectorFiles() {
  const folder = `${root}tests/vectors`;
  const names = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => readFileSync(`${folder}/${name}`, 'utf8'));
}

/** The kinds of the declared columns, by table. */
export const columnKinds = () => JSON.parse(readFileSync(`${root}tests/schema/columns.json`, 'utf8'));
