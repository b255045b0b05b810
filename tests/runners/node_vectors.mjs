// The Node runner: one JSON line per vector, and a last one that counts.

import * as quarterdeck from '../../bindings-node/index.mjs';
import { columnKinds, vectorFiles } from './files.mjs';
import { run } from './vectors.mjs';

const passed = await run(quarterdeck, vectorFiles(), columnKinds(), 'node', console.log);
process.exitCode = passed ? 0 : 1;
