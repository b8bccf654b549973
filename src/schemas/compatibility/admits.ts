// Whether a schema allows one value that is known (of an `enum`, a `const`, a property's name): three answers, because a
// format, say, is not looked into here.
import { isNode, type Place, type SchemaNode } from '../schema-document.js';
import { jsonEqual } from './json-equal.js';
import {
  ANNOTATIONS,
  atomsOfValue,
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

/** The keyword that refuses, and the path of the schema it stands in. */
export type Refusal = { readonly path: string; readonly keyword: string };

/** undefined: it can't be told. */
export type Verdict = 'allowed' | Refusal | undefined;

const MAX_DEPTH = 64;

export function admits(place: Place, value: unknown, depth = 0): Verdict {
  const { schema, path } = place;
  if (schema === true) return 'allowed';
  if (schema === false) return { path, keyword: 'false' };
  if (depth > MAX_DEPTH) return undefined;
  let told = true;
  for (const keyword of Object.keys(schema)) {
    if (ANNOTATIONS.has(keyword)) continue;
    const judge = Object.hasOwn(JUDGES, keyword) ? JUDGES[keyword] : undefined;
    const verdict = judge?.({ place, node: schema, value, depth: depth + 1 }, keyword);
    if (verdict === false) return { path, keyword };
    if (verdict === undefined) told = false;
    else if (verdict !== true) return verdict;
  }
  return told ? 'allowed' : undefined;
}

type Case = { readonly place: Place; readonly node: SchemaNode; readonly value: unknown; readonly depth: number };
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
const charsOf = (value: unknown) => (typeof value === 'string' ? [...value].length : undefined);
const itemsOf = (value: unknown) => (Array.isArray(value) ? value.length : undefined);
const namesOf = (value: unknown) => (isNode(value) ? Object.keys(value).length : undefined);

/** Of several answers: a refusal before "can't be told" before allowed. */
function all(verdicts: Iterable<Verdict>): true | Refusal | undefined {
  let told = true;
  for (const verdict of verdicts) {
    if (verdict === undefined) told = false;
    else if (verdict !== 'allowed') return verdict;
  }
  return told ? true : undefined;
}

function count(places: readonly Place[], value: unknown, depth: number): { yes: number; unknown: number } {
  const verdicts = places.map((place) => admits(place, value, depth));
  return {
    yes: verdicts.filter((verdict) => verdict === 'allowed').length,
    unknown: verdicts.filter((verdict) => verdict === undefined).length,
  };
}

const items: Judge = ({ place, value, depth }) => {
  if (!Array.isArray(value)) return true;
  const first = listAt(place, 'prefixItems');
  const rest = schemaAt(place, 'items');
  return all(
    value.map((item, index) => {
      const judge = first[index] ?? rest;
      return judge === undefined ? 'allowed' : admits(judge, item, depth);
    }),
  );
};

const members: Judge = ({ place, value, depth }) => {
  if (!isNode(value)) return true;
  return all(
    Object.entries(value).flatMap(([name, member]): Verdict[] => {
      const judges = membersOf(place, name);
      return judges === undefined ? [undefined] : judges.map((judge) => admits(judge, member, depth));
    }),
  );
};

const contains: Judge = ({ place, node, value, depth }) => {
  const item = schemaAt(place, 'contains');
  if (!Array.isArray(value) || item === undefined) return true;
  const verdicts = value.map((each) => admits(item, each, depth));
  if (verdicts.includes(undefined)) return undefined;
  const found = verdicts.filter((verdict) => verdict === 'allowed').length;
  return found >= (numberOf(node, 'minContains') ?? 1) && found <= (numberOf(node, 'maxContains') ?? found);
};

const JUDGES: Readonly<Record<string, Judge>> = {
  type: ({ node, value }) => typeAtoms(node)?.has(atomsOfValue(value)) ?? true,
  nullable: () => true,
  enum: ({ node, value }) => (node['enum'] as readonly unknown[]).some((choice) => jsonEqual(choice, value)),
  const: ({ node, value }) => jsonEqual(node['const'], value),
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
  pattern: ({ node, value }) => typeof value !== 'string' || matches(node, String(node['pattern']), value),
  format: ({ node, value }) => {
    const type = NUMBER_FORMATS.has(String(node['format'])) ? 'number' : 'string';
    return typeof value !== type || undefined;
  },
  minItems: bound(itemsOf, least),
  maxItems: bound(itemsOf, most),
  uniqueItems: ({ node, value }) =>
    node['uniqueItems'] !== true ||
    !Array.isArray(value) ||
    value.every((item, at) => value.findIndex((other) => jsonEqual(other, item)) === at),
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
  required: ({ node, value }) => {
    const missing = isNode(value) ? stringsOf(node['required']).filter((name) => !Object.hasOwn(value, name)) : [];
    if (missing.length === 0) return true;
    // Ajv finds `constructor` and its like in every object.
    return missing.some((name) => !(name in {})) ? false : undefined;
  },
  propertyNames: ({ place, value, depth }) => {
    const judge = schemaAt(place, 'propertyNames');
    return !isNode(value) || judge === undefined || all(Object.keys(value).map((name) => admits(judge, name, depth)));
  },
  dependentRequired: ({ node, value }) =>
    !isNode(value) ||
    Object.entries(node['dependentRequired'] as SchemaNode).every(
      ([name, needs]) => !Object.hasOwn(value, name) || stringsOf(needs).every((need) => Object.hasOwn(value, need)),
    ),
  dependentSchemas: ({ place, value, depth }) => {
    if (!isNode(value)) return true;
    const asked = [...mapAt(place, 'dependentSchemas')].filter(([name]) => Object.hasOwn(value, name));
    return all(asked.map(([, schema]) => admits(schema, value, depth)));
  },
  allOf: ({ place, value, depth }) => all(listAt(place, 'allOf').map((part) => admits(part, value, depth))),
  anyOf: ({ place, value, depth }) => {
    const { yes, unknown } = count(listAt(place, 'anyOf'), value, depth);
    if (yes > 0) return true;
    return unknown > 0 ? undefined : false;
  },
  oneOf: ({ place, value, depth }) => {
    const { yes, unknown } = count(listAt(place, 'oneOf'), value, depth);
    if (yes > 1) return false;
    return unknown > 0 ? undefined : yes === 1;
  },
  not: ({ place, value, depth }) => {
    const inner = schemaAt(place, 'not');
    const verdict = inner === undefined ? undefined : admits(inner, value, depth);
    return verdict === undefined ? undefined : verdict !== 'allowed';
  },
  $ref: ({ place, node, value, depth }) => {
    const target = place.document.resolve(node, String(node['$ref']));
    if (target === undefined) return undefined;
    const verdict = admits(target, value, depth);
    return verdict === 'allowed' ? true : verdict;
  },
};
