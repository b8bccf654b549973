// The bounds that a writer's facts give together: of numbers, of lengths, and of what objects and arrays can hold.

import { listAt, mapAt, stringsOf } from './keywords.js';
import { atomsOf, nodeOf, valuesOf, type Writer } from './writer.js';

/** A number's bounds; `excludes…`: the bound itself is out. */
export type Range = {
  readonly least: number;
  readonly excludesLeast: boolean;
  readonly most: number;
  readonly excludesMost: boolean;
};

const numbers = (writer: Writer, keyword: string): number[] =>
  valuesOf(writer, keyword).filter((value) => typeof value === 'number');

export function rangeOf(writer: Writer): Range {
  const [minimum, above] = [highest(numbers(writer, 'minimum')), highest(numbers(writer, 'exclusiveMinimum'))];
  const [maximum, below] = [lowest(numbers(writer, 'maximum')), lowest(numbers(writer, 'exclusiveMaximum'))];
  const range = {
    least: Math.max(minimum, above),
    excludesLeast: above >= minimum && above > Number.NEGATIVE_INFINITY,
    most: Math.min(maximum, below),
    excludesMost: below <= maximum && below < Number.POSITIVE_INFINITY,
  };
  return atomsOf(writer).has('fraction') ? range : ofIntegers(range);
}

/** The same bounds where only integers count. Beyond the exact ones, rounding leaves them as wide or wider. */
function ofIntegers({ least, excludesLeast, most, excludesMost }: Range): Range {
  return {
    least: excludesLeast ? Math.floor(least) + 1 : Math.ceil(least),
    excludesLeast: false,
    most: excludesMost ? Math.ceil(most) - 1 : Math.floor(most),
    excludesMost: false,
  };
}

const highest = (values: readonly number[], floor = Number.NEGATIVE_INFINITY): number =>
  values.reduce((most, value) => Math.max(most, value), floor);
const lowest = (values: readonly number[]): number =>
  values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);

export type Size = { readonly least: number; readonly most: number };

export function lengthOf(writer: Writer): Size {
  return { least: highest(numbers(writer, 'minLength'), 0), most: lowest(numbers(writer, 'maxLength')) };
}

export function itemCountOf(writer: Writer): Size {
  const closed = writer.facts.filter((fact) => nodeOf(fact)['items'] === false);
  return {
    least: highest(numbers(writer, 'minItems'), 0),
    most: lowest([...numbers(writer, 'maxItems'), ...closed.map((fact) => listAt(fact, 'prefixItems').length)]),
  };
}

export function memberCountOf(writer: Writer): Size {
  const required = new Set(valuesOf(writer, 'required').flatMap(stringsOf));
  const closed = writer.facts.filter((fact) => {
    const { additionalProperties, patternProperties } = nodeOf(fact);
    return additionalProperties === false && patternProperties === undefined;
  });
  return {
    least: highest(numbers(writer, 'minProperties'), required.size),
    most: lowest([...numbers(writer, 'maxProperties'), ...closed.map((fact) => mapAt(fact, 'properties').size)]),
  };
}

export const isEmptyRange = ({ least, most, excludesLeast, excludesMost }: Range): boolean =>
  least > most || (least === most && (excludesLeast || excludesMost));

export const isEmptySize = ({ least, most }: Size): boolean => least > most;
