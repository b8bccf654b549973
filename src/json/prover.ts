// decode, validate ▸ runs what looks at bytes in WebAssembly (src/json/wasm/, built to prove.wasm): where lines end, and the
// proof of values. A batch is copied into its memory once and looked at in one call each. One instance a thread, made at
// the first use, its memory as large as the largest batch was: programs, then the payload, then its ends.
import { readFileSync } from 'node:fs';
import { JSON_MAX_DEPTH } from '../model/limits.js';
import { packageFile } from '../model/package-file.js';
import { ANYTHING, encodeProgram, type Program, type ProofNode, type TextTest } from './program.js';

/**
 * The first value in [from, to) that is not proven; `to` where all are. Good until the next batch is looked at, by
 * whomever: a batch is judged in one go.
 */
export type Proof = (from: number, to: number) => number;

/** A proof for the values of a batch, laid out as in an EventBatch. The bytes must be UTF-8. */
export type ProveBatch = (payload: Uint8Array, ends: Uint32Array) => Proof;

/** The part of the runtime's WebAssembly that is used here: the types that come with Node leave it out. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: { readonly host: Readonly<Record<string, unknown>> },
  ) => { readonly exports: unknown };
};

type Exports = {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly freeMemory: () => number;
  readonly lineEnds: (payload: number, length: number, ends: number, most: number) => number;
  readonly proveFrom: (node: number, payload: number, ends: number, from: number, count: number) => number;
};

/** Where the lines of a body end; or why that can't be said: a line is blank or ends in CR, or there are too many. */
export type LineEnds = Uint32Array | 'untidy' | 'too many';

const WORD_BYTES = 4;
const PAGE_BYTES = 65_536;
/** Programs have so much room; a larger one moves the payload. */
const PROGRAM_BYTES = 65_536;
/** Zeros behind the payload: sixteen bytes are looked at in one step, from the last one on. */
const PAD_BYTES = 32;
const ALIGNMENT = 16;
const UNTIDY = -1;
const TOO_MANY = -2;

/** Read at once: a build may replace it while the program runs. */
const CODE = readFileSync(packageFile('dist/json/prove.wasm'));

const aligned = (bytes: number) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

type Prover = {
  /** Where programs stand. */
  readonly base: number;
  prove(program: Program, payload: Uint8Array, ends: Uint32Array): Proof;
  lineEnds(body: Uint8Array, most: number): LineEnds;
};

function makeProver(): Prover {
  let tests: readonly TextTest[] = [];
  let bytes = Buffer.alloc(0);
  let words = new Uint32Array();
  const check = (test: number, start: number, end: number) =>
    (tests[test] as TextTest)(bytes.toString('utf8', start, end));
  const module = new WebAssembly.Module(CODE);
  const instance = new WebAssembly.Instance(module, { host: { check, depthMax: JSON_MAX_DEPTH } });
  const { memory, freeMemory, proveFrom, lineEnds } = instance.exports as Exports;
  const base = freeMemory();
  let payloadAt = base + PROGRAM_BYTES;
  let program: Program | undefined;
  /** What lies in memory already. */
  let payload: Uint8Array | undefined;
  let ends: Uint32Array | undefined;

  const reach = (end: number) => {
    if (end <= bytes.length) return;
    const missing = end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    bytes = Buffer.from(memory.buffer);
    words = new Uint32Array(memory.buffer);
  };

  const forget = () => {
    payload = undefined;
    ends = undefined;
  };

  /** Gives the place of the ends, which have room for `count`. */
  const place = (wanted: Uint8Array, count: number): number => {
    const payloadEnd = payloadAt + wanted.length;
    const endsAt = aligned(payloadEnd + PAD_BYTES);
    reach(endsAt + count * WORD_BYTES);
    if (payload !== wanted) {
      forget();
      bytes.set(wanted, payloadAt);
      bytes.fill(0, payloadEnd, payloadEnd + PAD_BYTES);
    }
    return endsAt;
  };

  const placeProgram = (wanted: Program) => {
    tests = wanted.tests;
    if (program === wanted) return;
    const end = aligned(base + wanted.words.byteLength);
    if (end > payloadAt) {
      payloadAt = end;
      forget();
    }
    reach(payloadAt);
    words.set(wanted.words, base / WORD_BYTES);
    program = wanted;
  };

  return {
    base,

    lineEnds(body, most) {
      const endsAt = place(body, most);
      const count = lineEnds(payloadAt, body.length, endsAt, most);
      if (count === UNTIDY) return 'untidy';
      if (count === TOO_MANY) return 'too many';
      payload = body;
      ends = words.slice(endsAt / WORD_BYTES, endsAt / WORD_BYTES + count);
      return ends;
    },

    prove(wanted, values, valueEnds) {
      placeProgram(wanted);
      const endsAt = place(values, valueEnds.length);
      if (ends !== valueEnds) words.set(valueEnds, endsAt / WORD_BYTES);
      // They are not to be kept alive from here.
      forget();
      return (from, to) => proveFrom(wanted.root, payloadAt, endsAt, from, to);
    },
  };
}

let shared: Prover | undefined;

function prover(): Prover {
  shared ??= makeProver();
  return shared;
}

/** Compiles what is wanted of every value to a proof. */
export function compileProver(wanted: ProofNode): ProveBatch {
  const { base, prove } = prover();
  const program = encodeProgram(wanted, base);
  return (payload, ends) => prove(program, payload, ends);
}

let json: ProveBatch | undefined;

/** Proves values to be JSON, whatever it says. */
export const proveJson: ProveBatch = (payload, ends) => {
  json ??= compileProver(ANYTHING);
  return json(payload, ends);
};

/** `most`: lines at most. The body must not change before its values are proven. */
export function findLineEnds(body: Uint8Array, most: number): LineEnds {
  return prover().lineEnds(body, most);
}
