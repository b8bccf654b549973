// Where the parts of a schema stand and what its references mean: bundling, the byte proof, the proof of compatibility and
// the typed contract all read a schema through this. JSON Schema 2020-12, core, 8.2 and 9.2.
import { into } from './json-pointer.js';
import type { JsonSchema } from './schema-check.js';

export type SchemaNode = Readonly<Record<string, unknown>>;

/** A schema, or a part of one: `path` is its JSON pointer from the root of its document. */
export type Place = { readonly schema: JsonSchema; readonly path: string; readonly document: SchemaDocument };

export type SchemaDocument = {
  readonly root: Place;
  /** Every part that is an object, outermost first. */
  readonly nodes: ReadonlyMap<SchemaNode, NodePlace>;
  /** Absolute ids of the resources in it, without fragment; '' where the root has none. */
  readonly resources: ReadonlyMap<string, SchemaNode>;
  /** What `$ref` (or `$dynamicRef`, taken as static) of `node` leads to; undefined: it isn't here, or no schema. */
  resolve(node: SchemaNode, ref: string): Place | undefined;
};

export type NodePlace = { readonly path: string; readonly base: string };

const ONE = ['additionalProperties', 'items', 'contains', 'not', 'if', 'then', 'else', 'propertyNames'].concat(
  'unevaluatedItems',
  'unevaluatedProperties',
  'contentSchema',
);
const LISTS = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const MAPS = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas', 'dependencies'];

/** How a keyword holds schemas: one, a list, or a map of them. */
export const SHAPES: ReadonlyMap<string, 'one' | 'list' | 'map'> = new Map([
  ...ONE.map((keyword) => [keyword, 'one'] as const),
  ...LISTS.map((keyword) => [keyword, 'list'] as const),
  ...MAPS.map((keyword) => [keyword, 'map'] as const),
]);

export const isNode = (value: unknown): value is SchemaNode =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isSchema = (value: unknown): value is JsonSchema => typeof value === 'boolean' || isNode(value);

/** The schemas right below `node`, with their pointers from it. */
export function partsOf(node: SchemaNode): { readonly schema: JsonSchema; readonly path: string }[] {
  const parts: { schema: JsonSchema; path: string }[] = [];
  for (const [keyword, value] of Object.entries(node)) {
    const shape = SHAPES.get(keyword);
    if (shape === 'one' && isSchema(value)) parts.push({ schema: value, path: into('', keyword) });
    if ((shape === 'list' && Array.isArray(value)) || (shape === 'map' && isNode(value))) {
      for (const [name, schema] of Object.entries(value)) {
        if (isSchema(schema)) parts.push({ schema, path: into(into('', keyword), name) });
      }
    }
  }
  return parts;
}

/** `reference` against `base`, absolute where that is possible. */
export function resolveUri(reference: string, base: string): string {
  try {
    return new URL(reference, base === '' ? undefined : base).href;
  } catch {
    return reference.startsWith('#') ? base + reference : reference;
  }
}

/** A URI and its fragment (without '#', as it is written). */
export function splitUri(uri: string): readonly [resource: string, fragment: string] {
  const hash = uri.indexOf('#');
  if (hash < 0) return [uri, ''];
  return [uri.slice(0, hash), uri.slice(hash + 1)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The schema is known to be one (`checkSchemaForm`), so its depth is bounded. */
export function makeSchemaDocument(schema: JsonSchema): SchemaDocument {
  const nodes = new Map<SchemaNode, NodePlace>();
  const resources = new Map<string, SchemaNode>();
  const anchors = new Map<string, SchemaNode>();

  const visit = (node: SchemaNode, path: string, outer: string): void => {
    const id = node['$id'];
    const base = typeof id === 'string' ? splitUri(resolveUri(id, outer))[0] : outer;
    if ((typeof id === 'string' || path === '') && !resources.has(base)) resources.set(base, node);
    for (const keyword of ['$anchor', '$dynamicAnchor']) {
      if (typeof node[keyword] === 'string') anchors.set(`${base}#${node[keyword]}`, node);
    }
    nodes.set(node, { path, base });
    for (const part of partsOf(node)) if (isNode(part.schema)) visit(part.schema, path + part.path, base);
  };
  if (isNode(schema)) visit(schema, '', '');

  const placeOf = (found: unknown, path: string): Place | undefined => {
    if (typeof found === 'boolean') return { schema: found, path, document };
    const known = isNode(found) ? nodes.get(found) : undefined;
    return known === undefined ? undefined : { schema: found as SchemaNode, path: known.path, document };
  };

  /** A fragment is taken apart before it is decoded: `%2F` is a slash within a name. RFC 6901, 6. */
  const resolveApart = (base: string, ref: string): Place | undefined => {
    const [resource, fragment] = splitUri(resolveUri(ref, base));
    const start = resources.get(resource);
    if (start === undefined) return undefined;
    if (fragment === '') return placeOf(start, nodes.get(start)?.path ?? '');
    if (!decoded(fragment).startsWith('/')) return placeOf(anchors.get(`${resource}#${decoded(fragment)}`), '');
    let found: unknown = start;
    let path = nodes.get(start)?.path ?? '';
    for (const step of fragment.split('/').slice(1)) {
      const name = decoded(step).replaceAll('~1', '/').replaceAll('~0', '~');
      if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
      found = (found as Readonly<Record<string, unknown>>)[name];
      path = into(path, name);
    }
    return placeOf(found, path);
  };
  /** By base and reference: a proof asks for the same ones again and again. */
  const resolved = new Map<string, Place | undefined>();

  const document: SchemaDocument = {
    get root() {
      return { schema, path: '', document };
    },
    nodes,
    resources,
    resolve(node, ref) {
      const base = nodes.get(node)?.base ?? '';
      const key = `${base} ${ref}`;
      if (!resolved.has(key)) resolved.set(key, resolveApart(base, ref));
      return resolved.get(key);
    },
  };
  return document;
}

/** The place of a part of `place`, `steps` further in. */
export function placeAt(place: Place, schema: JsonSchema, ...steps: readonly (string | number)[]): Place {
  return {
    schema,
    path: steps.reduce<string>((path, step) => into(path, String(step)), place.path),
    document: place.document,
  };
}
