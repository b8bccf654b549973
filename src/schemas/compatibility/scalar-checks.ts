// Proofs of the keywords of strings, numbers and listed values, and of `type`.

import { lengthOf, rangeOf } from './bounds.js';
import { jsonEqual } from './json-equal.js';
import { NUMBER_FORMATS, numberOf, typeAtoms } from './keywords.js';
import { type Check, finding } from './proof.js';
import { shown } from './rules.js';
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
export const checkListed: Check = (_proof, at) => {
  const choice = nodeOf(at.reader)[at.keyword];
  const allowed = at.keyword === 'const' ? [choice] : (choice as readonly unknown[]);
  const values = listedValues(at.writer);
  if (values?.every((value) => allowed.some((each) => jsonEqual(each, value))) === true) return NONE;
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

/** Only whole numbers: with fractions, what divides on paper need not divide in floating point. */
export const checkMultipleOf: Check = (_proof, at) => {
  if (!isNumber(at.writer)) return NONE;
  const factor = numberOf(nodeOf(at.reader), 'multipleOf') as number;
  const factors = valuesOf(at.writer, 'multipleOf') as readonly number[];
  const divides = (other: number) =>
    other === factor || (Number.isSafeInteger(other) && Number.isSafeInteger(factor) && other % factor === 0);
  if (factors.some(divides) || (factor === 1 && !atomsOf(at.writer).has('fraction'))) return NONE;
  return [
    finding('multiple-of-changed', at, ({ reader, writer }) => {
      const has = factors.length === 0 ? 'any number' : `multiples of ${factors.join(', ')}`;
      return `${reader} allows only multiples of ${factor}, ${writer} allows ${has}`;
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
