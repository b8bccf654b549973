// One value by one run of choices: what holds for it is gathered, then it is built by its type, members and items likewise.
import { SAMPLE_MAX_DEPTH, SAMPLE_MAX_ITEMS, SAMPLE_OPTIONAL_DEPTH } from '../../model/listen-limits.js';
import { jsonEqual } from '../compatibility/json-equal.js';
import { isNode, isSchema, type Place, placeAt } from '../schema-document.js';
import type { Choices } from './choices.js';
import { fits, isName, largest, smallest, type TypeName, typesOf } from './facets.js';
import { type Budget, type Facet, gather, listOf, newBudget, partsAt, Unsampled } from './gather.js';
import { sampleNumber, sampleText } from './scalar-sample.js';

export { Unsampled };

/** `salt`: for the items of one list, so that they differ. */
type Build = { readonly choices: Choices; readonly budget: Budget; readonly depth: number; readonly salt: number };

/** @throws Unsampled */
export function buildValue(root: Place, choices: Choices): unknown {
  return build([root], { choices, budget: newBudget(), depth: 0, salt: 0 });
}

function build(places: readonly Place[], at: Build): unknown {
  if (at.depth > SAMPLE_MAX_DEPTH) throw new Unsampled();
  const facets = gather(places, at.choices, at.budget);
  const literal = literalOf(facets, at);
  if (literal !== undefined) return literal.value;
  const types = typesOf(facets);
  const type = types[at.choices.pick(types.length)];
  if (type === undefined) throw new Unsampled();
  return buildType(type, facets, at);
}

/** What the schema writes out itself: `const`, one of `enum`, or, if so chosen, `examples` or `default`. */
function literalOf(facets: readonly Facet[], { choices, salt }: Build): { readonly value: unknown } | undefined {
  const constant = facets.find(({ node }) => Object.hasOwn(node, 'const'));
  if (constant !== undefined) return { value: constant.node['const'] };
  const listed = facets.find(({ node }) => Array.isArray(node['enum']));
  if (listed !== undefined) {
    const values = (listed.node['enum'] as unknown[]).filter((value) => fits(value, facets));
    if (values.length === 0) throw new Unsampled();
    return { value: values[(choices.pick(values.length) + salt) % values.length] };
  }
  if (!choices.literal()) return undefined;
  const written = facets.flatMap(({ node }) => {
    const examples = Array.isArray(node['examples']) ? (node['examples'] as unknown[]) : [];
    return Object.hasOwn(node, 'default') ? [...examples, node['default']] : examples;
  });
  const fitting = written.filter((value) => fits(value, facets));
  return fitting.length <= salt ? undefined : { value: fitting[salt] };
}

function buildType(type: TypeName, facets: readonly Facet[], at: Build): unknown {
  switch (type) {
    case 'null':
      return null;
    case 'boolean':
      return (at.choices.pick(2) + at.salt) % 2 === 0;
    case 'string':
      return sampleText(facets, at.salt);
    case 'integer':
    case 'number':
      return sampleNumber(facets, type === 'integer', at.salt);
    case 'array':
      return buildArray(facets, at);
    case 'object':
      return buildObject(facets, at);
    default:
      return type satisfies never;
  }
}

function buildArray(facets: readonly Facet[], at: Build): unknown[] {
  const prefix = Math.max(0, ...facets.map(({ node, place }) => listOf(node, place, 'prefixItems').length));
  const least = largest(facets, 'minItems') ?? 0;
  const most = Math.min(smallest(facets, 'maxItems') ?? SAMPLE_MAX_ITEMS, SAMPLE_MAX_ITEMS);
  const wanted = facets.flatMap(({ node, place }) =>
    partsAt(node, place, 'contains').flatMap((part) => Array<Place>(containedOf(node['minContains'])).fill(part)),
  );
  const shown = at.choices.optional() ? Math.max(prefix, 1) : 0;
  const length = Math.min(Math.max(least, wanted.length, shown), most);
  if (length < least || length > SAMPLE_MAX_ITEMS) throw new Unsampled();
  const unique = facets.some(({ node }) => node['uniqueItems'] === true);
  const items: unknown[] = [];
  for (let index = 0; index < length; index += 1) {
    // Those that must be among them stand last: the first ones have schemas of their own.
    const contained = wanted[index - (length - wanted.length)];
    const places = [...itemPlaces(facets, index), ...(contained === undefined ? [] : [contained])];
    const item = freshItem(places, at, unique ? items : [], index);
    if (item === undefined && index >= least) break;
    if (item === undefined) throw new Unsampled();
    items.push(item.value);
  }
  return items;
}

function containedOf(minContains: unknown): number {
  return typeof minContains === 'number' ? Math.min(minContains, SAMPLE_MAX_ITEMS) : 1;
}

/** Undefined: there is none, or none that the others don't equal. */
function freshItem(places: readonly Place[], at: Build, others: readonly unknown[], index: number) {
  for (let salt = 0; salt <= others.length; salt += 1) {
    try {
      const value = build(places, { ...at, depth: at.depth + 1, salt: others.length === 0 ? index : salt });
      if (!others.some((other) => jsonEqual(other, value))) return { value };
    } catch (error) {
      if (!(error instanceof Unsampled)) throw error;
      return undefined;
    }
  }
  return undefined;
}

function itemPlaces(facets: readonly Facet[], index: number): Place[] {
  return facets.flatMap(({ node, place }) => {
    const own = listOf(node, place, 'prefixItems')[index];
    if (own !== undefined) return [own];
    return partsAt(node, place, ...('items' in node ? ['items'] : ['unevaluatedItems']));
  });
}

function buildObject(facets: readonly Facet[], at: Build): Record<string, unknown> {
  const required = new Set(facets.flatMap(({ node }) => namesOf(node['required'])));
  const optional = new Set(
    facets.flatMap(({ node }) => (isNode(node['properties']) ? Object.keys(node['properties']) : [])),
  );
  const most = smallest(facets, 'maxProperties') ?? Number.POSITIVE_INFINITY;
  const least = largest(facets, 'minProperties') ?? 0;
  const members = new Map<string, unknown>();
  const extra = [...facets];

  const add = (name: string): boolean => {
    if (members.has(name)) return true;
    if (!extra.every((facet) => isName(facet, name))) return false;
    const value = tryBuild(memberPlaces(extra, name), at);
    if (value === undefined) return false;
    members.set(name, value.value);
    for (const { node, place } of facets) {
      const needed = isNode(node['dependentRequired']) ? namesOf(node['dependentRequired'][name]) : [];
      for (const other of needed) if (!add(other)) throw new Unsampled();
      const also = isNode(node['dependentSchemas']) ? node['dependentSchemas'][name] : undefined;
      if (isSchema(also)) addDependent(placeAt(place, also, 'dependentSchemas', name));
    }
    return true;
  };
  const addDependent = (place: Place): void => {
    for (const facet of gather([place], at.choices, at.budget)) {
      extra.push(facet);
      for (const name of namesOf(facet.node['required'])) if (!add(name)) throw new Unsampled();
    }
  };

  for (const name of required) if (!add(name)) throw new Unsampled();
  for (const name of optional) {
    const wanted = members.size < least || (at.depth < SAMPLE_OPTIONAL_DEPTH && at.choices.optional());
    if (members.size < most && wanted) add(name);
  }
  for (let index = 0; members.size < least; index += 1) {
    if (index > SAMPLE_MAX_ITEMS) throw new Unsampled();
    add(extraName(extra, index));
  }
  return Object.fromEntries(members);
}

/** A name that nobody has thought of, but for patterns and lists of names. */
function extraName(facets: readonly Facet[], index: number): string {
  const names = facets.flatMap(({ node, place }) => {
    const patterns = isNode(node['patternProperties']) ? Object.keys(node['patternProperties']) : [];
    const matching = patterns.map((pattern) => sampleText([{ node: { pattern }, place }], index));
    const own = node['propertyNames'];
    if (!isNode(own)) return matching;
    const listed = namesOf(own['enum'])[index];
    return [...matching, listed ?? sampleText([{ node: own, place }], index)];
  });
  return names[index % (names.length + 1)] ?? `${'abcdefghij'[index % 10]}${index < 10 ? '' : index}`;
}

function tryBuild(places: readonly Place[], at: Build): { readonly value: unknown } | undefined {
  try {
    return { value: build(places, { ...at, depth: at.depth + 1, salt: 0 }) };
  } catch (error) {
    if (error instanceof Unsampled && at.budget.left >= 0) return undefined;
    throw error;
  }
}

function memberPlaces(facets: readonly Facet[], name: string): Place[] {
  return facets.flatMap(({ node, place }) => {
    const places: Place[] = [];
    for (const keyword of ['properties', 'patternProperties']) {
      const parts = node[keyword];
      if (!isNode(parts)) continue;
      for (const [own, part] of Object.entries(parts)) {
        const holds = keyword === 'properties' ? own === name : fits(name, [{ node: { pattern: own }, place }]);
        if (holds && isSchema(part)) places.push(placeAt(place, part, keyword, own));
      }
    }
    if (places.length > 0) return places;
    return partsAt(node, place, ...('additionalProperties' in node ? ['additionalProperties'] : []));
  });
}

function namesOf(names: unknown): string[] {
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}
