// What vectors cannot say about a JavaScript host: its arguments, errors, handles, arrays and memory.
// Node and the browser run the same checks; each gets the package and what its host can do.

const stage = (id, order, kind, probability, category) => ({ id, name: id, order, kind, probability, category });

export const PIPELINE = {
  schema: 'quarterdeck/pipeline@1',
  id: 'new-business',
  version: 1,
  effective: { from: '2026-01-01', to: null },
  time_zone: 'UTC',
  currency: 'USD',
  stages: [
    stage('qualify', 1, 'open', '0.1', 'pipeline'),
    stage('propose', 2, 'open', '0.5', 'best_case'),
    stage('won', 3, 'won', '1', 'closed'),
    stage('lost', 4, 'lost', '0', 'omitted'),
  ],
  entry: ['qualify'],
  policy: { skip: 'deny', backward: 'allow', reopen: 'deny', lose_from: 'any_open', create_in: 'entry' },
};

const deal = (deal_id, more) => ({ deal_id, pipeline_id: 'new-business', stage_id: 'qualify', owner_id: 'ann', ...more });
const DEALS = [
  deal('d1', { amount: '1250.5', close_date: '2026-03-31', created_at: '2026-01-02T03:04:05.678Z' }),
  deal('d2', { amount: '-0.25', close_date: null, created_at: null }),
  deal('d3', { stage_id: 'nowhere', amount: '7', close_date: '2026-02-28', created_at: '2026-01-02T03:04:05Z' }),
];
const TYPED = {
  deal_id: ['d1', 'd2', 'd3'],
  pipeline_id: { codes: new Uint32Array(3), words: ['new-business'] },
  stage_id: { codes: new Uint32Array([0, 0, 1]), words: ['qualify', 'nowhere'], valid: new Uint8Array([1, 1, 1]) },
  owner_id: ['ann', 'ann', 'ann'],
  amount: { mantissas: new BigInt64Array([125050n, -25n, 700n]), scale: 2 },
  close_date: { days: new Int32Array([20543, 0, 20512]), valid: new Uint8Array([1, 0, 1]) },
  created_at: { micros: new BigInt64Array([1767323045678000n, 0n, 1767323045000000n]), valid: new Uint8Array([1, 0, 1]) },
};

function equal(found, wanted, what) {
  const text = (value) => JSON.stringify(value, (_, raw) => (typeof raw === 'bigint' ? `${raw}n` : raw));
  if (text(found) !== text(wanted)) throw new Error(`${what}: ${text(found)}, not ${text(wanted)}`);
}

/** The QuarterdeckError that the work throws, held to its code and pointer. */
function refuses(quarterdeck, work, code, pointer) {
  let error;
  try {
    work();
  } catch (thrown) {
    error = thrown;
  }
  const typed = error instanceof quarterdeck.QuarterdeckError && error instanceof Error;
  if (!typed) throw new Error(`${code} was expected, ${error?.stack ?? 'nothing'} was thrown`);
  const [first] = error.problems;
  equal([error.code, first.pointer], [code, pointer ?? first.pointer], error.message);
  equal([error.name, first.code, first.severity], ['QuarterdeckError', code, 'error'], 'the error');
  if (!(first.help.length > 0 && first.message.length > 0 && error.total >= 1)) throw new Error(`${code} lacks words`);
  return error;
}

const check = (quarterdeck, deals, more) => new quarterdeck.Pipeline(PIPELINE).checkDeals({ deals, ...more });

export const CHECKS = {
  'a document may be an object, text or bytes'({ quarterdeck }) {
    const text = JSON.stringify(PIPELINE);
    const bytes = new TextEncoder().encode(text);
    const digests = [PIPELINE, text, bytes, bytes.buffer].map((document) => quarterdeck.Pipeline.load(document).digest);
    equal([...new Set(digests)].length, 1, 'digests');
    equal(/^[0-9a-f]{64}$/.test(digests[0]), true, digests[0]);
    equal([PIPELINE, text, bytes].map((document) => quarterdeck.Pipeline.validate(document).valid), [true, true, true], 'valid');
    equal(quarterdeck.Pipeline.load(PIPELINE) instanceof quarterdeck.Pipeline, true, 'its class');
    equal(Array.isArray(quarterdeck.Pipeline.load(PIPELINE).warnings), true, 'its warnings');
  },

  'a broken document says everything that is wrong with it'({ quarterdeck }) {
    const { Pipeline } = quarterdeck;
    const broken = { ...PIPELINE, id: 7, stages: [...PIPELINE.stages, stage('x', 5, 'open', 'high', 'pipeline')], extra: 1 };
    const error = refuses(quarterdeck, () => new Pipeline(broken), 'document.unknown_key', '/extra');
    equal(error.problems.map(({ pointer }) => pointer), ['/extra', '/id', '/stages/4/probability'], 'pointers');
    equal(error.total, 3, 'total');
    equal(Pipeline.validate(broken).problems.map(({ code }) => code), error.problems.map(({ code }) => code), 'validate');
    refuses(quarterdeck, () => new Pipeline('{"schema":'), 'document.not_json', '');
    refuses(quarterdeck, () => new Pipeline(new Uint8Array([0x7b, 0xff])), 'document.not_utf8', '');
    refuses(quarterdeck, () => new Pipeline('['.repeat(10_000)), 'document.too_deep');
  },

  'a bad argument is a typed error'({ quarterdeck }) {
    const { Pipeline } = quarterdeck;
    const cyclic = {};
    cyclic.itself = cyclic;
    for (const document of [undefined, () => 1, Symbol('s'), cyclic, { id: () => 1 }, { at: new Date(NaN) }]) {
      refuses(quarterdeck, () => new Pipeline(document), 'document.not_json', '');
    }
    for (const document of [null, 5, true, [], 10n]) {
      refuses(quarterdeck, () => new Pipeline(document), 'document.wrong_type', '');
    }
    for (const deals of [5, true, () => 1, Symbol('s'), new Map(), new Set(), [1], [null], [[]], [{ deal_id: () => 1 }]]) {
      const pointer = Array.isArray(deals) && typeof deals[0]?.deal_id !== 'function' ? '/tables/deals/0' : '/tables/deals';
      refuses(quarterdeck, () => check(quarterdeck, deals), 'table.not_rows', pointer);
    }
    refuses(quarterdeck, () => check(quarterdeck, DEALS, { nonsense: 1 }), 'document.unknown_key', '/params/nonsense');
    refuses(quarterdeck, () => check(quarterdeck, DEALS, { as_of: () => 1 }), 'document.not_json', '/params');
    refuses(quarterdeck, () => check(quarterdeck, undefined), 'table.missing_table', '/tables/deals');
    refuses(quarterdeck, () => quarterdeck.call('pipeline.nothing', null), 'operation.unknown', '');
    refuses(quarterdeck, () => quarterdeck.call('pipeline.describe', null), 'operation.wrong_handle', '');
  },

  'a bad row is located'({ quarterdeck }) {
    const wrong = (more) => () => check(quarterdeck, [DEALS[0], deal('d2', more)]);
    refuses(quarterdeck, wrong({ amount: 'much' }), 'number.not_a_decimal', '/tables/deals/1/amount');
    refuses(quarterdeck, wrong({ amount: 0.1 + 0.2 }), 'number.not_exact', '/tables/deals/1/amount');
    refuses(quarterdeck, wrong({ amount: NaN }), 'number.nan', '/tables/deals/1/amount');
    refuses(quarterdeck, wrong({ amount: -Infinity }), 'number.infinite', '/tables/deals/1/amount');
    refuses(quarterdeck, wrong({ amount: 10n ** 40n }), 'number.out_of_range', '/tables/deals/1/amount');
    refuses(quarterdeck, wrong({ close_date: '2026-02-30' }), 'time.bad_date', '/tables/deals/1/close_date');
    refuses(quarterdeck, wrong({ deal_id: 'd1' }), 'table.duplicate_id', '/tables/deals/1/deal_id');
    refuses(quarterdeck, wrong({ amount: { is: 1 } }), 'table.not_rows', '/tables/deals/1/amount');
    equal(check(quarterdeck, [deal('d1', { amount: NaN })], { nan: 'missing' }).summary !== undefined, true, 'nan: missing');
    const kept = check(quarterdeck, [DEALS[0], deal('d2', { amount: 'much' })], { bad_records: 'set_aside' });
    equal(kept.tables.set_aside.rows().map(({ code, row }) => [code, row]), [['number.not_a_decimal', 1]], 'set aside');
  },

  'every form of a table says the same'({ quarterdeck }) {
    const columns = ['deal_id', 'pipeline_id', 'stage_id', 'owner_id', 'amount', 'close_date', 'created_at'];
    const text = `${columns}\n${DEALS.map((row) => columns.map((name) => row[name] ?? '').join(',')).join('\n')}\n`;
    const json = JSON.stringify(DEALS);
    const bytes = (value) => new TextEncoder().encode(value);
    const dates = DEALS.map((row) => ({ ...row, created_at: row.created_at && new Date(row.created_at) }));
    const floats = { ...TYPED, amount: new Float64Array([1250.5, -0.25, 7]) };
    const forms = { rows: DEALS, json, csv: text, bytes: bytes(json), csvBytes: bytes(text), dates, typed: TYPED, floats };
    const answers = Object.entries(forms).map(([name, deals]) => {
      const result = check(quarterdeck, deals);
      return [name, result.json, Object.values(result.tables).map((table) => table.json())];
    });
    for (const [name, ...answer] of answers) equal(answer, answers[0].slice(1), name);
    const provenances = Object.values(forms).map((deals) => check(quarterdeck, deals).provenance().tables.deals.digest);
    equal(new Set(provenances).size, 1, 'the digests of what went in');
  },

  'typed arrays that do not fit are refused'({ quarterdeck }) {
    const wrong = (more) => () => check(quarterdeck, { ...TYPED, ...more });
    const [at, type] = ['/tables/deals/amount', 'table.unsupported_type'];
    refuses(quarterdeck, wrong({ amount: { mantissas: new BigInt64Array(2), scale: 2 } }), 'table.unequal_columns', at);
    refuses(quarterdeck, wrong({ amount: { mantissas: new BigInt64Array(3), scale: 29 } }), 'number.out_of_range', at);
    refuses(quarterdeck, wrong({ amount: { mantissas: new BigInt64Array(3) } }), type, at);
    refuses(quarterdeck, wrong({ amount: { mantissas: [1, 2, 3], scale: 2 } }), type, at);
    refuses(quarterdeck, wrong({ amount: { mantissas: new BigInt64Array(3), scale: 2, valid: [1] } }), type, at);
    refuses(quarterdeck, wrong({ amount: new Float64Array([1, NaN, 2]) }), 'number.nan', '/tables/deals/1/amount');
    refuses(quarterdeck, wrong({ amount: {} }), type, at);
    refuses(quarterdeck, wrong({ amount: null }), type, at);
    refuses(quarterdeck, wrong({ owner_id: ['a', 'b', 5] }), type, '/tables/deals/owner_id');
    refuses(quarterdeck, wrong({ owner_id: ['a', 'b', '\ud800'] }), type, '/tables/deals/owner_id');
    const codes = { codes: new Uint32Array([0, 1, 9]), words: ['a', 'b'] };
    refuses(quarterdeck, wrong({ owner_id: codes }), 'table.unknown_value', '/tables/deals/2/owner_id');
  },

  'a result table gives rows, text and arrays, and goes in again'({ quarterdeck }) {
    const result = check(quarterdeck, DEALS);
    const { problems } = result.tables;
    const rows = problems.rows();
    equal([problems.length, rows.length > 0], [rows.length, true], 'length');
    equal(JSON.parse(problems.json()), rows, 'json');
    equal([...problems], rows, 'iteration');
    equal(JSON.parse(JSON.stringify({ problems })).problems, rows, 'toJSON');
    equal(problems.csv().startsWith(problems.names.join(',')), true, 'csv');
    equal(Object.keys(problems.columns()), problems.names, 'columns');
    equal(problems.column('no such column'), undefined, 'a column that is not there');
    refuses(quarterdeck, () => check(quarterdeck, problems), 'table.missing_column', '/tables/deals/owner_id');
  },

  'a result says where it comes from'({ quarterdeck }) {
    const pipeline = new quarterdeck.Pipeline(PIPELINE);
    const result = pipeline.checkDeals({ deals: DEALS });
    const provenance = result.provenance();
    equal(provenance.definition, pipeline.digest, 'definition');
    equal(provenance.versions, quarterdeck.versions(), 'versions');
    equal(quarterdeck.versions().package, quarterdeck.version, 'version');
    equal(typeof result.explain('problems', 0).words, 'string', 'words');
    refuses(quarterdeck, () => result.explain('problems', 99), 'trace.unknown_row', '/row');
    refuses(quarterdeck, () => result.explain('nothing', 0), 'trace.no_explanation', '/table');
    equal(JSON.parse(quarterdeck.callJson('{"op":1}')).ok, false, 'callJson');
  },

  async 'work off the main thread answers the same'({ quarterdeck }) {
    const pipeline = new quarterdeck.Pipeline(PIPELINE);
    const result = await quarterdeck.callLong('pipeline.check_deals', pipeline, { deals: DEALS }, ['deals']);
    equal(result.json, pipeline.checkDeals({ deals: DEALS }).json, 'the answer');
    const code = (error) => error instanceof quarterdeck.QuarterdeckError && error.code;
    const failed = quarterdeck.callLong('pipeline.check_deals', pipeline, { deals: '[' }, ['deals']).catch(code);
    equal(await failed, 'table.not_rows', 'a failure');
    equal(await quarterdeck.callLong('pipeline.check_deals', pipeline, { deals: 5 }, ['deals']).catch(code), 'table.not_rows', 'another');
    equal(await quarterdeck.callLong('internal.panic', null).catch(code), 'internal.bug', 'a panic');
  },

  'what is freed is gone, and only that'({ quarterdeck }) {
    const pipeline = new quarterdeck.Pipeline(PIPELINE);
    const result = pipeline.checkDeals({ deals: DEALS });
    const { problems } = result.tables;
    pipeline.free();
    pipeline.free();
    equal(result.explain('problems', 0).words.length > 0, true, 'the result lives on');
    result.free();
    for (const use of [() => pipeline.digest, () => result.provenance(), () => problems.rows()]) {
      let thrown;
      try {
        use();
      } catch (error) {
        thrown = error;
      }
      equal(thrown instanceof ReferenceError, true, String(thrown));
    }
    if (Symbol.dispose) new quarterdeck.Pipeline(PIPELINE)[Symbol.dispose]();
  },

  'a book is changed, written and read'({ quarterdeck }) {
    const component = { id: 'all', measure: { date: 'booked_on', period: 'quarter' }, rate: '0.05' };
    const plan = new quarterdeck.CommissionPlan({
      schema: 'quarterdeck/commission-plan@1',
      id: 'plan',
      currency: 'USD',
      effective: { from: '2026-01-01' },
      components: [component],
    });
    const sale = (transaction_id, amount) => ({ transaction_id, payee_id: 'ann', amount, booked_on: '2026-01-05' });
    const assignments = [{ payee_id: 'ann', plan_id: 'plan', from: '2026-01-01' }];
    const opened = plan.openBook({ period: '2026-Q1', transactions: [sale('t1', '500')], assignments });
    const book = new quarterdeck.CommissionBook(opened);
    const applied = book.apply({ transactions: [sale('t2', '300'), sale('t1', '400')] });
    const next = quarterdeck.CommissionBook.load(applied);
    equal(applied.tables.bookings.rows().map((row) => [row.transaction_id, row.amount, row.reason]),
      [['t1', '-5', 'transaction_changed'], ['t2', '15', 'transaction_new']], 'what changed');
    equal([book, next].map((book) => book.results().summary.earned), ['25', '35'], 'both books');
    const again = new quarterdeck.CommissionBook(next.toBytes());
    equal(again.digest, next.digest, 'the digest of the book that was read');
    equal(again.results().tables.lines.json(), next.results().tables.lines.json(), 'the lines of the book that was read');
    const bytes = next.toBytes();
    bytes[bytes.length - 1] ^= 1;
    refuses(quarterdeck, () => new quarterdeck.CommissionBook(bytes), 'commission.book_damaged', '');
    [plan, opened, book, applied, next, again].forEach((held) => held.free());
  },

  'a panic is an error, and work goes on'({ quarterdeck, restarts }) {
    const pipeline = new quarterdeck.Pipeline(PIPELINE);
    const before = pipeline.checkDeals({ deals: DEALS });
    const json = before.tables.problems.json();
    for (let round = 0; round < 20; round += 1) {
      refuses(quarterdeck, () => quarterdeck.call('internal.panic', null), 'internal.bug', '');
      equal(pipeline.checkDeals({ deals: DEALS }).tables.problems.json(), json, 'after a panic');
    }
    // In the browser a panic costs the instance and the results in it; definitions load themselves again.
    if (restarts) refuses(quarterdeck, () => before.tables.problems.json(), 'internal.bug', '');
    else equal(before.tables.problems.json(), json, 'the result of before');
    before.free();
    pipeline.free();
  },

  async '100,000 handles and 100,000 failing calls leave memory flat'({ quarterdeck, memory, collect }) {
    const text = JSON.stringify(PIPELINE);
    const bad = [deal('d1', { amount: 'much' })];
    const pipeline = new quarterdeck.Pipeline(text);
    const rounds = async (count) => {
      for (let round = 0; round < count; round += 1) {
        for (let turn = 0; turn < 500; turn += 1) {
          const dropped = new quarterdeck.Pipeline(text);
          if (turn % 2 === 0) dropped.free();
          try {
            pipeline.checkDeals({ deals: bad });
          } catch (error) {
            if (error.code !== 'number.not_a_decimal') throw error;
          }
        }
        await collect();
      }
    };
    await rounds(50);
    const before = memory();
    await rounds(150);
    const grown = memory() - before;
    equal(grown < 8 << 20, true, `memory grew by ${grown} bytes`);
  },
};
