// Runs vectors through every door that a JavaScript host has. Node and the browser share this file.

import { byBytes, canonical, parse } from './canonical.mjs';
import { columnsOf, rowsOf } from './typed.mjs';

const isRows = (table) => Array.isArray(table) && table.every((row) => row?.constructor === Object);
const tablesOf = (vector) => Object.entries(vector.tables);

/** The doors: whether each carries a vector, and how it hands over a document and a table. */
const TRANSPORTS = {
  rows: { carries: () => true, table: (table) => table },
  text: {
    carries: () => true,
    document: (document) => (typeof document === 'string' ? document : canonical(document)),
    table: (table) => (typeof table === 'string' ? table : canonical(table)),
  },
  csv: {
    carries: (vector) => tablesOf(vector).length > 0 && tablesOf(vector).every(([, table]) => isText(table)),
    table: csv,
  },
  typed: {
    carries: (vector, kinds) => {
      const tables = tablesOf(vector);
      return tables.length > 0 && tables.every(([name, table]) => isRows(table) && columnsOf(table, kinds[name]));
    },
    table: (table, kinds) => columnsOf(table, kinds),
  },
};

/** Whether CSV says the same: there is a header, and cells are text that is not empty, or missing. */
function isText(table) {
  const cell = (value) => value === null || (typeof value === 'string' && value !== '');
  return isRows(table) && table.some((row) => Object.keys(row).length > 0) && table.every((row) => Object.values(row).every(cell));
}

function csv(rows) {
  const quoted = (text) => (text == null ? '' : `"${text.replaceAll('"', '""')}"`);
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].sort(byBytes);
  const lines = rows.map((row) => names.map((name) => quoted(row[name])).join(','));
  return `${[names.map(quoted).join(','), ...lines].join('\r\n')}\r\n`;
}

/** Runs every vector; `report` gets one line each, and a last one that counts. */
export async function run(quarterdeck, files, kinds, runtime, report) {
  const transports = {};
  let [passed, failed] = [0, 0];
  for (const written of files.flatMap(parse)) {
    // Columns stand in the order of the rows' keys, which is the same here for every runtime.
    const vector = { ...written, tables: parse(canonical(written.tables ?? {})) };
    const { why, digest, taken } = await outcome(quarterdeck, vector, kinds);
    for (const name of taken) transports[name] = (transports[name] ?? 0) + 1;
    if (why === undefined) passed += 1;
    else failed += 1;
    report(JSON.stringify({ name: vector.name, ok: why === undefined, why, digest }));
  }
  report(JSON.stringify({ runtime, vectors: passed + failed, passed, failed, transports }));
  return failed === 0;
}

async function outcome(quarterdeck, vector, kinds) {
  const allowed = (name) => vector.transports === undefined || vector.transports.includes(name);
  const taken = Object.keys(TRANSPORTS).filter((name) => allowed(name) && TRANSPORTS[name].carries(vector, kinds));
  const doors = taken.map((name) => [name, () => called(quarterdeck, vector, TRANSPORTS[name], kinds)]);
  if (allowed('json') && typeof vector.definition !== 'string') {
    taken.push('json');
    doors.push(['json', () => relayed(quarterdeck, vector)]);
  }
  let why = taken.length > 0 ? undefined : 'no transport carries it';
  let first;
  for (const [name, call] of doors) {
    try {
      const bytes = call();
      if (first === undefined) expected(vector, bytes);
      else if (first.text !== bytes.text) throw new Error(`answers ${bytes.text} where the first answers ${first.text}`);
      first ??= bytes;
    } catch (error) {
      why ??= `${name}: ${error.message}`;
    }
  }
  return { why, digest: await sha256(first?.text ?? ''), taken };
}

async function sha256(text) {
  const digest = await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The bytes of an answer: the envelope, and the tables as canonical rows by name. */
const bytesOf = (envelope, tables, explained) => ({ envelope, tables, explained, text: `${envelope}\n${tables}` });

function called(quarterdeck, vector, door, kinds) {
  const tables = tablesOf(vector).map(([name, table]) => [name, door.table(table, kinds[name])]);
  let definition = null;
  let result;
  try {
    if (vector.kind !== undefined) {
      const document = (door.document ?? ((document) => document))(vector.definition);
      definition = new (classOf(quarterdeck, vector.kind))(document);
    }
    const options = { ...vector.params, ...Object.fromEntries(tables) };
    result = quarterdeck.call(vector.op, definition, options, tables.map(([name]) => name));
  } catch (error) {
    if (!(error instanceof quarterdeck.QuarterdeckError)) throw error;
    const { problems, total } = error;
    reserialised('the problems', canonical({ ok: false, problems, total }), error.json);
    return bytesOf(error.json, '{}');
  } finally {
    definition?.free();
  }
  const { summary, warnings } = result;
  reserialised('the summary', canonical({ ok: true, summary, warnings }), result.json);
  const names = Object.keys(result.tables).sort(byBytes);
  const rows = names.map((name) => `${JSON.stringify(name)}:${rowsText(name, result.tables[name])}`);
  const explained = vector.explain && result.explain(vector.explain.table, vector.explain.row);
  result.free();
  return bytesOf(result.json, `{${rows.join(',')}}`, explained);
}

/** The class of a kind of definition; a kind that there is not gets one too, for the core to refuse. */
function classOf(quarterdeck, kind) {
  const classes = Object.values(quarterdeck).filter((value) => value?.kind !== undefined);
  const Definition = Object.getPrototypeOf(classes[0]);
  return classes.find((known) => known.kind === kind) ?? class extends Definition { static kind = kind; };
}

function rowsText(name, table) {
  const text = table.json();
  reserialised(`the rows of ${name}`, canonical(parse(text)), text);
  reserialised(`the columns of ${name}`, canonical(rowsOf(table.columns(), table.length)), text);
  return text;
}

function relayed(quarterdeck, { op, kind, definition, params, tables }) {
  const request = kind === undefined ? { op, params, tables } : { op, kind, definition, params, tables };
  const envelope = quarterdeck.callJson(canonical(request));
  const answer = parse(envelope);
  reserialised('the envelope', canonical(answer), envelope);
  const { tables: rows = {}, ...rest } = answer;
  return bytesOf(canonical(rest), canonical(rows));
}

function reserialised(what, again, bytes) {
  if (again !== bytes) throw new Error(`${what} read and written again are ${again}, not ${bytes}`);
}

/** Throws where an answer is not what the vector expects. */
function expected({ expect, explain }, { envelope, tables, explained }) {
  const found = parse(envelope);
  if (found.ok !== expect.ok) throw new Error(`expected ok: ${expect.ok}, found ${envelope}`);
  if (!expect.ok) {
    const brief = (problems) => problems.map(({ code, pointer }) => `${code} at ${pointer}`);
    same('problems', brief(expect.problems), brief(found.problems));
    expect.problems.forEach(({ params = {} }, at) => subset(`problems/${at}/params`, params, found.problems[at].params));
    if (expect.total !== undefined) same('total', expect.total, found.total);
    return;
  }
  subset('summary', expect.summary ?? {}, found.summary);
  if (expect.warnings) same('warnings', expect.warnings, found.warnings.map(({ code }) => code));
  const given = parse(tables);
  for (const [name, rows] of Object.entries(expect.tables ?? {})) {
    same(`the number of ${name}`, rows.length, given[name]?.length);
    rows.forEach((row, at) => subset(`${name}/${at}`, row, given[name][at]));
  }
  if (explain) subset('explain', explain.expect, explained);
}

function subset(what, wanted, found) {
  for (const [key, value] of Object.entries(wanted)) same(`${what}/${key}`, value, found?.[key]);
}

function same(what, wanted, found) {
  const [left, right] = [canonical(wanted), found === undefined ? 'nothing' : canonical(found)];
  if (left !== right) throw new Error(`${what}: expected ${left}, found ${right}`);
}
