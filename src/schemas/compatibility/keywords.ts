// What the proof of compatibility reads of single keywords, the way ajv judges them.
import { safePattern } from '../safe-pattern.js';
import { isNode, isSchema, type Place, placeAt, type SchemaNode } from '../schema-document.js';
import { canonicalText } from './json-equal.js';
import { type Step, weightOfMatch, weightOfPattern } from './work.js';

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

/** What is read once for each list or map of a document: they are asked item by item and name by name. */
function readOnce<Read>() {
  const documents = new WeakMap<Place['document'], Map<unknown, Read>>();
  return ({ document }: Place, value: unknown, read: () => Read): Read => {
    const known = documents.get(document) ?? new Map<unknown, Read>();
    documents.set(document, known);
    const found = known.get(value) ?? read();
    known.set(value, found);
    return found;
  };
}

const listOnce = readOnce<readonly Place[]>();
const mapOnce = readOnce<ReadonlyMap<string, Place>>();
const choiceOnce = readOnce<ReadonlySet<string>>();

export function listAt(place: Place, keyword: string): readonly Place[] {
  const value = isNode(place.schema) ? place.schema[keyword] : undefined;
  if (!Array.isArray(value)) return [];
  return listOnce(place, value, () =>
    value.filter(isSchema).map((schema, index) => placeAt(place, schema, keyword, index)),
  );
}

/** By name. Ajv overlooks the name `__proto__`, so it is overlooked here. */
export function mapAt(place: Place, keyword: string): ReadonlyMap<string, Place> {
  const value = isNode(place.schema) ? place.schema[keyword] : undefined;
  return isNode(value) ? mapOnce(place, value, () => placesOf(place, keyword, value)) : NO_PLACES;
}

/** The values of `enum`, by their canonical texts. */
export function choicesAt(place: Place): ReadonlySet<string> {
  const values = (place.schema as SchemaNode)['enum'] as readonly unknown[];
  return choiceOnce(place, values, () => new Set(values.map(canonicalText)));
}

const NO_PLACES: ReadonlyMap<string, Place> = new Map();

function placesOf(place: Place, keyword: string, value: SchemaNode): ReadonlyMap<string, Place> {
  return new Map(
    Object.entries(value).flatMap(([name, schema]): [string, Place][] =>
      isSchema(schema) && name !== '__proto__' ? [[name, placeAt(place, schema, keyword, name)]] : [],
    ),
  );
}

type Pattern = { readonly test: (text: string) => boolean; readonly size: number };

const compiled = new WeakMap<SchemaNode, Map<string, Pattern>>();

/** `source` is a pattern of `node`. Undefined: it can't be told. @throws what `step` throws */
export function matches(node: SchemaNode, source: string, text: string, step: Step): boolean | undefined {
  const known = compiled.get(node) ?? new Map<string, Pattern>();
  compiled.set(node, known);
  let pattern = known.get(source);
  if (pattern === undefined) {
    pattern = patternOf(source);
    if (pattern === undefined) return undefined;
    known.set(source, pattern);
    step(weightOfPattern(pattern.size));
  }
  step(weightOfMatch(pattern.size, text));
  return pattern.test(text);
}

function patternOf(source: string): Pattern | undefined {
  try {
    const pattern = safePattern(source);
    return { test: (text) => pattern.test(text), size: pattern.size };
  } catch {
    return undefined;
  }
}

/** Which schemas of one node judge the member `name`; undefined: it can't be told. @throws what `step` throws */
export function membersOf(place: Place, name: string, step: Step): readonly Place[] | undefined {
  const node = place.schema as SchemaNode;
  const own = mapAt(place, 'properties').get(name);
  const found = own === undefined ? [] : [own];
  for (const [source, member] of mapAt(place, 'patternProperties')) {
    const match = matches(node, source, name, step);
    if (match === undefined) return undefined;
    if (match) found.push(member);
  }
  const rest = found.length > 0 ? undefined : schemaAt(place, 'additionalProperties');
  return rest === undefined ? found : [rest];
}
