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
  if (built !== version) throw new Error(`Quarterdeck's native half is ${built}, its JavaScript ${version}: reinstall it`);
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

const refused = (code, pointer, message) => new QuarterdeckError(native.refusal(code, pointer, message));

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
  function replace(key, plain) {
    const raw = this[key];
    if (typeof raw === 'bigint' || (typeof raw === 'number' && !Number.isFinite(raw))) {
      marked = true;
      return MARK + raw;
    }
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

/** Whether the value is rows of cells that JSON can say, or texts, as nearly all rows and columns are. */
function isPlain(rows) {
  if (!Array.isArray(rows)) return false;
  for (const row of rows) {
    if (typeof row === 'string') continue;
    for (const key in row) if (!isPlainCell(row[key])) return false;
  }
  return true;
}

function isPlainCell(cell) {
  return typeof cell === 'string' || cell == null || typeof cell === 'boolean' || Number.isFinite(cell);
}

const encoder = new TextEncoder();

function bytesOf(text) {
  if (typeof text === 'string') return encoder.encode(text);
  if (ArrayBuffer.isView(text)) return new Uint8Array(text.buffer, text.byteOffset, text.byteLength);
  return tag(text) === 'ArrayBuffer' ? new Uint8Array(text) : null;
}

/** A document as a parameter: bytes become text, which the core reads as a document's text. */
const documentText = (document) => (bytesOf(document) === null ? document : new TextDecoder().decode(bytesOf(document)));

const documentBytes = (document) => bytesOf(document) ?? encoder.encode(encode(document, '', 'document.not_json'));

/** A table argument as the native half takes it. */
function source(name, value) {
  if (value instanceof ResultTable) return { name, table: value.use((table) => table.share()) };
  const given = tag(value);
  const bytes = ['String', 'Uint8Array', 'ArrayBuffer'].includes(given) ? bytesOf(value) : null;
  if (bytes !== null) return isJson(bytes) ? { name, rows: bytes } : { name, csv: bytes };
  if (given === 'Object') {
    return { name, columns: Object.entries(value).map(([column, cells]) => columnIn(name, column, cells)) };
  }
  // An array of rows; the core says what is wrong with anything else.
  const plain = ['Array', 'Number', 'Boolean', 'BigInt', 'Null'].includes(given);
  if (plain) return { name, rows: encoder.encode(encode(value, `/tables/${name}`, 'table.not_rows')) };
  throw refused('table.not_rows', `/tables/${name}`, `\`${name}\` is neither rows, text nor an object of columns`);
}

/** Whether a text is JSON; a CSV header does not start with a bracket. */
function isJson(bytes) {
  const first = bytes.find((byte) => byte !== 0x20 && (byte < 0x09 || byte > 0x0d));
  return first === 0x5b || first === 0x7b;
}

// The kinds of typed columns: the field that each has here, its place in the native half, the array there.
const PLACES = {
  mantissas: 'longs', codes: 'codes', days: 'ints', micros: 'longs',
  local_micros: 'longs', integers: 'longs', flags: 'flags', floats: 'floats',
};
const ARRAYS = {
  longs: 'BigInt64Array', codes: 'Uint32Array', ints: 'Int32Array', flags: 'Uint8Array', floats: 'Float64Array',
};
const SMALL = ['Int8Array', 'Uint8Array', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array'];

function columnIn(table, name, cells) {
  const pointer = `/tables/${table}/${name.replace(/~/g, '~0').replace(/\//g, '~1')}`;
  const refuse = (message) => refused('table.unsupported_type', pointer, `the column \`${name}\` ${message}`);
  const given = tag(cells);
  if (given === 'Array') return { name, kind: 'texts', words: encode(cells, pointer, 'table.unsupported_type') };
  if (given === 'BigInt64Array') return { name, kind: 'integers', longs: cells };
  if (given === 'Float64Array') return { name, kind: 'floats', floats: cells };
  if (SMALL.includes(given)) return { name, kind: 'integers', longs: BigInt64Array.from(cells, BigInt) };
  const kind = Object.keys(PLACES).find((known) => given === 'Object' && known in cells);
  if (kind === undefined) throw refuse('is not one of the forms of a typed column');
  const place = PLACES[kind];
  if (tag(cells[kind]) !== ARRAYS[place]) throw refuse(`has ${kind} that are not a ${ARRAYS[place]}`);
  const column = { name, kind, [place]: cells[kind] };
  if (kind === 'codes') column.words = encode(cells.words, pointer, 'table.unsupported_type');
  const hasScale = Number.isInteger(cells.scale) && cells.scale >= 0;
  if (kind === 'mantissas' && !hasScale) throw refuse('has no scale');
  if (cells.valid != null && tag(cells.valid) !== 'Uint8Array') throw refuse('has flags that are not a Uint8Array');
  return { ...column, scale: cells.scale, valid: cells.valid ?? undefined };
}

function columnOut(column) {
  const { kind, words, scale, valid } = column;
  if (kind === 'texts') return JSON.parse(words);
  const out = { [kind]: column[PLACES[kind]] };
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

  /** Of a document, or of what a call has made. */
  constructor(document) {
    guard(() => {
      const made = document instanceof Result ? document.use((answer) => answer.made) : null;
      if (made == null) this.#document = documentBytes(document);
      else [this.#document, this.#handle, this.#generation] = [null, made, generation];
      this.handle();
    });
  }

  static load(document) {
    return new this(document);
  }

  /** @internal The native handle, loaded again where the instance that made it is gone. */
  handle() {
    if (this.#generation !== generation) {
      if (this.#document === null) throw new ReferenceError('the definition was freed, or lost in an earlier failure');
      this.#handle = guard((door) => door.Handle.load(this.constructor.kind, this.#document));
      this.#generation = generation;
    }
    return this.#handle;
  }

  /** What it can be loaded from again: its document, or a book as bytes. */
  toBytes = () => guard(() => this.handle().document());

  /** SHA-256 of the document in canonical JSON, or of the bytes of a book. */
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

/** Something that the native half holds for us. */
class Held {
  #object;
  #generation = generation;

  constructor(object) {
    this.#object = object;
  }

  /** @internal */
  use(work) {
    return guard(() => {
      if (this.#object === null) throw new ReferenceError('the result was freed');
      if (this.#generation !== generation) {
        throw refused('internal.bug', '', 'the result was lost in an earlier failure: call again');
      }
      return work(this.#object);
    });
  }

  /** Gives its memory back now; otherwise the garbage collector does so at some time. */
  free() {
    if (this.#generation === generation) free(this.#object);
    this.#object = null;
  }
}

/** What a call gives. */
class Result extends Held {
  #tables = null;

  constructor(answer) {
    super(answer);
    const json = answer.json;
    const envelope = JSON.parse(json);
    if (!envelope.ok) {
      this.free();
      throw new QuarterdeckError(json);
    }
    this.summary = envelope.summary;
    this.warnings = envelope.warnings;
    Object.defineProperty(this, 'json', { value: json });
  }

  /** The result tables by name. */
  get tables() {
    const named = (answer) => answer.names.map((name) => [name, new ResultTable(answer.table(name))]);
    this.#tables ??= Object.fromEntries(this.use(named));
    return this.#tables;
  }

  /** Why a row of a table is what it is. */
  explain(table, row) {
    return opened(this.use((answer) => answer.explain(encode({ table, row }, '', 'document.not_json'))));
  }

  /** What went in, and what computed it. */
  provenance() {
    return opened(this.use((answer) => answer.provenance()));
  }

  free() {
    Object.values(this.#tables ?? {}).forEach(free);
    super.free();
  }
}

function opened(json) {
  const envelope = JSON.parse(json);
  if (!envelope.ok) throw new QuarterdeckError(json);
  return envelope.summary;
}

/** A table of a result; it can be given to another call as it is. */
class ResultTable extends Held {
  /** How many rows there are. */
  get length() {
    return this.use((table) => table.length);
  }

  /** The names of the columns, in order. */
  get names() {
    return this.use((table) => table.names);
  }

  /** The rows as objects: decimals, dates and instants are strings. */
  rows() {
    return JSON.parse(this.json());
  }

  /** The rows as canonical JSON text. */
  json() {
    return this.use((table) => table.rows());
  }

  /** The rows as CSV with a header line. */
  csv() {
    return this.use((table) => table.csv());
  }

  /** The columns as typed arrays. */
  columns() {
    return Object.fromEntries(this.names.map((name) => [name, this.column(name)]));
  }

  /** One column as a typed array; undefined if there is none of this name. */
  column(name) {
    return this.use((table) => {
      const column = table.column(name);
      const out = column == null ? undefined : columnOut(column);
      free(column);
      return out;
    });
  }

  toJSON() {
    return this.rows();
  }

  [Symbol.iterator]() {
    return this.rows()[Symbol.iterator]();
  }
}

// `using` frees these where the host knows it.
for (const { prototype } of [Definition, Result, ResultTable]) {
  if (Symbol.dispose) Object.defineProperty(prototype, Symbol.dispose, { value() { this.free(); } });
}

/** The options of a method apart: tables by the names that the operation declares, the rest parameters. */
function split(options, tables) {
  const given = Object.entries(options ?? {}).filter(([, value]) => value !== undefined);
  const params = Object.fromEntries(given.filter(([name]) => !tables.includes(name)));
  const sources = given.filter(([name, value]) => tables.includes(name) && value !== null);
  return [encode(params, '/params', 'document.not_json'), sources.map(([name, value]) => source(name, value))];
}

/** Runs an operation; `tables` names the options that are tables. */
function call(op, definition, options, tables = []) {
  return guard((door) => {
    return new Result((definition?.handle() ?? door).call(op, ...split(options, tables)));
  });
}

/** The same off the main thread where the host can do so, and on it elsewhere. */
async function callLong(op, definition, options, tables = []) {
  try {
    const answer = guard((door) => {
      const target = definition?.handle() ?? door;
      return (target.callLong ?? target.call).call(target, op, ...split(options, tables));
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

export { connect, Definition, Result, ResultTable, QuarterdeckError, call, callLong, callJson, documentText, versions };
