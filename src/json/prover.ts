// validate ▸ runs the proof over bytes (src/json/wasm/prove.ts, built to prove.wasm): the values of a batch are copied into
// its memory and looked at in one call. One instance a thread, made at the first use, its memory as large as the largest
// batch was.
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
  readonly proveFrom: (node: number, payload: number, ends: number, from: number, count: number) => number;
};

const WORD_BYTES = 4;
const PAGE_BYTES = 65_536;
/** The proof looks at sixteen bytes at a time, from the last one on. */
const PAD_BYTES = 32;
const ALIGNMENT = 16;

const aligned = (bytes: number) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

type Prover = {
  readonly base: number;
  /** The words of `program`, the ends and the payload into memory. */
  load(program: Program, payload: Uint8Array, ends: Uint32Array): Proof;
};

function makeProver(): Prover {
  let tests: readonly TextTest[] = [];
  let bytes = Buffer.alloc(0);
  const check = (test: number, start: number, end: number) =>
    (tests[test] as TextTest)(bytes.toString('utf8', start, end));
  const module = new WebAssembly.Module(readFileSync(packageFile('dist/json/prove.wasm')));
  const instance = new WebAssembly.Instance(module, { host: { check, depthMax: JSON_MAX_DEPTH } });
  const { memory, freeMemory, proveFrom } = instance.exports as Exports;
  const base = freeMemory();
  let words32 = new Uint32Array();
  let loaded: Program | undefined;

  const reach = (end: number) => {
    if (end <= bytes.length) return;
    const missing = end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    bytes = Buffer.from(memory.buffer);
    words32 = new Uint32Array(memory.buffer);
  };

  return {
    base,
    load(program, payload, ends) {
      const { words, root } = program;
      const endsAt = aligned(base + words.byteLength);
      const payloadAt = aligned(endsAt + ends.byteLength);
      const payloadEnd = payloadAt + payload.length;
      reach(payloadEnd + PAD_BYTES);
      if (loaded !== program) words32.set(words, base / WORD_BYTES);
      loaded = program;
      tests = program.tests;
      words32.set(ends, endsAt / WORD_BYTES);
      bytes.set(payload, payloadAt);
      bytes.fill(0, payloadEnd, payloadEnd + PAD_BYTES);
      return (from, to) => proveFrom(root, payloadAt, endsAt, from, to);
    },
  };
}

let shared: Prover | undefined;

/** Compiles what is wanted of every value to a proof. */
export function compileProver(wanted: ProofNode): ProveBatch {
  shared ??= makeProver();
  const prover = shared;
  const program = encodeProgram(wanted, prover.base);
  return (payload, ends) => prover.load(program, payload, ends);
}

let json: ProveBatch | undefined;

/** Proves values to be JSON, whatever it says. */
export const proveJson: ProveBatch = (payload, ends) => {
  json ??= compileProver(ANYTHING);
  return json(payload, ends);
};
