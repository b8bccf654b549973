// A stored row's two side blobs. `ends` holds the values' lengths: one byte for the width (0, 1, 2 or 4), then one
// number for all (width 0, as 4 bytes) or one an event, little endian; NULL for a row of one event.
// `meta` holds the columns that differ from the default, each as: tag, kind (0 one for all, 1 one an event), length
// in bytes (varint), content. Strings are UTF-8 behind their length plus one (0: null), numbers are varints plus one
// (0: null); varints as in Protocol Buffers. A row that compaction has rewritten has one section more: its runs (row-runs.ts).
import type { Column, EventBatch, EventColumns } from '../../model/event-batch.js';
import { ByteReader, ByteWriter } from './bytes.js';
import { decodeRuns, encodeRuns, type Run } from './row-runs.js';

const STRING_TAGS = { key: 1, headers: 2, contentType: 3 } as const;
const NUMBER_TAGS = { schemaVersion: 4, timestamp: 5, tombstone: 6, unframed: 7 } as const;
const RUNS_TAG = 8;

export function encodeEnds(ends: Uint32Array): Uint8Array | null {
  const count = ends.length;
  if (count === 1) return null;
  let longest = 0;
  let same = true;
  const first = ends[0] as number;
  let previous = -1;
  for (let i = 0; i < count; i += 1) {
    const end = ends[i] as number;
    const length = end - previous - 1;
    if (length > longest) longest = length;
    if (length !== first) same = false;
    previous = end;
  }
  const width = same ? 0 : longest < 0x100 ? 1 : longest < 0x10000 ? 2 : 4;
  const blob = Buffer.allocUnsafe(1 + (same ? 4 : width * count));
  blob[0] = width;
  if (same) blob.writeUInt32LE(first, 1);
  else writeLengths(blob, ends, width);
  return blob;
}

function writeLengths(blob: Buffer, ends: Uint32Array, width: number): void {
  let previous = -1;
  let at = 1;
  for (let i = 0; i < ends.length; i += 1) {
    const end = ends[i] as number;
    const length = end - previous - 1;
    previous = end;
    blob[at] = length;
    if (width > 1) blob[at + 1] = length >>> 8;
    if (width > 2) {
      blob[at + 2] = length >>> 16;
      blob[at + 3] = length >>> 24;
    }
    at += width;
  }
}

export function decodeEnds(blob: Uint8Array | null, count: number, payloadBytes: number): Uint32Array {
  const ends = new Uint32Array(count);
  if (blob === null) {
    ends[0] = payloadBytes - 1;
    return ends;
  }
  const width = blob[0] as number;
  const same = width === 0;
  let at = 1;
  let end = -1;
  for (let i = 0; i < count; i += 1) {
    end += 1 + (width === 1 ? (blob[at] as number) : lengthAt(blob, at, width));
    if (!same) at += width;
    ends[i] = end;
  }
  return ends;
}

function lengthAt(blob: Uint8Array, at: number, width: number): number {
  const low = (blob[at] as number) | ((blob[at + 1] as number) << 8);
  if (width === 2) return low;
  return low + (blob[at + 2] as number) * 0x10000 + (blob[at + 3] as number) * 0x1000000;
}

/** @param runs where the events are not all neighbours */
export function encodeColumns(columns: EventColumns, count: number, runs?: readonly Run[]): Uint8Array | null {
  let writer: ByteWriter | undefined;
  if (runs !== undefined && runs.length > 1) {
    writer = new ByteWriter();
    writeSection(writer, RUNS_TAG, 1, encodeRuns(runs));
  }
  for (const [name, tag] of Object.entries(STRING_TAGS) as [keyof typeof STRING_TAGS, number][]) {
    const column = columns[name];
    if (column !== undefined) {
      writer ??= new ByteWriter();
      encodeColumn(writer, tag, column, count, (into, value) => into.string(value));
    }
  }
  for (const [name, tag] of Object.entries(NUMBER_TAGS) as [keyof typeof NUMBER_TAGS, number][]) {
    const column = columns[name];
    if (column !== undefined) {
      writer ??= new ByteWriter();
      encodeColumn(writer, tag, column, count, (into, value) => into.varint(value === null ? 0 : value + 1));
    }
  }
  return writer?.bytes() ?? null;
}

function encodeColumn<T extends string | number>(
  into: ByteWriter,
  tag: number,
  column: Column<T>,
  count: number,
  write: (into: ByteWriter, value: T | null) => void,
): void {
  const content = new ByteWriter();
  if (typeof column === 'object') for (let i = 0; i < count; i += 1) write(content, column[i] ?? null);
  else write(content, column);
  writeSection(into, tag, typeof column === 'object' ? 1 : 0, content.bytes());
}

function writeSection(into: ByteWriter, tag: number, kind: 0 | 1, content: Uint8Array): void {
  into.byte(tag);
  into.byte(kind);
  into.varint(content.byteLength);
  into.raw(content);
}

type Section = { readonly each: boolean; readonly start: number; readonly end: number };

/** A column as it is stored. `each`: one string or number an event, else one for all. */
export type RawColumn = { readonly each: boolean; readonly bytes: Uint8Array };

/** The columns of a stored row; each is decoded when it is first looked at. */
export class StoredColumns implements EventColumns {
  readonly #meta: Uint8Array;
  readonly #count: number;
  readonly #sections = new Map<number, Section>();
  readonly #decoded = new Map<number, unknown>();

  constructor(meta: Uint8Array, count: number) {
    this.#meta = meta;
    this.#count = count;
    const reader = new ByteReader(meta);
    while (!reader.done()) {
      const tag = reader.byte();
      const each = reader.byte() === 1;
      const length = reader.varint();
      this.#sections.set(tag, { each, start: reader.position, end: reader.position + length });
      reader.position += length;
    }
  }

  get key(): Column<string> | undefined {
    return this.#column(STRING_TAGS.key, readString);
  }
  get headers(): Column<string> | undefined {
    return this.#column(STRING_TAGS.headers, readString);
  }
  get contentType(): Column<string> | undefined {
    return this.#column(STRING_TAGS.contentType, readString);
  }
  get schemaVersion(): Column<number> | undefined {
    return this.#column(NUMBER_TAGS.schemaVersion, readNumber);
  }
  get timestamp(): Column<number> | undefined {
    return this.#column(NUMBER_TAGS.timestamp, readNumber);
  }
  get tombstone(): Column<number> | undefined {
    return this.#column(NUMBER_TAGS.tombstone, readNumber);
  }
  get unframed(): Column<number> | undefined {
    return this.#column(NUMBER_TAGS.unframed, readNumber);
  }

  /** Keys undecoded: compaction compares them, and never looks at their text. */
  rawKeys(): RawColumn | undefined {
    const section = this.#sections.get(STRING_TAGS.key);
    return section && { each: section.each, bytes: this.#meta.subarray(section.start, section.end) };
  }

  runs(): Run[] | undefined {
    const section = this.#sections.get(RUNS_TAG);
    return section && decodeRuns(this.#meta.subarray(section.start, section.end));
  }

  #column<T extends string | number>(tag: number, read: (from: ByteReader) => T | null): Column<T> | undefined {
    const section = this.#sections.get(tag);
    if (section === undefined) return undefined;
    let column = this.#decoded.get(tag) as Column<T> | undefined;
    if (column === undefined) {
      const reader = new ByteReader(this.#meta.subarray(section.start, section.end));
      const values: (T | null)[] = [];
      const wanted = section.each ? this.#count : 1;
      for (let i = 0; i < wanted; i += 1) values.push(read(reader));
      column = section.each ? values : (values[0] as T);
      this.#decoded.set(tag, column);
    }
    return column;
  }
}

const readString = (from: ByteReader): string | null => from.string();
const readNumber = (from: ByteReader): number | null => {
  const value = from.varint();
  return value === 0 ? null : value - 1;
};

const NO_COLUMNS: EventColumns = {};

/** A stored row as a batch; ends and columns are decoded when they are first looked at. */
export class StoredBatch implements EventBatch {
  readonly count: number;
  readonly payload: Uint8Array;
  readonly columns: EventColumns;
  /** Absent: all of its events are neighbours. */
  readonly runs: readonly Run[] | undefined;
  readonly #endsBlob: Uint8Array | null;
  #ends: Uint32Array | undefined;

  constructor(count: number, ends: Uint8Array | null, meta: Uint8Array | null, payload: Uint8Array) {
    this.count = count;
    this.payload = payload;
    this.#endsBlob = ends;
    const columns = meta === null ? undefined : new StoredColumns(meta, count);
    this.columns = columns ?? NO_COLUMNS;
    this.runs = columns?.runs();
  }

  get ends(): Uint32Array {
    this.#ends ??= decodeEnds(this.#endsBlob, this.count, this.payload.byteLength);
    return this.#ends;
  }
}
