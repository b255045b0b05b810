/// <reference lib="esnext.disposable" />

/** A decimal on its way in. A JavaScript number is taken if its shortest form has at most 15 digits. */
export type Decimal = string | number | bigint;
/** A decimal, or a fraction such as `"1/3"`. */
export type Ratio = string | number | bigint;
/** An instant: RFC 3339 text, or a Date. */
export type Instant = string | Date;
/** A cell of a column that the operation does not name: kept, readable by rules, passed through. */
export type Attribute = string | number | bigint | boolean | Date | null | undefined;
/** JSON text, or its bytes in UTF-8. */
export type Text = string | Uint8Array;

/** Which cells are filled: 0 where a cell is empty. Absent where every cell is filled. */
export interface Flags {
  valid?: Uint8Array | null | undefined;
}
/** Decimals: the value of a cell is `mantissa / 10 ** scale`. */
export interface DecimalColumn extends Flags {
  mantissas: BigInt64Array;
  scale: number;
}
/** Text as positions in a list of words. */
export interface TextColumn extends Flags {
  codes: Uint32Array;
  words: string[];
}
/** Dates as days since 1970-01-01. */
export interface DateColumn extends Flags {
  days: Int32Array;
}
/** Instants as microseconds since 1970-01-01T00:00:00Z. */
export interface InstantColumn extends Flags {
  micros: BigInt64Array;
}
/** Time stamps without a zone, as microseconds on the clock of the place that `time_zone` names. */
export interface LocalTimeColumn extends Flags {
  local_micros: BigInt64Array;
}
/** Whole numbers. */
export interface IntegerColumn extends Flags {
  integers: BigInt64Array;
}
/** Truth values: 0 is false. */
export interface BooleanColumn extends Flags {
  flags: Uint8Array;
}
/** Floats: taken under the number rule. */
export interface FloatColumn extends Flags {
  floats: Float64Array;
}
/**
 * A column of a result. Text comes as codes; ratios, and decimals of which one has a mantissa beyond
 * 64 bits, come as texts with null for an empty cell.
 */
export type TypedColumn =
  | DecimalColumn
  | TextColumn
  | DateColumn
  | InstantColumn
  | LocalTimeColumn
  | IntegerColumn
  | BooleanColumn
  | FloatColumn
  | (string | null)[];
/** A column that an operation takes: as a result gives it, or a bare array. */
export type ColumnInput =
  | TypedColumn
  | readonly (string | null)[]
  | Float64Array
  | BigInt64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;
/** A table that an operation takes: rows, JSON text of rows, CSV text, typed columns, or a table of a result. */
export type TableInput<Row> =
  | readonly Row[]
  | readonly (Row & { readonly [attribute: string]: Attribute })[]
  | Text
  | { readonly [column: string]: ColumnInput }
  | ResultTable<object>;

/** A problem, as data. */
export interface Problem {
  /** Its stable name. */
  code: Code;
  severity: 'error' | 'warning';
  /** Where: RFC 6901 into the document, the parameters or, from `/tables`, the records. */
  pointer: string;
  /** For people; may change between versions. */
  message: string;
  /** What to do about it. */
  help: string;
  /** The facts behind the message, for programs. */
  params: { [name: string]: unknown };
  /** Other places involved. */
  related: string[];
}

/** What every failure throws. */
export class QuarterdeckError extends Error {
  private constructor(envelope: string);
  /** The first problem's code. */
  readonly code: Code;
  /** The problems, sorted by pointer, at most 100 of them. */
  readonly problems: Problem[];
  /** How many there are. */
  readonly total: number;
  /** The failure as the core wrote it. */
  readonly json: string;
}

/** What a call gives. */
export class Result<Summary = unknown, Tables = object> {
  private constructor(answer: never);
  readonly summary: Summary;
  readonly warnings: Problem[];
  /** The result tables by name. */
  readonly tables: Tables;
  /** The envelope as the core wrote it. */
  readonly json: string;
  /** Why a row of a table, counted from 0, is what it is. */
  explain(table: keyof Tables & string, row: number): Explanation;
  /** What went in, and what computed it. */
  provenance(): Provenance;
  /** Gives its memory and that of its tables back now; otherwise the garbage collector does so at some time. */
  free(): void;
  /** The same, for `using`. */
  [Symbol.dispose](): void;
}

/** Why a number is what it is. */
export interface Explanation {
  tree: unknown;
  words: string;
}

/** What went into a result, and what computed it. */
export interface Provenance {
  definition: string | null;
  operation: string;
  params: string;
  tables: { [name: string]: { digest: string; rows: number } };
  versions: Versions;
}

/** The versions of the package and of its numbers. */
export interface Versions {
  calculation: number;
  package: string;
}

/** A table of a result; it can be given to another call as it is. */
export class ResultTable<Row> {
  private constructor(table: never);
  /** How many rows there are. */
  readonly length: number;
  /** The names of the columns, in order. */
  readonly names: string[];
  /** The rows as objects: decimals, ratios, dates and instants are strings. */
  rows(): Row[];
  /** The columns as typed arrays. */
  columns(): { [name in keyof Row & string]: TypedColumn } & { [attribute: string]: TypedColumn };
  /** One column as a typed array; undefined if there is none of this name. */
  column(name: keyof Row & string): TypedColumn;
  column(name: string): TypedColumn | undefined;
  /** The rows as canonical JSON text. */
  json(): string;
  /** The rows as CSV with a header line. */
  csv(): string;
  toJSON(): Row[];
  [Symbol.iterator](): IterableIterator<Row>;
  /** Gives its memory back now. */
  free(): void;
  /** The same, for `using`. */
  [Symbol.dispose](): void;
}

/** A definition, loaded once and never changed. */
declare class Definition {
  /** What it can be loaded from again: its document, or a book as bytes. */
  readonly toBytes: () => Uint8Array;
  /** SHA-256 of the document in canonical JSON. */
  readonly digest: string;
  /** The warnings that came with it. */
  readonly warnings: Problem[];
  /** Gives its memory back now; otherwise the garbage collector does so at some time. */
  free(): void;
  /** The same, for `using`. */
  [Symbol.dispose](): void;
}

/** What a document comes to, without raising. */
export interface Validation {
  valid: boolean;
  problems: Problem[];
  total: number;
}

/** What a call by name gives. */
export type AnyResult = Result<unknown, { [name: string]: ResultTable<object> }>;
/** Runs an operation by name: what every method here does. `tables` names the options that are tables. */
export function call(op: string, definition: Definition | null, options?: object, tables?: readonly string[]): AnyResult;
/** The same off the main thread where the host can do so. */
export function callLong(
  op: string,
  definition: Definition | null,
  options?: object,
  tables?: readonly string[],
): Promise<AnyResult>;
/** A request as JSON text in, an envelope with its tables as rows out; never throws for what the request holds. */
export function callJson(request: Text): string;
/** The versions of the package and of its numbers. */
export function versions(): Versions;
/** The version of this package. */
export const version: string;
