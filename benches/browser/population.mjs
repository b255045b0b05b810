// The population of `benches/src/population.rs` in a page: how long a call takes there, and what was earned.
//
//     node benches/browser/population.mjs [ROWS]
//
// Needs the browser package built (`cargo xtask build`) and Chromium. Prints one line of JSON.

import { readFileSync } from 'node:fs';

import { start } from '../../tests/runners/browser.mjs';

const plan = readFileSync(new URL('../src/population.json', import.meta.url), 'utf8');
const params = { period: '2026-Q1', outputs: ['lines', 'statements'] };
const rows = Number(process.argv[2] ?? 1_000_000);

/** Runs in the page. */
async function close({ plan, params, rows }) {
  const { init, CommissionPlan } = await import('/bindings-wasm/index.js');
  await init();
  const FIRST_DAY = 20454;
  const STRIDE = 16180349;
  const TEAM = 10;
  let state = 2026n;
  const below = (limit) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number(state >> 33n) % limit;
  };
  const payees = Math.max(Math.floor(rows / 100), 1);
  const payeeId = (payee) => `payee-${String(payee).padStart(5, '0')}`;
  const transactionId = (number) => `T-${String(number).padStart(7, '0')}`;
  const people = Array.from({ length: payees }, (_, payee) => payeeId(payee));
  const ids = new Array(rows);
  const codes = new Uint32Array(rows);
  const direct = new Uint8Array(rows);
  const cents = new BigInt64Array(rows);
  const days = new Int32Array(rows);
  const kinds = new Uint32Array(rows);
  const split = { ids: [], payees: [], shares: [] };
  for (let row = 0; row < rows; row += 1) {
    const payee = below(payees);
    const day = FIRST_DAY + below(90);
    const amount = 1 + below(600000);
    const number = (row * STRIDE) % rows;
    ids[row] = transactionId(number);
    codes[row] = payee;
    direct[row] = number % 5 === 0 ? 0 : 1;
    days[row] = day;
    cents[row] = BigInt(below(50) === 0 ? -Math.trunc(amount / 4) : amount);
    kinds[row] = number % 3 === 0 ? 0 : 1;
    if (number % 5 === 0) {
      split.ids.push(ids[row], ids[row]);
      split.payees.push(payee, Math.floor(payee / TEAM) * TEAM + ((payee + 1) % TEAM));
      split.shares.push(60n, 40n);
    }
  }
  const amounts = people.map(() => BigInt(150000 + 4 * below(50000)));
  const whole = Uint32Array.from(people, (_, payee) => payee);
  const constant = (word, length) => ({ codes: new Uint32Array(length), words: [word] });
  const on = (day, length) => ({ days: new Int32Array(length).fill(day) });
  const tables = {
    transactions: {
      transaction_id: ids,
      payee_id: { codes, words: people, valid: direct },
      amount: { mantissas: cents, scale: 2 },
      booked_on: { days },
      kind: { codes: kinds, words: ['new', 'existing'] },
    },
    splits: {
      transaction_id: split.ids,
      payee_id: { codes: Uint32Array.from(split.payees), words: people },
      role: constant('direct', split.shares.length),
      share: { mantissas: BigInt64Array.from(split.shares), scale: 2 },
    },
    reporting: {
      person_id: { codes: whole, words: people },
      manager_id: people.map((_, payee) => (payee % TEAM === 0 ? null : people[Math.floor(payee / TEAM) * TEAM])),
    },
    quotas: {
      payee_id: { codes: whole, words: people },
      from: on(FIRST_DAY, payees),
      to: on(FIRST_DAY + 90, payees),
      amount: { mantissas: BigInt64Array.from(amounts), scale: 0 },
    },
    assignments: {
      payee_id: { codes: whole, words: people },
      plan_id: constant('bench', payees),
      from: on(FIRST_DAY, payees),
    },
  };
  const definition = new CommissionPlan(plan);
  const started = performance.now();
  const result = definition.calculate({ ...params, ...tables });
  const seconds = (performance.now() - started) / 1000;
  return { rows, lines: result.summary.lines, seconds, earned: result.summary.earned };
}

const { withPage, stop } = await start();
try {
  console.log(JSON.stringify(await withPage((page) => page.evaluate(close, { plan, params, rows }))));
} finally {
  await stop();
}
