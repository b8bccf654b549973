// Proofs of the keywords of strings, numbers and listed values, and of `type`.

import { lengthOf, rangeOf } from './bounds.js';
import { canonicalText } from './json-equal.js';
import { choicesAt, NUMBER_FORMATS, numberOf, typeAtoms } from './keywords.js';
import { type Check, finding } from './proof.js';
import { shown } from './rules.js';
import { weightOfMany, weightOfText } from './work.js';
import { atomsOf, listedValues, nodeOf, valuesOf, type Writer } from './writer.js';

const NONE = [] as const;

export const checkType: Check = (_proof, at) => {
  const allowed = typeAtoms(nodeOf(at.reader));
  const refused = [...atomsOf(at.writer)].filter((atom) => allowed?.has(atom) === false);
  if (refused.length === 0) return NONE;
  const types = refused.map((atom) => (atom === 'fraction' ? 'number with a fraction' : atom)).join(', ');
  return [finding('type-narrowed', at, ({ reader, writer }) => `${writer} allows ${types} here, ${reader} does not`)];
};

/** Values that the writer lists are judged one by one before; they come here where another keyword can't be judged so. */
export const checkListed: Check = ({ step }, at) => {
  const choice = nodeOf(at.reader)[at.keyword];
  const allowed = at.keyword === 'const' ? new Set([canonicalText(choice)]) : choicesAt(at.reader);
  const isAllowed = (value: unknown) => {
    step(weightOfMany(1) + weightOfText(canonicalText(value)));
    return allowed.has(canonicalText(value));
  };
  if (listedValues(at.writer)?.every(isAllowed) === true) return NONE;
  const rule = at.keyword === 'const' ? 'const-changed' : 'enum-narrowed';
  return [
    finding(rule, at, ({ reader, writer }) => `${reader} allows only ${shown(choice)} here, ${writer} allows others`),
  ];
};

const isNumber = (writer: Writer) => atomsOf(writer).has('integer') || atomsOf(writer).has('fraction');
const isString = (writer: Writer) => atomsOf(writer).has('string');

const boundText = (value: number) => (Number.isFinite(value) ? String(value) : 'none');

export const checkRange: Check = (_proof, at) => {
  if (!isNumber(at.writer)) return NONE;
  const { least, excludesLeast, most, excludesMost } = rangeOf(at.writer);
  const limit = numberOf(nodeOf(at.reader), at.keyword) as number;
  const lower = at.keyword === 'minimum' || at.keyword === 'exclusiveMinimum';
  const strict = at.keyword.startsWith('exclusive');
  const [bound, excluded] = lower ? [least, excludesLeast] : [most, excludesMost];
  if ((lower ? bound > limit : bound < limit) || (bound === limit && (!strict || excluded))) return NONE;
  return [
    finding(
      lower ? 'minimum-raised' : 'maximum-lowered',
      at,
      ({ reader, writer }) =>
        `${reader} has the ${at.keyword} ${limit}, the ${lower ? 'lower' : 'upper'} bound of ${writer} is ${boundText(bound)}`,
    ),
  ];
};

/**
 * Only whole numbers, and only as large as are exact: ajv divides in floating point, where neither what divides on paper
 * nor what is an integer (1e300, with the factor 1) need be a multiple.
 */
export const checkMultipleOf: Check = (_proof, at) => {
  if (!isNumber(at.writer)) return NONE;
  const factor = numberOf(nodeOf(at.reader), 'multipleOf') as number;
  const factors = valuesOf(at.writer, 'multipleOf') as readonly number[];
  if (factors.includes(factor)) return NONE;
  const whole = atomsOf(at.writer).has('fraction') ? factors : [1, ...factors];
  const divides = (other: number) =>
    Number.isSafeInteger(other) && Number.isSafeInteger(factor) && other % factor === 0;
  const { least, most } = rangeOf(at.writer);
  const exact = least >= Number.MIN_SAFE_INTEGER && most <= Number.MAX_SAFE_INTEGER;
  const divided = whole.some(divides);
  if (divided && exact) return NONE;
  return [
    finding('multiple-of-changed', at, ({ reader, writer }) => {
      const has = factors.length === 0 ? 'any number' : `multiples of ${factors.join(', ')}`;
      const why = divided
        ? ', beyond 2^53 too, where division is not exact; with a minimum and a maximum within that it is proven'
        : '';
      return `${reader} allows only multiples of ${factor}, ${writer} allows ${has}${why}`;
    }),
  ];
};

export const checkLength: Check = (_proof, at) => {
  if (!isString(at.writer)) return NONE;
  const { least, most } = lengthOf(at.writer);
  const limit = numberOf(nodeOf(at.reader), at.keyword) as number;
  const lower = at.keyword === 'minLength';
  if (lower ? least >= limit : most <= limit) return NONE;
  const [rule, bound] = lower ? (['min-length-raised', least] as const) : (['max-length-lowered', most] as const);
  return [
    finding(
      rule,
      at,
      ({ reader, writer }) => `${reader} has the ${at.keyword} ${limit}, that of ${writer} is ${boundText(bound)}`,
    ),
  ];
};

/** Patterns and formats are not compared, only recognised. */
export const checkText: Check = (_proof, at) => {
  const wanted = String(nodeOf(at.reader)[at.keyword]);
  const applies = at.keyword === 'format' && NUMBER_FORMATS.has(wanted) ? isNumber : isString;
  if (!applies(at.writer) || (at.keyword === 'pattern' && matchesAll(wanted))) return NONE;
  const found = valuesOf(at.writer, at.keyword);
  if (found.includes(wanted)) return NONE;
  return [
    finding(at.keyword === 'pattern' ? 'pattern-changed' : 'format-changed', at, ({ reader, writer }) => {
      const has = found.length === 0 ? 'none' : found.map(shown).join(', ');
      return `${reader} has the ${at.keyword} ${shown(wanted)}, ${writer} has ${has}`;
    }),
  ];
};

const matchesAll = (pattern: string) => ['', '.*', '^.*', '^', '$'].includes(pattern);
