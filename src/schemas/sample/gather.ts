// All parts of a schema that hold for one and the same value: the part itself, what it refers to, `allOf`, and the branches
// that one attempt takes.
import { SAMPLE_MAX_PARTS } from '../../model/listen-limits.js';
import { isSchema, type Place, placeAt, type SchemaNode } from '../schema-document.js';
import type { Choices } from './choices.js';

/** No value was found by these choices, within the bounds. */
export class Unsampled extends Error {}

/** A part that is an object, and where it stands. */
export type Facet = { readonly node: SchemaNode; readonly place: Place };

/** How many parts may still be looked at. */
export type Budget = { left: number };

export const newBudget = (): Budget => ({ left: SAMPLE_MAX_PARTS });

/** @throws Unsampled where one of them allows nothing */
export function gather(places: readonly Place[], choices: Choices, budget: Budget): Facet[] {
  const facets: Facet[] = [];
  const waiting = [...places];
  const seen = new Set<unknown>();
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const { schema } = place;
    budget.left -= 1;
    if (schema === false || budget.left < 0) throw new Unsampled();
    if (schema === true || seen.has(schema)) continue;
    seen.add(schema);
    facets.push({ node: schema, place });
    waiting.push(...furtherParts(schema, place, choices));
  }
  return facets;
}

function furtherParts(node: SchemaNode, place: Place, { pick, optional }: Choices): Place[] {
  const parts: Place[] = [];
  for (const keyword of ['$ref', '$dynamicRef']) {
    const ref = node[keyword];
    const target = typeof ref === 'string' ? place.document.resolve(node, ref) : undefined;
    if (target !== undefined) parts.push(target);
  }
  parts.push(...listOf(node, place, 'allOf'));
  for (const keyword of ['anyOf', 'oneOf']) {
    const branches = listOf(node, place, keyword);
    const branch = branches[pick(branches.length)];
    if (branch !== undefined) parts.push(branch);
  }
  if (isSchema(node['if'])) {
    const holds = optional();
    parts.push(...partsAt(node, place, ...(holds ? ['if', 'then'] : ['else'])));
  }
  return parts;
}

/** The schemas of a list of them. */
export function listOf(node: SchemaNode, place: Place, keyword: string): Place[] {
  const list = node[keyword];
  if (!Array.isArray(list)) return [];
  return list.flatMap((part, index) => (isSchema(part) ? [placeAt(place, part, keyword, index)] : []));
}

/** The schemas right under these keywords. */
export function partsAt(node: SchemaNode, place: Place, ...keywords: readonly string[]): Place[] {
  return keywords.flatMap((keyword) => {
    const part = node[keyword];
    return isSchema(part) ? [placeAt(place, part, keyword)] : [];
  });
}
