// What a user writes, and what the compiler must refuse: every planted error is expected, so that a
// declaration that lets it pass fails here.

import {
  type Code,
  CommissionPlan,
  type CommissionPlanDocument,
  type LinesRow,
  Pipeline,
  type Problem,
  QuarterdeckError,
  type Result,
  type TransactionsInput,
  quota,
  versions,
} from 'quarterdeck';
import { init, Pipeline as BrowserPipeline } from 'quarterdeck-wasm';

const document: CommissionPlanDocument = {
  schema: 'quarterdeck/commission-plan@1',
  id: 'ae-2026',
  currency: 'USD',
  effective: { from: '2026-01-01', to: null },
  components: [
    {
      id: 'new-business',
      weight: '1/3',
      eligible: { all: [{ column: 'product', op: 'eq', value: 'Core' }, { not: { column: 'units', op: 'lt', value: 3 } }] },
      measure: { credit: 'amount', date: 'booked_on', period: 'quarter', accumulate: 'period' },
      base_rate: { kind: 'rate', rate: '0.06' },
    },
  ],
};

const plan = new CommissionPlan(document);
const fromText: CommissionPlan = CommissionPlan.load(JSON.stringify(document));
const found: Problem[] = CommissionPlan.validate('{}').problems;
const digest: string = fromText.digest;

interface Order {
  transaction_id: string;
  payee_id: string;
  amount: string;
  booked_on: string;
}
const orders: Order[] = [{ transaction_id: 't1', payee_id: 'ann', amount: '100.00', booked_on: '2026-02-01' }];
const assignments = [{ payee_id: 'ann', plan_id: 'ae-2026', from: '2026-01-01' }];

const result = plan.calculate({ period: '2026-Q1', transactions: orders, assignments });
const rows: LinesRow[] = result.tables.lines.rows();
const amount: string | undefined = rows[0]?.amount;
const tier: number | null | undefined = rows[0]?.tier;
const earned: string = result.summary.earned;
const words: string = result.explain('lines', 0).words;
const length: number = result.tables.statements.length;
const warnings: Problem[] = result.warnings;

const withAttributes: TransactionsInput & { product: string } = { transaction_id: 't', amount: 5n, product: 'Core' };
plan.calculate({ period: { from: '2026-01-01', to: '2026-04-01' }, transactions: [withAttributes], assignments });
plan.calculate({ period: '2026-Q1', transactions: [{ transaction_id: 't', amount: 1.5, product: 'Core', at: new Date() }], assignments });
plan.calculate({ period: '2026-Q1', transactions: 'transaction_id,amount\n', assignments: '[]', quotas: null });
plan.calculate({
  period: '2026-Q1',
  transactions: {
    transaction_id: ['t1', null],
    amount: { mantissas: new BigInt64Array(2), scale: 2, valid: new Uint8Array(2) },
    booked_on: { days: new Int32Array(2) },
    payee_id: { codes: new Uint32Array(2), words: ['ann'] },
    units: new Float64Array(2),
  },
  assignments: new Uint8Array(0),
});
plan.calculate({ period: '2026-Q1', transactions: result.tables.credits, assignments });

{
  using short = new CommissionPlan(document);
  using answer = short.describe();
  console.log(answer.summary.lines.length);
}

const column = result.tables.lines.column('amount');
if ('mantissas' in column) {
  const mantissas: BigInt64Array = column.mantissas;
  console.log(mantissas.length, column.scale);
}

const against = (pipeline: Pipeline): Problem[] =>
  pipeline.checkTransition({ deal: { deal_id: 'd', owner_id: 'ann' }, to: 'won', at: '2026-03-01' }).summary.reasons;
// @ts-expect-error a problem has no such key
against(new Pipeline('{}'))[0]?.guess;

async function later(): Promise<Result> {
  await init();
  const answer: Result<{ earned: string }, object> = await plan.calculateAsync({ period: '2026-Q1', transactions: [], assignments: [] });
  console.log(answer.summary.earned, new BrowserPipeline('{}').digest, versions().calculation);
  return answer;
}

try {
  await later();
} catch (error) {
  if (error instanceof QuarterdeckError) {
    const code: Code = error.code;
    const pointer: string | undefined = error.problems[0]?.pointer;
    console.log(code === 'number.not_exact', pointer, error.total);
    // @ts-expect-error there is no such code
    console.log(code === 'number.sort_of_exact');
  }
}

// @ts-expect-error a plan is made from a document
new CommissionPlan(5);
// @ts-expect-error a key that a document does not have
new CommissionPlan({ ...document, nonsense: 1, ...({} as { more: never }), id: 7 });
// @ts-expect-error a tier value that does not exist
const tiers: NonNullable<CommissionPlanDocument['components'][0]>['rate_table'] = { value: 'guess' };
// @ts-expect-error the period is required
plan.calculate({ transactions: orders, assignments });
// @ts-expect-error the transactions are required
plan.calculate({ period: '2026-Q1', assignments });
// @ts-expect-error an option that does not exist
plan.calculate({ period: '2026-Q1', transactions: orders, assignments, guess: true });
// @ts-expect-error an amount is not a truth value
plan.calculate({ period: '2026-Q1', transactions: [{ transaction_id: 't', amount: true }], assignments });
// @ts-expect-error a row needs its key
plan.calculate({ period: '2026-Q1', transactions: [{ amount: '1' }], assignments });
// @ts-expect-error mantissas are 64-bit integers
plan.calculate({ period: '2026-Q1', transactions: { amount: { mantissas: new Float64Array(1), scale: 2 } }, assignments });
// @ts-expect-error a policy that does not exist
plan.calculate({ period: '2026-Q1', transactions: orders, assignments, bad_records: 'ignore' });
// @ts-expect-error a table that the operation does not give
result.tables.guesses;
// @ts-expect-error a table that cannot be explained
result.explain('guesses', 0);
// @ts-expect-error a column that the table does not have
rows[0]?.guess;
// @ts-expect-error an amount is text
const wrong: number | undefined = rows[0]?.amount;
// @ts-expect-error results are made by calls
new QuarterdeckError('{}');
// @ts-expect-error handles do not change
plan.digest = '';
// @ts-expect-error a method of another kind
plan.checkTransition({});
// @ts-expect-error a transition needs its deal
new Pipeline('{}').checkTransition({ to: 'won' });

console.log(found, digest, amount, tier, earned, words, length, warnings, tiers, wrong);
