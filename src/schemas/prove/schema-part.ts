// What the compilers of the proof share.
import { COUNT_MAX } from '../../json/program.js';

export type Schema = Readonly<Record<string, unknown>>;

/** Thrown and caught in `compileProof`: part of the schema is for ajv alone. */
export const ONLY_AJV = Symbol('only ajv knows');

/** A count that a program holds. @throws ONLY_AJV */
export function smallNatural(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0 || (value as number) > COUNT_MAX) throw ONLY_AJV;
  return value as number;
}
