// Whether a writer's value can't exist: its facts contradict each other. "No" also stands for "it can't be told".
import { admits } from './admits.js';
import { isEmptyRange, isEmptySize, itemCountOf, lengthOf, memberCountOf, rangeOf } from './bounds.js';
import { itemOf, memberOf } from './inside.js';
import { type Atom, stringsOf } from './keywords.js';
import type { Step } from './work.js';
import { atomsOf, casesOf, listedValues, valuesOf, type Writer } from './writer.js';

const MAX_DEPTH = 4;
const MAX_ITEMS = 16;

/** Counts what it looks at. @throws what `step` throws where it was too much */
export function isEmpty(writer: Writer, step: Step, depth = 0): boolean {
  step(1 + writer.weight);
  if (writer.never) return true;
  const values = listedValues(writer);
  if (values !== undefined) return values.every((value) => isRefused(writer, value, step));
  if ([...atomsOf(writer)].every((atom) => isEmptyOf(writer, atom, step, depth))) return true;
  if (writer.choices.length === 0 || depth >= MAX_DEPTH) return false;
  for (const each of casesOf(writer)) if (!isEmpty(each, step, depth + 1)) return false;
  return true;
}

/** Whether one of the facts refuses the value. */
export function isRefused(writer: Writer, value: unknown, step: Step): boolean {
  return writer.facts.some((fact) => {
    const verdict = admits(fact, value, step);
    return verdict !== 'allowed' && verdict !== undefined;
  });
}

function isEmptyOf(writer: Writer, atom: Atom, step: Step, depth: number): boolean {
  switch (atom) {
    case 'integer':
    case 'fraction':
      return isEmptyRange(rangeOf(writer));
    case 'string':
      return isEmptySize(lengthOf(writer));
    case 'array': {
      const { least, most } = itemCountOf(writer);
      if (least > most) return true;
      if (depth >= MAX_DEPTH) return false;
      const needed = Array.from({ length: Math.min(least, MAX_ITEMS) }, (_, index) => index);
      return needed.some((index) => isEmpty(itemOf(writer, index), step, depth + 1));
    }
    case 'object': {
      if (isEmptySize(memberCountOf(writer))) return true;
      if (depth >= MAX_DEPTH) return false;
      const needed = new Set(valuesOf(writer, 'required').flatMap(stringsOf));
      return [...needed].some((name) => isEmpty(memberOf(writer, name, step), step, depth + 1));
    }
    case 'null':
    case 'boolean':
      return false;
    default:
      return atom satisfies never;
  }
}
