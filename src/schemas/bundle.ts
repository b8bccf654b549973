// A schema that refers to schemas of other topics, made whole: what it refers to is copied into its `$defs` under its
// `$id`, so that a version means the same for ever and reads without the others. JSON Schema 2020-12, core, 9.3.
import { SCHEMA_MAX_REFERENCES } from '../model/limits.js';
import { into } from './json-pointer.js';
import { invalidSchema, type JsonSchema } from './schema-check.js';
import {
  isNode,
  makeSchemaDocument,
  resolveUri,
  type SchemaDocument,
  type SchemaNode,
  splitUri,
} from './schema-document.js';

/** The dialect itself: the compiler has it. */
const DIALECT_PREFIX = 'https://json-schema.org/draft/2020-12/';

/**
 * What the schema holds itself is not looked up; of everything else the newest version is taken, also where the schema
 * that refers to it was registered with an older one: one id is one schema in a bundle.
 * @throws INVALID_SCHEMA naming the reference that leads nowhere, and what to register first
 */
export function bundle(schema: JsonSchema, newest: (id: string) => JsonSchema | undefined): JsonSchema {
  const own = makeSchemaDocument(schema);
  const held = new Set(own.resources.keys());
  const added = new Map<string, SchemaNode>();
  const copies = new Map<string, SchemaNode>();
  const waiting = [{ document: own, by: '' }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    for (const { id, path, ref } of foreignRefs(next.document)) {
      if (held.has(id)) continue;
      const found = newest(id) ?? copies.get(id);
      if (!isNode(found)) throw unknownReference(next.by, path, ref, id);
      if (added.size >= SCHEMA_MAX_REFERENCES) throw tooManyReferences();
      const apart = withoutCopies(found);
      for (const [copied, copy] of apart.copies) copies.set(copied, copy);
      const document = makeSchemaDocument(apart.schema);
      added.set(id, apart.schema);
      for (const resource of document.resources.keys()) held.add(resource);
      waiting.push({ document, by: id });
    }
  }
  return added.size === 0 ? schema : withDefinitions(schema as SchemaNode, added);
}

type ForeignRef = { readonly id: string; readonly path: string; readonly ref: string };

function foreignRefs({ nodes }: SchemaDocument): ForeignRef[] {
  const found: ForeignRef[] = [];
  for (const [node, { path, base }] of nodes) {
    for (const keyword of ['$ref', '$dynamicRef']) {
      const ref = node[keyword];
      if (typeof ref !== 'string') continue;
      const [id] = splitUri(resolveUri(ref, base));
      if (id !== base && !id.startsWith(DIALECT_PREFIX)) found.push({ id, path: into(path, keyword), ref });
    }
  }
  return found;
}

/** What an earlier bundling put into `$defs` is told by its name, which is its `$id`. */
function withoutCopies(schema: SchemaNode) {
  const copies = new Map<string, SchemaNode>();
  const definitions = Object.entries(isNode(schema['$defs']) ? schema['$defs'] : {});
  const kept = definitions.filter(([name, part]) => {
    const copied = isNode(part) && part['$id'] === name && URL.canParse(name);
    if (copied) copies.set(splitUri(resolveUri(name, ''))[0], part);
    return !copied;
  });
  const { $defs: _all, ...rest } = schema;
  return { schema: kept.length > 0 ? { ...rest, $defs: Object.fromEntries(kept) } : rest, copies };
}

function withDefinitions(schema: SchemaNode, added: ReadonlyMap<string, SchemaNode>): SchemaNode {
  const definitions = new Map(Object.entries(isNode(schema['$defs']) ? schema['$defs'] : {}));
  for (const [id, part] of added) {
    let name = id;
    while (definitions.has(name)) name = `${name}_`;
    definitions.set(name, { ...part, $id: id });
  }
  return { ...schema, $defs: Object.fromEntries(definitions) };
}

function unknownReference(by: string, path: string, ref: string, id: string) {
  const absolute = URL.canParse(id);
  const where = by === '' ? `/schema${path}` : '/schema';
  const message =
    by === ''
      ? `refers to '${ref}', which this schema does not hold and no registered schema has as its "$id"; nothing is fetched`
      : `refers to '${by}', whose '${path}' refers to '${id}', which no registered schema has as its "$id"`;
  const mend = absolute
    ? `Register it first, with any topic: PUT /v1/topics/{topic}/schema with {"schema": {"$id": "${id}", ...}}. ` +
      'Or put it under "$defs".'
    : 'Refer to a registered schema by its absolute "$id", or put what it refers to under "$defs".';
  return invalidSchema(`${where}: ${message}. ${mend}`, [{ path: where, message }]);
}

function tooManyReferences() {
  const message = `refers to more than ${SCHEMA_MAX_REFERENCES} registered schemas`;
  return invalidSchema(`The schema ${message}. Put what belongs together into one schema.`, [
    { path: '/schema', message },
  ]);
}
