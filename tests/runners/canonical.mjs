// Canonical JSON as the core writes it: keys in byte order, no spaces, BigInts with all their digits.

/** The text of a value. */
export function canonical(value) {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const keys = Object.keys(value).sort(byBytes);
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

/** The order of UTF-8, which is that of code points; JavaScript's own compares UTF-16 units. */
export function byBytes(a, b) {
  const left = Array.from(a, (letter) => letter.codePointAt(0));
  const right = Array.from(b, (letter) => letter.codePointAt(0));
  const at = left.findIndex((point, index) => point !== right[index]);
  return at < 0 ? left.length - right.length : left[at] - (right[at] ?? -1);
}

/** JSON text to values; whole numbers beyond 15 digits become BigInts. */
export function parse(text) {
  const tokens = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
  const marked = text.replace(tokens, (token) => (/^-?\d{16,}$/.test(token) ? `"\\u0000big:${token}"` : token));
  return JSON.parse(marked, (_, value) => {
    return typeof value === 'string' && value.startsWith('\u0000big:') ? BigInt(value.slice(5)) : value;
  });
}
