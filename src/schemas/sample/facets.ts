// What the parts of a schema say together about a value, read without a validator: enough to choose by.
import { jsonEqual } from '../compatibility/json-equal.js';
import { safePattern } from '../safe-pattern.js';
import { isNode } from '../schema-document.js';
import type { Facet } from './gather.js';

export type TypeName = 'object' | 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'null';

/** In the order in which one is taken where nothing says which. */
const TYPES: readonly TypeName[] = ['object', 'string', 'integer', 'number', 'boolean', 'array', 'null'];

/** Keywords that say something of one type alone: a schema that has them means that type. */
const MEANT: Readonly<Record<string, TypeName>> = {
  properties: 'object',
  required: 'object',
  patternProperties: 'object',
  minProperties: 'object',
  items: 'array',
  prefixItems: 'array',
  contains: 'array',
  minItems: 'array',
  pattern: 'string',
  format: 'string',
  minLength: 'string',
  maxLength: 'string',
  minimum: 'number',
  maximum: 'number',
  exclusiveMinimum: 'number',
  exclusiveMaximum: 'number',
  multipleOf: 'number',
};

/** The types that all of them allow; the one that is meant first. */
export function typesOf(facets: readonly Facet[]): TypeName[] {
  const allowed = TYPES.filter((type) => facets.every(({ node }) => allows(node['type'], type)));
  const meant = facets.flatMap(({ node }) => Object.keys(node).flatMap((keyword) => MEANT[keyword] ?? []));
  const named = facets.flatMap(({ node }) => node['type']).flat();
  const rank = (type: TypeName): number => {
    if (meant.includes(type) || (type === 'integer' && meant.includes('number'))) return 0;
    return named.includes(type) ? 1 : 2;
  };
  return allowed.toSorted((a, b) => rank(a) - rank(b));
}

function allows(type: unknown, wanted: TypeName): boolean {
  if (type === undefined) return true;
  const list = Array.isArray(type) ? type : [type];
  return list.includes(wanted) || (wanted === 'integer' && list.includes('number'));
}

/** The highest lower bound. */
export function largest(facets: readonly Facet[], keyword: string): number | undefined {
  return boundsOf(facets, keyword).reduce<number | undefined>(
    (a, b) => (a === undefined ? b : Math.max(a, b)),
    undefined,
  );
}

/** The lowest upper bound. */
export function smallest(facets: readonly Facet[], keyword: string): number | undefined {
  return boundsOf(facets, keyword).reduce<number | undefined>(
    (a, b) => (a === undefined ? b : Math.min(a, b)),
    undefined,
  );
}

function boundsOf(facets: readonly Facet[], keyword: string): number[] {
  return facets.flatMap(({ node }) => (typeof node[keyword] === 'number' ? [node[keyword]] : []));
}

/** By type, `const`, `enum`, bounds and patterns; what else there is the validator judges in the end. */
export function fits(value: unknown, facets: readonly Facet[]): boolean {
  return facets.every(({ node }) => {
    if (!typeFits(node['type'], value)) return false;
    if (Object.hasOwn(node, 'const') && !jsonEqual(node['const'], value)) return false;
    if (Array.isArray(node['enum']) && !node['enum'].some((one) => jsonEqual(one, value))) return false;
    if (typeof value === 'number') return numberFits(node, value);
    return typeof value !== 'string' || textFits(node, value);
  });
}

function typeFits(type: unknown, value: unknown): boolean {
  const own = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  if (own !== 'number') return allows(type, own as TypeName);
  return allows(type, 'number') || (Number.isInteger(value) && allows(type, 'integer'));
}

function numberFits(node: Facet['node'], value: number): boolean {
  const bound = (keyword: string, holds: (limit: number) => boolean): boolean =>
    typeof node[keyword] !== 'number' || holds(node[keyword]);
  return (
    bound('minimum', (limit) => value >= limit) &&
    bound('maximum', (limit) => value <= limit) &&
    bound('exclusiveMinimum', (limit) => value > limit) &&
    bound('exclusiveMaximum', (limit) => value < limit) &&
    bound('multipleOf', (step) => Number.isInteger(value / step))
  );
}

function textFits(node: Facet['node'], value: string): boolean {
  const { minLength, maxLength, pattern } = node;
  const length = [...value].length;
  if (typeof minLength === 'number' && length < minLength) return false;
  if (typeof maxLength === 'number' && length > maxLength) return false;
  return typeof pattern !== 'string' || safePattern(pattern).test(value);
}

/** Whether `propertyNames` lets a member be called so. */
export function isName({ node, place }: Facet, name: string): boolean {
  const names = node['propertyNames'];
  return names !== false && (!isNode(names) || fits(name, [{ node: names, place }]));
}
