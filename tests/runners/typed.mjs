// Rows to typed columns and back, so that vectors can also take the door of typed arrays.

const DAY = 86_400_000;
const MICROS = 1000n;

/** The typed columns that say the same as the rows; undefined where there are none. */
export function columnsOf(rows, kinds) {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  if (names.size === 0 && rows.length > 0) return undefined;
  const columns = {};
  for (const name of names) {
    const column = columnOf(rows.map((row) => row[name] ?? null), kinds?.[name]);
    if (column === undefined) return undefined;
    columns[name] = column;
  }
  return columns;
}

function columnOf(cells, kind) {
  const types = new Set(cells.filter((cell) => cell !== null).map((cell) => typeof cell));
  if (types.size > 1) return undefined;
  switch (types.values().next().value ?? 'string') {
    case 'string':
      return texts(cells, kind);
    case 'boolean':
      // A column of another kind refuses such cells one by one, but such an array as a whole.
      if (kind !== undefined && kind !== 'boolean') return undefined;
      return flagged({ flags: Uint8Array.from(cells, Number) }, cells);
    case 'bigint':
      return cells.every((cell) => cell === null || cell === BigInt.asIntN(64, cell)) ? integers(cells) : undefined;
    case 'number':
      return numbers(cells, kind);
    default:
      return undefined;
  }
}

function texts(cells, kind) {
  const filled = cells.filter((cell) => cell !== null);
  const read = { decimal: decimals, date: days, instant: micros, id: codes, code: codes }[kind];
  return (filled.length > 0 && read?.(cells, filled)) || cells;
}

function flagged(column, cells) {
  return cells.includes(null) ? { ...column, valid: Uint8Array.from(cells, (cell) => Number(cell !== null)) } : column;
}

const integers = (cells) => flagged({ integers: BigInt64Array.from(cells, (cell) => BigInt(cell ?? 0)) }, cells);

function numbers(cells, kind) {
  // A text door refuses exponents, which a float does not have: they say different things.
  if (cells.some((cell) => String(cell).includes('e'))) return undefined;
  if (['date', 'instant', 'code', 'text', 'currency', 'boolean'].includes(kind)) return undefined;
  const whole = cells.every((cell) => cell === null || Number.isSafeInteger(cell));
  if (whole) return integers(cells);
  if (kind === 'id' || kind === 'integer') return undefined;
  return flagged({ floats: Float64Array.from(cells, (cell) => cell ?? 0) }, cells);
}

function decimals(cells, filled) {
  if (!filled.every((cell) => /^-?\d+(\.\d+)?$/.test(cell))) return undefined;
  const scale = Math.max(...filled.map((cell) => (cell.split('.')[1] ?? '').length));
  const mantissas = cells.map((cell) => {
    const [whole, fraction = ''] = (cell ?? '0').split('.');
    return BigInt(whole + fraction.padEnd(scale, '0'));
  });
  const fits = scale <= 28 && mantissas.every((mantissa) => mantissa === BigInt.asIntN(64, mantissa));
  return fits ? flagged({ mantissas: BigInt64Array.from(mantissas), scale }, cells) : undefined;
}

function days(cells, filled) {
  const day = (text) => Date.parse(`${text}T00:00:00Z`) / DAY;
  if (!filled.every((cell) => /^\d{4}-\d\d-\d\d$/.test(cell) && isoDate(day(cell)) === cell && cell >= '0001')) return undefined;
  return flagged({ days: Int32Array.from(cells, (cell) => (cell === null ? 0 : day(cell))) }, cells);
}

function micros(cells, filled) {
  const pattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?Z$/;
  if (!filled.every((cell) => pattern.test(cell) && !Number.isNaN(Date.parse(cell)))) return undefined;
  const instant = (cell) => {
    if (cell === null) return 0n;
    const [, seconds, fraction = ''] = pattern.exec(cell);
    return BigInt(Date.parse(`${seconds}Z`)) * MICROS + BigInt(fraction.padEnd(6, '0'));
  };
  return flagged({ micros: BigInt64Array.from(cells, instant) }, cells);
}

function codes(cells) {
  const words = [...new Set(cells.filter((cell) => cell !== null))];
  const places = new Map(words.map((word, place) => [word, place]));
  return flagged({ codes: Uint32Array.from(cells, (cell) => places.get(cell) ?? 0), words }, cells);
}

/** The rows that typed columns of a result hold, written as rows are. */
export function rowsOf(columns, length) {
  const names = Object.keys(columns);
  const cells = names.map((name) => cellsOf(columns[name]));
  return Array.from({ length }, (_, row) => Object.fromEntries(names.map((name, at) => [name, cells[at](row)])));
}

function cellsOf(column) {
  if (Array.isArray(column)) return (row) => column[row];
  const read = reader(column);
  return (row) => (column.valid && column.valid[row] === 0 ? null : read(row));
}

function reader({ mantissas, scale, codes, words, days, micros, integers, flags, floats }) {
  if (mantissas) return (row) => decimalText(mantissas[row], scale);
  if (codes) return (row) => words[codes[row]];
  if (days) return (row) => isoDate(days[row]);
  if (micros) return (row) => instantText(micros[row]);
  if (integers) return (row) => integers[row];
  if (flags) return (row) => flags[row] !== 0;
  return (row) => floats[row];
}

function decimalText(mantissa, scale) {
  const digits = String(mantissa < 0n ? -mantissa : mantissa).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return `${mantissa < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

const isoDate = (day) => (Number.isFinite(day) ? new Date(day * DAY).toISOString().slice(0, 10) : '');

function instantText(instant) {
  const fraction = ((instant % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((instant - fraction) / MICROS)).toISOString().slice(0, 19);
  return fraction === 0n ? `${seconds}Z` : `${seconds}.${String(fraction).padStart(6, '0').replace(/0+$/, '')}Z`;
}
