// The places of a value that a filter asks for, found in one pass over its bytes; nothing is built of what lies between.
import { jsonString } from '../json/parts.js';
import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  OPEN_ARRAY,
  OPEN_OBJECT,
  scanString,
  scanValue,
  skipSpace,
} from '../json/scan.js';
import { type Found, foundAt, NOTHING, NULL } from './found.js';

export type ValueLookup = {
  /** @param steps of a JSON pointer, unescaped @returns what the value that was looked at last has there */
  place(steps: readonly string[]): () => Found;
  /** One JSON value, with space around it. False: it is none. */
  look(bytes: Buffer, start: number, end: number): boolean;
  /** The value is a tombstone's. */
  lookAtNull(): void;
  forget(): void;
};

/** A step that some pointer takes. */
type Step = {
  readonly name: string;
  /** Its UTF-8 bytes, a character each: compared where the value has no escape. */
  readonly raw: string;
  readonly below: Step[];
  readonly byRaw: Map<string, Step>;
  readonly byName: Map<string, Step>;
  readonly byIndex: Map<number, Step>;
  /** Below it, those that the value has: what a repeated name makes void. */
  reached: Step[];
  /** -1: nowhere. */
  start: number;
  end: number;
  found: Found | undefined;
};

const NO_BYTES: Buffer = Buffer.alloc(0);
const INDEX = /^(?:0|[1-9]\d{0,8})$/;

const makeStep = (name: string): Step => ({
  name,
  raw: Buffer.from(name).toString('latin1'),
  ...{ below: [], byRaw: new Map(), byName: new Map(), byIndex: new Map(), reached: [] },
  ...{ start: -1, end: -1, found: undefined },
});

function stepInto(parent: Step, name: string): Step {
  const known = parent.byName.get(name);
  if (known !== undefined) return known;
  const step = makeStep(name);
  parent.byName.set(name, step);
  parent.below.push(step);
  parent.byRaw.set(step.raw, step);
  if (INDEX.test(name)) parent.byIndex.set(Number(name), step);
  return step;
}

export function makeValueLookup(): ValueLookup {
  const root = makeStep('');
  let bytes = NO_BYTES;
  let isNull = false;

  const foundBy = (step: Step): Found => {
    if (isNull) return step === root ? NULL : NOTHING;
    if (step.start < 0) return NOTHING;
    step.found ??= foundAt(bytes, step.start, step.end);
    return step.found;
  };
  return {
    place: (steps) => {
      const step = steps.reduce(stepInto, root);
      return () => foundBy(step);
    },
    look: (given, start, end) => {
      bytes = given;
      isNull = false;
      const first = skipSpace(bytes, start, end);
      return first < end && visit(bytes, root, first, end) >= 0;
    },
    lookAtNull: () => {
      isNull = true;
    },
    forget: () => {
      bytes = NO_BYTES;
      unreach(root);
    },
  };
}

/** Takes as long as the visit did. */
function unreach(step: Step): void {
  step.start = -1;
  step.found = undefined;
  if (step.reached.length === 0) return;
  for (const below of step.reached) unreach(below);
  step.reached = [];
}

/** The value at `start`: gives the position behind it, or a negative one where it is no JSON. */
function visit(bytes: Buffer, step: Step, start: number, end: number): number {
  step.start = start;
  if (step.byName.size === 0) step.end = scanValue(bytes, start, end);
  else if (bytes[start] === OPEN_OBJECT) step.end = visitMembers(bytes, step, start, end);
  else if (bytes[start] === OPEN_ARRAY && step.byIndex.size > 0) step.end = visitElements(bytes, step, start, end);
  else step.end = scanValue(bytes, start, end);
  return step.end;
}

function visitBelow(bytes: Buffer, parent: Step, step: Step, start: number, end: number): number {
  // Of a name that comes twice the last one counts, as in JSON.parse.
  if (step.start >= 0) unreach(step);
  else parent.reached.push(step);
  return visit(bytes, step, start, end);
}

function visitMembers(bytes: Buffer, object: Step, start: number, end: number): number {
  let i = skipSpace(bytes, start + 1, end);
  while (i < end && bytes[i] !== CLOSE_OBJECT) {
    const named = scanString(bytes, i + 1, end);
    if (named < 0) return named;
    const value = skipSpace(bytes, skipSpace(bytes, named, end) + 1, end);
    const step = stepNamed(bytes, object, i + 1, named - 1);
    const after = step === undefined ? scanValue(bytes, value, end) : visitBelow(bytes, object, step, value, end);
    if (after < 0) return after;
    i = skipSpace(bytes, after, end);
    if (bytes[i] !== CLOSE_OBJECT) i = skipSpace(bytes, i + 1, end);
  }
  return i < end ? i + 1 : ~i;
}

function visitElements(bytes: Buffer, array: Step, start: number, end: number): number {
  let i = skipSpace(bytes, start + 1, end);
  for (let index = 0; i < end && bytes[i] !== CLOSE_ARRAY; index += 1) {
    const step = array.byIndex.get(index);
    const after = step === undefined ? scanValue(bytes, i, end) : visitBelow(bytes, array, step, i, end);
    if (after < 0) return after;
    i = skipSpace(bytes, after, end);
    if (bytes[i] !== CLOSE_ARRAY) i = skipSpace(bytes, i + 1, end);
  }
  return i < end ? i + 1 : ~i;
}

/** Up to so many, they are gone through one by one. */
const FEW_STEPS = 4;

/** `start` and `end`: what stands between the quotes of a name. */
function stepNamed(bytes: Buffer, object: Step, start: number, end: number): Step | undefined {
  for (let i = start; i < end; i += 1) {
    if (bytes[i] === BACKSLASH) return object.byName.get(jsonString(bytes, start - 1, end + 1));
  }
  if (object.below.length > FEW_STEPS) return object.byRaw.get(bytes.toString('latin1', start, end));
  for (const step of object.below) if (isRaw(bytes, start, end, step.raw)) return step;
  return undefined;
}

function isRaw(bytes: Buffer, start: number, end: number, raw: string): boolean {
  if (end - start !== raw.length) return false;
  for (let i = 0; i < raw.length; i += 1) if (bytes[start + i] !== raw.charCodeAt(i)) return false;
  return true;
}
