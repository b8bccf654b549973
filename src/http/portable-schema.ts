// A registered schema as components of an OpenAPI document. There `#` is the whole document, and most tools know no ids
// inside it: so everything that is referred to becomes a component of its own, and every reference names one.

import type { JsonSchema } from '../schemas/schema-check.js';
import { isNode, makeSchemaDocument, type Place, type SchemaNode, SHAPES } from '../schemas/schema-document.js';

const LEFT_OUT: ReadonlySet<string> = new Set(
  ['$id', '$anchor', '$dynamicAnchor', '$schema', '$comment', '$vocabulary', '$defs', 'definitions'].concat('nullable'),
);
const ANNOTATIONS: ReadonlySet<string> = new Set(['title', 'description', 'examples', 'default', 'deprecated']);

/**
 * By name; the schema itself is `name`, what it refers to `name.<its own name>`. It is known to compile. `taken`: the
 * names of the document's other components; the new ones are added to it.
 */
export function componentsOf(name: string, schema: JsonSchema, taken: Set<string>): Readonly<Record<string, unknown>> {
  const { root } = makeSchemaDocument(schema);
  const names = new Map<unknown, string>([[schema, name]]);
  const waiting: Place[] = [root];

  const nameOf = (place: Place): string => {
    const known = names.get(place.schema);
    if (known !== undefined) return known;
    const id = isNode(place.schema) ? place.schema['$id'] : undefined;
    const step =
      String(id ?? place.path)
        .split(/[/#]/)
        .filter((each) => each !== '')
        .at(-1) ?? 'part';
    const own = `${name}.${step.replace(/[^A-Za-z0-9._-]/g, '_')}`;
    let free = own;
    for (let count = 2; taken.has(free); count += 1) free = `${own}-${count}`;
    taken.add(free);
    names.set(place.schema, free);
    waiting.push(place);
    return free;
  };
  const referenceOf = (node: SchemaNode): string | undefined => {
    const ref = node['$ref'] ?? node['$dynamicRef'];
    const target = typeof ref === 'string' ? root.document.resolve(node, ref) : undefined;
    return target === undefined ? undefined : `#/components/schemas/${nameOf(target)}`;
  };

  const components: [string, unknown][] = [];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    components.push([
      nameOf(next),
      typeof next.schema === 'boolean' ? asObject(next.schema) : portable(next.schema, referenceOf),
    ]);
  }
  return Object.fromEntries(components);
}

const asObject = (schema: boolean) => (schema ? {} : { not: {} });

type ReferenceOf = (node: SchemaNode) => string | undefined;

function portable(node: SchemaNode, referenceOf: ReferenceOf): unknown {
  const inner = (schema: unknown): unknown => (isNode(schema) ? portable(schema, referenceOf) : schema);
  const members = Object.entries(node).flatMap(([keyword, value]): [string, unknown][] => {
    if (LEFT_OUT.has(keyword) || keyword === '$ref' || keyword === '$dynamicRef') return [];
    const shape = SHAPES.get(keyword);
    if (shape === 'one') return [[keyword, inner(value)]];
    if (shape === 'list' && Array.isArray(value)) return [[keyword, value.map(inner)]];
    if (shape === 'map' && isNode(value)) {
      return [[keyword, Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inner(part)]))]];
    }
    return [[keyword, keyword === 'type' && node['nullable'] === true ? [value, 'null'].flat() : value]];
  });
  const own = Object.fromEntries(members);
  const $ref = referenceOf(node);
  if ($ref === undefined) return own;
  // Many tools read nothing beside a reference.
  if (members.every(([keyword]) => ANNOTATIONS.has(keyword))) return { $ref, ...own };
  return { allOf: [{ $ref }, own] };
}
