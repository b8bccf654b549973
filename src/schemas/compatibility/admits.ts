// Whether a schema allows one value that is known (of an `enum`, a `const`, a property's name): three answers, because a
// format, say, is not looked into here.
import { isNode, type Place, type SchemaNode } from '../schema-document.js';
import { canonicalText } from './json-equal.js';
import {
  ANNOTATIONS,
  atomsOfValue,
  choicesAt,
  listAt,
  mapAt,
  matches,
  membersOf,
  NUMBER_FORMATS,
  numberOf,
  schemaAt,
  stringsOf,
  typeAtoms,
} from './keywords.js';
import { type Step, weightOfMany, weightOfNode, weightOfText, weightOfValue } from './work.js';

/** The keyword that refuses, and the path of the schema it stands in. */
export type Refusal = { readonly path: string; readonly keyword: string };

/** undefined: it can't be told. */
export type Verdict = 'allowed' | Refusal | undefined;

const MAX_DEPTH = 64;

/** Counts what it looks at. @throws what `step` throws where it was too much */
export function admits(place: Place, value: unknown, step: Step, depth = 0): Verdict {
  const { schema, path } = place;
  step(1 + weightOfValue(value));
  if (schema === true) return 'allowed';
  if (schema === false) return { path, keyword: 'false' };
  if (depth > MAX_DEPTH) return undefined;
  let told = true;
  for (const keyword of Object.keys(schema)) {
    if (ANNOTATIONS.has(keyword)) continue;
    const judge = Object.hasOwn(JUDGES, keyword) ? JUDGES[keyword] : undefined;
    const verdict = judge?.({ place, node: schema, value, step, depth: depth + 1 }, keyword);
    if (verdict === false) return { path, keyword };
    if (verdict === undefined) told = false;
    else if (verdict !== true) return verdict;
  }
  return told ? 'allowed' : undefined;
}

type Case = {
  readonly place: Place;
  readonly node: SchemaNode;
  readonly value: unknown;
  readonly step: Step;
  readonly depth: number;
};
/** true: allowed, false: refused by this keyword, a refusal: further in. */
type Judge = (given: Case, keyword: string) => boolean | Refusal | undefined;

const bound =
  (sizeOf: (value: unknown) => number | undefined, holds: (size: number, limit: number) => boolean): Judge =>
  ({ node, value }, keyword) => {
    const size = sizeOf(value);
    const limit = numberOf(node, keyword);
    return size === undefined || limit === undefined || holds(size, limit);
  };

const least = (size: number, limit: number) => size >= limit;
const most = (size: number, limit: number) => size <= limit;
const asNumber = (value: unknown) => (typeof value === 'number' ? value : undefined);
const itemsOf = (value: unknown) => (Array.isArray(value) ? value.length : undefined);
const namesOf = (value: unknown) => (isNode(value) ? Object.keys(value).length : undefined);

/** Code points, without a list of them. */
function charsOf(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  let chars = 0;
  for (let at = 0; at < value.length; at += (value.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) chars += 1;
  return chars;
}

/** Of several answers: a refusal before "can't be told" before allowed. */
function all(verdicts: Iterable<Verdict>): true | Refusal | undefined {
  let told = true;
  for (const verdict of verdicts) {
    if (verdict === undefined) told = false;
    else if (verdict !== 'allowed') return verdict;
  }
  return told ? true : undefined;
}

function count({ place, value, step, depth }: Case, keyword: string): { yes: number; unknown: number } {
  const verdicts = listAt(place, keyword).map((branch) => admits(branch, value, step, depth));
  return {
    yes: verdicts.filter((verdict) => verdict === 'allowed').length,
    unknown: verdicts.filter((verdict) => verdict === undefined).length,
  };
}

const items: Judge = ({ place, value, step, depth }) => {
  if (!Array.isArray(value)) return true;
  const first = listAt(place, 'prefixItems');
  const rest = schemaAt(place, 'items');
  return all(
    value.map((item, index) => {
      const judge = first[index] ?? rest;
      return judge === undefined ? 'allowed' : admits(judge, item, step, depth);
    }),
  );
};

const members: Judge = ({ place, value, step, depth }) => {
  if (!isNode(value)) return true;
  return all(
    Object.entries(value).flatMap(([name, member]): Verdict[] => {
      const judges = membersOf(place, name, step);
      return judges === undefined ? [undefined] : judges.map((judge) => admits(judge, member, step, depth));
    }),
  );
};

const contains: Judge = ({ place, node, value, step, depth }) => {
  const item = schemaAt(place, 'contains');
  if (!Array.isArray(value) || item === undefined) return true;
  const verdicts = value.map((each) => admits(item, each, step, depth));
  if (verdicts.includes(undefined)) return undefined;
  const found = verdicts.filter((verdict) => verdict === 'allowed').length;
  return found >= (numberOf(node, 'minContains') ?? 1) && found <= (numberOf(node, 'maxContains') ?? found);
};

function textOf(value: unknown, step: Step): string {
  const text = canonicalText(value);
  step(weightOfText(text));
  return text;
}

function hasAll(value: SchemaNode, names: unknown, step: Step): boolean {
  const needed = stringsOf(names);
  step(weightOfMany(needed.length));
  return needed.every((name) => Object.hasOwn(value, name));
}

const JUDGES: Readonly<Record<string, Judge>> = {
  type: ({ node, value }) => typeAtoms(node)?.has(atomsOfValue(value)) ?? true,
  nullable: () => true,
  enum: ({ place, value, step }) => choicesAt(place).has(textOf(value, step)),
  const: ({ node, value, step }) => canonicalText(node['const']) === textOf(value, step),
  minimum: bound(asNumber, least),
  maximum: bound(asNumber, most),
  exclusiveMinimum: bound(asNumber, (size, limit) => size > limit),
  exclusiveMaximum: bound(asNumber, (size, limit) => size < limit),
  multipleOf: ({ node, value }) => {
    const factor = numberOf(node, 'multipleOf');
    if (typeof value !== 'number' || factor === undefined || value === 0) return true;
    return Number.isSafeInteger(value) && Number.isSafeInteger(factor) ? value % factor === 0 : undefined;
  },
  minLength: bound(charsOf, least),
  maxLength: bound(charsOf, most),
  pattern: ({ node, value, step }) => typeof value !== 'string' || matches(node, String(node['pattern']), value, step),
  format: ({ node, value }) => {
    const type = NUMBER_FORMATS.has(String(node['format'])) ? 'number' : 'string';
    return typeof value !== type || undefined;
  },
  minItems: bound(itemsOf, least),
  maxItems: bound(itemsOf, most),
  uniqueItems: ({ node, value, step }) =>
    node['uniqueItems'] !== true ||
    !Array.isArray(value) ||
    new Set(value.map((item) => textOf(item, step))).size === value.length,
  items,
  prefixItems: items,
  contains,
  minContains: () => true,
  maxContains: () => true,
  minProperties: bound(namesOf, least),
  maxProperties: bound(namesOf, most),
  properties: members,
  patternProperties: members,
  additionalProperties: members,
  required: ({ node, value, step }) => !isNode(value) || hasAll(value, node['required'], step),
  propertyNames: ({ place, value, step, depth }) => {
    const judge = schemaAt(place, 'propertyNames');
    if (!isNode(value) || judge === undefined) return true;
    return all(Object.keys(value).map((name) => admits(judge, name, step, depth)));
  },
  dependentRequired: ({ node, value, step }) => {
    if (!isNode(value)) return true;
    step(weightOfNode(node));
    return Object.entries(node['dependentRequired'] as SchemaNode).every(
      ([name, needs]) => !Object.hasOwn(value, name) || hasAll(value, needs, step),
    );
  },
  dependentSchemas: ({ place, node, value, step, depth }) => {
    if (!isNode(value)) return true;
    step(weightOfNode(node));
    const asked = [...mapAt(place, 'dependentSchemas')].filter(([name]) => Object.hasOwn(value, name));
    return all(asked.map(([, schema]) => admits(schema, value, step, depth)));
  },
  allOf: ({ place, value, step, depth }) => all(listAt(place, 'allOf').map((part) => admits(part, value, step, depth))),
  anyOf: (given) => {
    const { yes, unknown } = count(given, 'anyOf');
    if (yes > 0) return true;
    return unknown > 0 ? undefined : false;
  },
  oneOf: (given) => {
    const { yes, unknown } = count(given, 'oneOf');
    if (yes > 1) return false;
    return unknown > 0 ? undefined : yes === 1;
  },
  not: ({ place, value, step, depth }) => {
    const inner = schemaAt(place, 'not');
    const verdict = inner === undefined ? undefined : admits(inner, value, step, depth);
    return verdict === undefined ? undefined : verdict !== 'allowed';
  },
  $ref: ({ place, node, value, step, depth }) => {
    const target = place.document.resolve(node, String(node['$ref']));
    if (target === undefined) return undefined;
    const verdict = admits(target, value, step, depth);
    return verdict === 'allowed' ? true : verdict;
  },
};
