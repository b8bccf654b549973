// What the proof of compatibility reads of single keywords, the way ajv judges them.
import { safePattern } from '../safe-pattern.js';
import { isNode, isSchema, type Place, placeAt, type SchemaNode } from '../schema-document.js';

/** The types of JSON, with numbers in two: `integer` and `number` then are sets, and inclusion is one of sets. */
export type Atom = 'null' | 'boolean' | 'object' | 'array' | 'string' | 'integer' | 'fraction';

export const ATOMS: readonly Atom[] = ['null', 'boolean', 'object', 'array', 'string', 'integer', 'fraction'];

/** Keywords that allow and refuse nothing. */
export const ANNOTATIONS: ReadonlySet<string> = new Set(
  ['$schema', '$id', '$anchor', '$dynamicAnchor', '$comment', '$vocabulary', '$defs', 'definitions', 'title'].concat(
    ['description', 'default', 'examples', 'deprecated', 'readOnly', 'writeOnly', 'contentEncoding'],
    ['contentMediaType', 'contentSchema'],
  ),
);

/** Formats that judge numbers; all others judge strings. */
export const NUMBER_FORMATS: ReadonlySet<string> = new Set(['int32', 'int64', 'float', 'double']);

export function atomsOfValue(value: unknown): Atom {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'fraction';
  return typeof value as Atom;
}

/** What `type` (with ajv's `nullable`) allows; undefined: everything. */
export function typeAtoms({ type, nullable }: SchemaNode): ReadonlySet<Atom> | undefined {
  if (type === undefined) return undefined;
  const names = (Array.isArray(type) ? type : [type]) as readonly string[];
  const atoms = names.flatMap((name) => (name === 'number' ? ['integer', 'fraction'] : [name])) as Atom[];
  return new Set(nullable === true ? [...atoms, 'null' as const] : atoms);
}

export function numberOf(node: SchemaNode, keyword: string): number | undefined {
  const value = node[keyword];
  return typeof value === 'number' ? value : undefined;
}

export function stringsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}

export function schemaAt(place: Place, keyword: string): Place | undefined {
  const value = isNode(place.schema) ? place.schema[keyword] : undefined;
  return isSchema(value) ? placeAt(place, value, keyword) : undefined;
}

export function listAt(place: Place, keyword: string): readonly Place[] {
  const value = isNode(place.schema) ? place.schema[keyword] : undefined;
  if (!Array.isArray(value)) return [];
  return value.filter(isSchema).map((schema, index) => placeAt(place, schema, keyword, index));
}

type Maps = Map<SchemaNode, Map<string, ReadonlyMap<string, Place>>>;
/** Read once for each node: they are asked name by name. */
const mapsOf = new WeakMap<Place['document'], Maps>();

/** By name. Ajv overlooks the name `__proto__`, so it is overlooked here. */
export function mapAt(place: Place, keyword: string): ReadonlyMap<string, Place> {
  const value = isNode(place.schema) ? place.schema[keyword] : undefined;
  if (!isNode(value)) return NO_PLACES;
  const maps: Maps = mapsOf.get(place.document) ?? new Map();
  mapsOf.set(place.document, maps);
  const ofNode = maps.get(place.schema as SchemaNode) ?? new Map<string, ReadonlyMap<string, Place>>();
  maps.set(place.schema as SchemaNode, ofNode);
  const known = ofNode.get(keyword) ?? placesOf(place, keyword, value);
  ofNode.set(keyword, known);
  return known;
}

const NO_PLACES: ReadonlyMap<string, Place> = new Map();

function placesOf(place: Place, keyword: string, value: SchemaNode): ReadonlyMap<string, Place> {
  return new Map(
    Object.entries(value).flatMap(([name, schema]): [string, Place][] =>
      isSchema(schema) && name !== '__proto__' ? [[name, placeAt(place, schema, keyword, name)]] : [],
    ),
  );
}

const compiled = new WeakMap<SchemaNode, Map<string, (text: string) => boolean>>();

/** `source` is a pattern of `node`. Undefined: it can't be told. */
export function matches(node: SchemaNode, source: string, text: string): boolean | undefined {
  const known = compiled.get(node) ?? new Map<string, (text: string) => boolean>();
  compiled.set(node, known);
  try {
    const test = known.get(source) ?? testOf(source);
    known.set(source, test);
    return test(text);
  } catch {
    return undefined;
  }
}

function testOf(source: string): (text: string) => boolean {
  const pattern = safePattern(source, 'u');
  return (text) => pattern.test(text);
}

/** Which schemas of one node judge the member `name`; undefined: it can't be told. */
export function membersOf(place: Place, name: string): readonly Place[] | undefined {
  const node = place.schema as SchemaNode;
  const own = mapAt(place, 'properties').get(name);
  const found = own === undefined ? [] : [own];
  for (const [source, member] of mapAt(place, 'patternProperties')) {
    const match = matches(node, source, name);
    if (match === undefined) return undefined;
    if (match) found.push(member);
  }
  const rest = found.length > 0 ? undefined : schemaAt(place, 'additionalProperties');
  return rest === undefined ? found : [rest];
}
