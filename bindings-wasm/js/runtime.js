// What every class and function of Quarterdeck stands on: documents, parameters and tables go in,
// results and errors come out. Node and the browser share it; `native` is the addon in the one and
// the instance of the module in the other.

let native = null;
let restart = null;
// Counts the instances; what an earlier instance made cannot be used with a later one.
let generation = 0;

/**
 * Gives the runtime its native half.
 * @internal
 */
function connect(door, version, startAnew = null) {
  const built = JSON.parse(door.versions()).package;
  if (built !== version) {
    throw new Error(`the native half of Quarterdeck is version ${built}, its JavaScript is ${version}: reinstall the package`);
  }
  native = door;
  restart = startAnew;
}

/** What is thrown: the problems as data. `code` is the first problem's, `total` counts also those beyond the first 100. */
class QuarterdeckError extends Error {
  constructor(envelope) {
    const { problems, total } = JSON.parse(envelope);
    const [first] = problems;
    const where = first.pointer === '' ? '' : ` at ${first.pointer}`;
    super(`${first.code}${where}: ${first.message}${total > 1 ? ` (and ${total - 1} more)` : ''}`);
    this.name = 'QuarterdeckError';
    this.code = first.code;
    this.problems = problems;
    this.total = total;
    Object.defineProperty(this, 'json', { value: envelope });
  }
}

function refused(code, pointer, message) {
  return new QuarterdeckError(native.refusal(code, pointer, message));
}

/** Runs native work; whatever goes wrong in it leaves as a QuarterdeckError. */
function guard(work) {
  if (native === null) throw new Error('Quarterdeck is not loaded yet: `await init()` first');
  try {
    return work(native);
  } catch (error) {
    throw raised(error);
  }
}

function raised(error) {
  if (error instanceof QuarterdeckError || error instanceof ReferenceError) return error;
  const text = typeof error === 'string' ? error : String(error?.message ?? error);
  const envelope = text.startsWith('{"ok":false,');
  if (restart !== null && (!envelope || text.includes('"code":"internal.bug"'))) {
    // A trap leaves the instance in no known state: go on with a new one.
    restart();
    generation += 1;
  }
  return envelope ? new QuarterdeckError(text) : refused('internal.bug', '', `the library failed: ${text}`);
}

const free = (object) => object?.free?.();
const tag = (value) => Object.prototype.toString.call(value).slice(8, -1);

// JSON has no words for these numbers, so they travel as marked text, and the mark is taken off again:
// the core then sees NaN, -Infinity or all the digits, and says what is wrong with them, and where.
const MARK = '\u0000number:';
const MARKED = /"\\u0000number:([^"]+)"/g;

/** JSON text of a host value: dates as ISO instants, BigInts with all their digits. */
function encode(value, pointer, code) {
  let marked = false;
  const mark = (number) => {
    marked = true;
    return MARK + number;
  };
  function replace(key, plain) {
    const raw = this[key];
    if (typeof raw === 'bigint' || (typeof raw === 'number' && !Number.isFinite(raw))) return mark(raw);
    if (typeof raw === 'function' || typeof raw === 'symbol') throw new TypeError(`\`${key}\` is a ${typeof raw}`);
    if (plain === null && raw !== null && tag(raw) === 'Date') throw new TypeError(`\`${key}\` is an invalid Date`);
    return plain;
  }
  try {
    const text = JSON.stringify(value, isPlain(value) ? undefined : replace);
    if (text === undefined) throw new TypeError('nothing is given');
    return marked ? text.replace(MARKED, '$1') : text;
  } catch (error) {
    throw refused(code, pointer, `the value has no JSON form: ${error.message}`);
  }
}

/** Whether the value is rows of cells that JSON can say, as nearly all rows are. */
function isPlain(rows) {
  if (!Array.isArray(rows)) return false;
  for (const row of rows) {
    if (typeof row !== 'object' || row === null) return false;
    for (const key in row) {
      const cell = row[key];
      const type = typeof cell;
      const plain = type === 'string' || type === 'boolean' || type === 'undefined' || cell === null;
      if (!plain && !(type === 'number' && Number.isFinite(cell))) return false;
    }
  }
  return true;
}

const encoder = new TextEncoder();

function bytesOf(text) {
  if (typeof text === 'string') return encoder.encode(text);
  if (ArrayBuffer.isView(text)) return new Uint8Array(text.buffer, text.byteOffset, text.byteLength);
  return tag(text) === 'ArrayBuffer' ? new Uint8Array(text) : null;
}

const documentBytes = (document) => bytesOf(document) ?? encoder.encode(encode(document, '', 'document.not_json'));

/** A table argument as the native half takes it. */
function source(name, value) {
  if (value instanceof ResultTable) return { name, table: value.share() };
  if (Array.isArray(value)) return { name, rows: encoder.encode(encode(value, `/tables/${name}`, 'table.not_rows')) };
  const typed = ArrayBuffer.isView(value) && tag(value) !== 'Uint8Array';
  const bytes = typed ? null : bytesOf(value);
  if (bytes !== null) return startsArray(bytes) ? { name, rows: bytes } : { name, csv: bytes };
  if (tag(value) !== 'Object') {
    throw refused('table.not_rows', `/tables/${name}`, `\`${name}\` is neither rows, text nor an object of columns`);
  }
  return { name, columns: Object.entries(value).map(([column, cells]) => columnIn(name, column, cells)) };
}

function startsArray(bytes) {
  const first = bytes.find((byte) => byte !== 0x20 && (byte < 0x09 || byte > 0x0d));
  return first === 0x5b;
}

// The field of a typed column, its array, and where the native half takes it.
const KINDS = [
  ['mantissas', 'BigInt64Array', 'longs'],
  ['codes', 'Uint32Array', 'codes'],
  ['days', 'Int32Array', 'ints'],
  ['micros', 'BigInt64Array', 'longs'],
  ['local_micros', 'BigInt64Array', 'longs'],
  ['integers', 'BigInt64Array', 'longs'],
  ['flags', 'Uint8Array', 'flags'],
  ['floats', 'Float64Array', 'floats'],
];
const INTEGERS = ['Int8Array', 'Uint8Array', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array'];

function columnIn(table, name, cells) {
  const pointer = `/tables/${table}/${name.replace(/~/g, '~0').replace(/\//g, '~1')}`;
  const refuse = (message) => refused('table.unsupported_type', pointer, `the column \`${name}\` ${message}`);
  const given = tag(cells);
  if (given === 'Array') return { name, kind: 'texts', words: encode(cells, pointer, 'table.unsupported_type') };
  if (given === 'BigInt64Array') return { name, kind: 'integers', longs: cells };
  if (given === 'Float64Array') return { name, kind: 'floats', floats: cells };
  if (INTEGERS.includes(given)) return { name, kind: 'integers', longs: BigInt64Array.from(cells, BigInt) };
  const [kind, array, field] = KINDS.find(([known]) => given === 'Object' && known in cells) ?? [];
  if (kind === undefined) throw refuse('is not one of the forms of a typed column');
  if (tag(cells[kind]) !== array) throw refuse(`has ${kind} that are not a ${array}`);
  const column = { name, kind, [field]: cells[kind] };
  if (kind === 'codes') column.words = encode(cells.words, pointer, 'table.unsupported_type');
  if (kind === 'mantissas') {
    if (!Number.isInteger(cells.scale) || cells.scale < 0) throw refuse('has no scale');
    column.scale = cells.scale;
  }
  if (cells.valid != null) {
    if (tag(cells.valid) !== 'Uint8Array') throw refuse('has flags that are not a Uint8Array');
    column.valid = cells.valid;
  }
  return column;
}

function columnOut(column) {
  const { kind, words, scale, valid } = column;
  if (kind === 'texts') return JSON.parse(words);
  const field = KINDS.find(([known]) => known === kind)[2];
  const out = { [kind]: column[field] };
  if (kind === 'codes') out.words = JSON.parse(words);
  if (kind === 'mantissas') out.scale = scale;
  if (valid != null) out.valid = valid;
  return out;
}

/** A definition, loaded once: the classes of the kinds stand on it. It is never changed. */
class Definition {
  #document;
  #handle = null;
  #generation = -1;

  constructor(document) {
    guard(() => {
      this.#document = documentBytes(document);
      this.handle();
    });
  }

  static load(document) {
    return new this(document);
  }

  /** @internal The native handle, loaded again where the instance that made it is gone. */
  handle() {
    if (this.#generation !== generation) {
      if (this.#document === null) throw new ReferenceError('the definition was freed');
      this.#handle = guard((door) => door.Handle.load(this.constructor.kind, this.#document));
      this.#generation = generation;
    }
    return this.#handle;
  }

  /** SHA-256 of the document in canonical JSON. */
  get digest() {
    return this.handle().digest;
  }

  /** The warnings that came with it. */
  get warnings() {
    return JSON.parse(this.handle().warnings);
  }

  /** Gives its memory back now; otherwise the garbage collector does so at some time. */
  free() {
    if (this.#generation === generation) free(this.#handle);
    this.#document = this.#handle = null;
    this.#generation = -1;
  }
}

/** What a call gives. */
class Result {
  #answer;
  #generation = generation;
  #tables = null;

  constructor(answer) {
    this.#answer = answer;
    const json = answer.json;
    const envelope = JSON.parse(json);
    if (!envelope.ok) {
      free(answer);
      throw new QuarterdeckError(json);
    }
    this.summary = envelope.summary;
    this.warnings = envelope.warnings;
    Object.defineProperty(this, 'json', { value: json });
  }

  /** The result tables by name. */
  get tables() {
    this.#tables ??= this.#ask((answer) => {
      return Object.fromEntries(answer.names.map((name) => [name, new ResultTable(answer.table(name))]));
    });
    return this.#tables;
  }

  /** Why a row of a table is what it is. */
  explain(table, row) {
    return opened(this.#ask((answer) => answer.explain(encode({ table, row }, '', 'document.not_json'))));
  }

  /** What went in, and what computed it. */
  provenance() {
    return opened(this.#ask((answer) => answer.provenance()));
  }

  #ask(question) {
    return guard(() => question(current(this.#answer, this.#generation)));
  }

  /** Gives its memory and that of its tables back now. */
  free() {
    Object.values(this.#tables ?? {}).forEach(free);
    if (this.#generation === generation) free(this.#answer);
    this.#answer = null;
  }
}

/** A table of a result; it can be given to another call as it is. */
class ResultTable {
  #table;
  #generation = generation;

  constructor(table) {
    this.#table = table;
  }

  #use(work) {
    return guard(() => work(current(this.#table, this.#generation)));
  }

  /** How many rows there are. */
  get length() {
    return this.#use((table) => table.length);
  }

  /** The names of the columns, in order. */
  get names() {
    return this.#use((table) => table.names);
  }

  /** The rows as objects: decimals, dates and instants are strings. */
  rows() {
    return JSON.parse(this.json());
  }

  /** The rows as canonical JSON text. */
  json() {
    return this.#use((table) => table.rows());
  }

  /** The rows as CSV with a header line. */
  csv() {
    return this.#use((table) => table.csv());
  }

  /** The columns as typed arrays. */
  columns() {
    return Object.fromEntries(this.names.map((name) => [name, this.column(name)]));
  }

  /** One column as a typed array; undefined if there is none of this name. */
  column(name) {
    const column = this.#use((table) => table.column(name));
    if (column == null) return undefined;
    const out = columnOut(column);
    free(column);
    return out;
  }

  toJSON() {
    return this.rows();
  }

  [Symbol.iterator]() {
    return this.rows()[Symbol.iterator]();
  }

  /** @internal */
  share() {
    return this.#use((table) => table.share());
  }

  /** Gives its memory back now. */
  free() {
    if (this.#generation === generation) free(this.#table);
    this.#table = null;
  }
}

// `using` frees these where the host knows it.
for (const { prototype } of [Definition, Result, ResultTable]) {
  if (Symbol.dispose) Object.defineProperty(prototype, Symbol.dispose, { value: prototype.free });
}

function current(object, made) {
  if (object === null) throw new ReferenceError('the result was freed');
  if (made !== generation) throw refused('internal.bug', '', 'the result was lost in an earlier failure: call again');
  return object;
}

function opened(json) {
  const envelope = json == null ? { ok: true, summary: null } : JSON.parse(json);
  if (!envelope.ok) throw new QuarterdeckError(json);
  return envelope.summary;
}

/** The options of a method apart: tables by the names that the operation declares, the rest parameters. */
function split(options, tables) {
  const given = Object.entries(options ?? {}).filter(([, value]) => value !== undefined);
  const isTable = ([name, value]) => tables.includes(name) && value !== null;
  return {
    params: encode(Object.fromEntries(given.filter(([name]) => !tables.includes(name))), '', 'document.not_json'),
    sources: given.filter(isTable).map(([name, value]) => source(name, value)),
  };
}

/** Runs an operation; `tables` names the options that are tables. */
function call(op, definition, options, tables = []) {
  return guard((door) => {
    const { params, sources } = split(options, tables);
    return new Result((definition?.handle() ?? door).call(op, params, sources));
  });
}

/** The same off the main thread where the host can do so, and on it elsewhere. */
async function callLong(op, definition, options, tables = []) {
  try {
    const answer = guard((door) => {
      const { params, sources } = split(options, tables);
      const target = definition?.handle() ?? door;
      return (target.callLong ?? target.call).call(target, op, params, sources);
    });
    return new Result(await answer);
  } catch (error) {
    throw raised(error);
  }
}

/** A request as JSON text in, an envelope with its tables as rows out. */
const callJson = (request) => guard((door) => door.callJson(bytesOf(request)));

/** The versions of the package and of its numbers. */
const versions = () => guard((door) => JSON.parse(door.versions()));

export { connect, Definition, Result, ResultTable, QuarterdeckError, call, callLong, callJson, versions };
