// The fast way through a schema: compiled to what a proof over bytes looks for (src/json/program.ts), where all of its
// keywords are known here. Any other keyword in force makes the whole schema one for ajv alone. The proof is sound and
// not complete: what it does not prove is parsed and judged by ajv, whose errors are the ones told.
import {
  ANYTHING,
  COUNT_MAX,
  MEMBERS_MAX,
  type ProofArray,
  type ProofMember,
  type ProofNode,
  type ProofObject,
  type ProofShape,
  TYPE_BITS,
} from '../../json/program.js';
import type { JsonSchema } from '../schema-check.js';
import { makeSchemaDocument, type SchemaDocument } from '../schema-document.js';
import { compileNumbers, compileText, needsNoEscape, type TextChecks } from './scalars.js';
import { ONLY_AJV, type Schema, smallNatural } from './schema-part.js';

type JsonType = keyof typeof TYPE_BITS;

/** Keywords without effect on validity (formats and patterns are checked, see `scalars.ts`). */
const ANNOTATIONS = [
  '$schema',
  '$id',
  '$anchor',
  '$comment',
  '$defs',
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
];
const ASSERTIONS = [
  'type',
  'enum',
  'const',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minimum',
  'maximum',
].concat(
  ['exclusiveMinimum', 'exclusiveMaximum', 'properties', 'required', 'additionalProperties', 'items', 'minItems'],
  ['maxItems', 'readOnly', 'writeOnly'],
);
const KNOWN: ReadonlySet<string> = new Set([...ANNOTATIONS, ...ASSERTIONS]);
const ALL_TYPES: readonly JsonType[] = ['string', 'number', 'object', 'array', 'boolean', 'null'];

type Parts = TextChecks & {
  readonly document: SchemaDocument;
  /** What references may lead to, also before it is finished: a schema may refer to itself. */
  readonly shapes: Map<Schema, ProofShape>;
  /** References that lead to each other, down to here. */
  readonly followed: number;
};

/** References into each other are followed so far; a program is written and read with a stack. */
const FOLLOWED_MAX = 64;

/** What a value must be like to be proven valid; undefined: this schema is for ajv alone. */
export function compileProof(schema: unknown, checks: TextChecks): ProofNode | undefined {
  try {
    const document = makeSchemaDocument(schema as JsonSchema);
    return compileNode(schema, { ...checks, document, shapes: new Map(), followed: 0 });
  } catch (error) {
    if (error === ONLY_AJV) return undefined;
    throw error;
  }
}

function compileNode(node: unknown, parts: Parts): ProofNode {
  if (node === true) return ANYTHING;
  if (typeof node !== 'object' || node === null || Array.isArray(node)) throw ONLY_AJV;
  const schema = node as Schema;
  const keywords = Object.keys(schema);
  const known = parts.shapes.get(schema);
  if (known !== undefined) return known;
  if (schema['$ref'] !== undefined) return compileReference(schema, keywords, parts);
  if (keywords.some((keyword) => !KNOWN.has(keyword))) throw ONLY_AJV;
  if (keywords.every((keyword) => ANNOTATIONS.includes(keyword))) return ANYTHING;
  const types = typesOf(schema);
  if (schema['enum'] !== undefined || schema['const'] !== undefined) return compileChoice(schema, types, keywords);
  const shape: ProofShape = { types: 0 };
  parts.shapes.set(schema, shape);
  for (const type of types) {
    shape.types |= TYPE_BITS[type] ?? 0;
    Object.assign(shape, compileType(type, schema, parts));
  }
  return shape;
}

/** What stands beside a reference would hold too: ajv's business. */
function compileReference(schema: Schema, keywords: readonly string[], parts: Parts): ProofNode {
  const { $ref } = schema;
  const alone = keywords.every((keyword) => keyword === '$ref' || ANNOTATIONS.includes(keyword));
  const target = alone && typeof $ref === 'string' ? parts.document.resolve(schema, $ref) : undefined;
  if (target === undefined || parts.followed >= FOLLOWED_MAX) throw ONLY_AJV;
  return compileNode(target.schema, { ...parts, followed: parts.followed + 1 });
}

function typesOf(schema: Schema): readonly JsonType[] {
  const { type } = schema;
  if (type === undefined) return ALL_TYPES;
  const types = (Array.isArray(type) ? type : [type]) as JsonType[];
  return types.includes('number') ? types.filter((name) => name !== 'integer') : types;
}

/** A choice among strings, with nothing but annotations and the type beside it. */
function compileChoice(schema: Schema, types: readonly JsonType[], keywords: readonly string[]): ProofShape {
  const alone = keywords.filter((keyword) => !ANNOTATIONS.includes(keyword) && keyword !== 'type');
  if (alone.length !== 1 || !types.includes('string')) throw ONLY_AJV;
  const choices = (schema['enum'] ?? [schema['const']]) as readonly unknown[];
  const texts = choices.filter((choice) => typeof choice === 'string');
  if (texts.length !== choices.length || !texts.every(needsNoEscape)) throw ONLY_AJV;
  return { types: TYPE_BITS.string, text: { least: 0, most: COUNT_MAX, tests: [], choices: texts } };
}

function compileType(type: JsonType, schema: Schema, parts: Parts): Omit<ProofShape, 'types'> {
  switch (type) {
    case 'string':
      return { text: compileText(schema, parts) };
    case 'number':
    case 'integer':
      // Formats of numbers (int32, …) are ajv's business.
      if (schema['format'] !== undefined) throw ONLY_AJV;
      return { numbers: compileNumbers(schema) };
    case 'boolean':
    case 'null':
      return {};
    case 'object':
      return { object: compileObject(schema, parts) };
    case 'array':
      return { array: compileArray(schema, parts) };
    default:
      throw ONLY_AJV;
  }
}

function compileObject(schema: Schema, parts: Parts): ProofObject {
  const { properties = {}, required = [], additionalProperties = true } = schema;
  const names = new Set([...Object.keys(properties as object), ...(required as readonly string[])]);
  if (names.size > MEMBERS_MAX || names.has('__proto__') || ![...names].every(needsNoEscape)) throw ONLY_AJV;
  const others = additionalProperties === false ? undefined : compileNode(additionalProperties, parts);
  // With a schema for the rest, the last of two equal names would have to be found: ajv's business.
  if (others !== undefined && others !== ANYTHING) throw ONLY_AJV;
  const members = [...names].map((name): ProofMember => {
    const own = Object.hasOwn(properties as object, name);
    if (!own && others === undefined) throw ONLY_AJV;
    const node = own ? compileNode((properties as Schema)[name], parts) : ANYTHING;
    return { name, node, required: (required as readonly string[]).includes(name) };
  });
  return { members, others: others !== undefined };
}

function compileArray(schema: Schema, parts: Parts): ProofArray {
  const { items = true, minItems = 0, maxItems = COUNT_MAX } = schema;
  return { item: compileNode(items, parts), least: smallNatural(minItems), most: smallNatural(maxItems) };
}
