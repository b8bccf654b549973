// How much work a step of the proof is: what a schema or a value holds, in steps of a few microseconds. The proof is
// bounded in these, so whatever goes through a list, compares texts or runs a pattern must count it.
import type { SchemaNode } from '../schema-document.js';

/** Counts what is done. `weight`: in steps, 1 where it is left out; fractions add up. @throws where it was too much */
export type Step = (weight?: number) => void;

/** Members that are gone through, and characters that are compared, in the time of a step. */
const MEMBERS_PER_STEP = 32;
const CHARS_PER_STEP = 1024;
/** Instructions of a pattern, each for one character. */
const MATCHED_PER_STEP = 128;

/** Of going through so many members, facts or branches. */
export const weightOfMany = (count: number): number => count / MEMBERS_PER_STEP;

/** Instructions of a pattern that are compiled in the time of a step. */
const COMPILED_PER_STEP = 4;

export const weightOfPattern = (size: number): number => 1 + size / COMPILED_PER_STEP;

/** `size`: of the pattern, in instructions; matching is linear in it and in the text. */
export const weightOfMatch = (size: number, text: string): number => 1 + (size * text.length) / MATCHED_PER_STEP;

export const weightOfText = (text: string): number => text.length / CHARS_PER_STEP;

/** Of looking at a value, without what is inside its members. */
export function weightOfValue(value: unknown): number {
  if (typeof value === 'string') return weightOfText(value);
  if (typeof value !== 'object' || value === null) return 0;
  return weightOfMany(Array.isArray(value) ? value.length : Object.keys(value).length);
}

const weights = new WeakMap<SchemaNode, number>();

/** Of going through a schema's keywords, and through the lists and maps that they hold. */
export function weightOfNode(node: SchemaNode): number {
  const known = weights.get(node) ?? Object.values(node).reduce<number>((sum, each) => sum + weightOfValue(each), 0.1);
  weights.set(node, known);
  return known;
}
