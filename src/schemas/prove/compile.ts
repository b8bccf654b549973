// A schema compiled to a proof over bytes, where all of its keywords are known here. Any other keyword in force makes
// the whole schema one for ajv alone.
import { OPEN_ARRAY, OPEN_OBJECT, QUOTE, skipSpace } from '../../json/scan.js';
import { PROPERTIES_MAX, type Property, proveAnything, proveArray, proveObject } from './containers.js';
import { isSmallNatural, NOT_PROVEN, type Prove, type TextChecks } from './prove.js';
import { compileNumber, compileString, needsNoEscape, oneOf, word } from './scalars.js';

type Schema = Readonly<Record<string, unknown>>;
type JsonType = 'string' | 'number' | 'integer' | 'object' | 'array' | 'boolean' | 'null';

/** Keywords without effect on validity (formats and patterns are checked, see `scalars.ts`). */
const ANNOTATIONS = [
  '$schema',
  '$id',
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

/** Thrown and caught here: part of the schema is ajv's alone. */
const UNKNOWN = Symbol('only ajv knows');

/** Proves that a byte range is one JSON value that the schema allows; undefined: this schema is for ajv alone. */
export function compileProof(
  schema: unknown,
  checks: TextChecks,
): ((bytes: Buffer, start: number, end: number) => boolean) | undefined {
  try {
    const prove = compileNode(schema, checks);
    return (bytes, start, end) => {
      const after = prove(bytes, skipSpace(bytes, start, end), end);
      return after >= 0 && skipSpace(bytes, after, end) === end;
    };
  } catch (error) {
    if (error === UNKNOWN) return undefined;
    throw error;
  }
}

function compileNode(node: unknown, checks: TextChecks): Prove {
  if (node === true) return proveAnything;
  if (typeof node !== 'object' || node === null || Array.isArray(node)) throw UNKNOWN;
  const schema = node as Schema;
  const keywords = Object.keys(schema);
  if (keywords.some((keyword) => !KNOWN.has(keyword))) throw UNKNOWN;
  if (keywords.every((keyword) => ANNOTATIONS.includes(keyword))) return proveAnything;
  const types = typesOf(schema);
  if (schema['enum'] !== undefined || schema['const'] !== undefined) return compileChoice(schema, types, keywords);
  const byType = new Map<JsonType, Prove>();
  for (const type of types) byType.set(type, compileType(type, schema, checks));
  return dispatch(byType);
}

function typesOf(schema: Schema): readonly JsonType[] {
  const { type } = schema;
  if (type === undefined) return ALL_TYPES;
  const types = (Array.isArray(type) ? type : [type]) as JsonType[];
  return types.includes('number') ? types.filter((name) => name !== 'integer') : types;
}

/** A choice among strings, with nothing but annotations and the type beside it. */
function compileChoice(schema: Schema, types: readonly JsonType[], keywords: readonly string[]): Prove {
  const alone = keywords.filter((keyword) => !ANNOTATIONS.includes(keyword) && keyword !== 'type');
  if (alone.length !== 1 || !types.includes('string')) throw UNKNOWN;
  const choices = (schema['enum'] ?? [schema['const']]) as readonly unknown[];
  const texts = choices.filter((choice) => typeof choice === 'string');
  if (texts.length !== choices.length || !texts.every(needsNoEscape)) throw UNKNOWN;
  return oneOf(texts);
}

function known(prove: Prove | undefined): Prove {
  if (prove === undefined) throw UNKNOWN;
  return prove;
}

const TRUE = word('true');
const FALSE = word('false');
const NULL = word('null');

function compileType(type: JsonType, schema: Schema, checks: TextChecks): Prove {
  switch (type) {
    case 'string':
      return known(compileString(schema, checks));
    case 'number':
    case 'integer':
      // Formats of numbers (int32, …) are ajv's business.
      if (schema['format'] !== undefined) throw UNKNOWN;
      return known(compileNumber(schema, type === 'integer'));
    case 'boolean':
      return (bytes, start, end) => (bytes[start] === 0x74 ? TRUE(bytes, start, end) : FALSE(bytes, start, end));
    case 'null':
      return NULL;
    case 'object':
      return compileObject(schema, checks);
    case 'array':
      return compileArray(schema, checks);
    default:
      throw UNKNOWN;
  }
}

function compileObject(schema: Schema, checks: TextChecks): Prove {
  const { properties = {}, required = [], additionalProperties = true } = schema;
  const names = new Set([...Object.keys(properties as object), ...(required as readonly string[])]);
  if (names.size > PROPERTIES_MAX || names.has('__proto__') || ![...names].every(needsNoEscape)) throw UNKNOWN;
  const rest = additionalProperties === false ? undefined : compileNode(additionalProperties, checks);
  const listed = [...names].map((name): Property => {
    const own = Object.hasOwn(properties as object, name);
    if (!own && rest === undefined) throw UNKNOWN;
    const prove = own ? compileNode((properties as Schema)[name], checks) : (rest as Prove);
    return { name, prove, required: (required as readonly string[]).includes(name) };
  });
  // With a schema for the rest, the last of two equal names would have to be found: ajv's business.
  if (rest !== undefined && rest !== proveAnything) throw UNKNOWN;
  return proveObject(listed, rest);
}

function compileArray(schema: Schema, checks: TextChecks): Prove {
  const { items = true, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
  if (!isSmallNatural(minItems) || !(maxItems === Number.POSITIVE_INFINITY || isSmallNatural(maxItems))) throw UNKNOWN;
  return proveArray(compileNode(items, checks), minItems, maxItems);
}

function dispatch(byType: ReadonlyMap<JsonType, Prove>): Prove {
  const never: Prove = () => NOT_PROVEN;
  const text = byType.get('string') ?? never;
  const object = byType.get('object') ?? never;
  const array = byType.get('array') ?? never;
  const boolean = byType.get('boolean') ?? never;
  const nothing = byType.get('null') ?? never;
  const number = byType.get('number') ?? byType.get('integer') ?? never;
  if (byType.size === 1) {
    if (text !== never) return (bytes, i, end) => (i < end && bytes[i] === QUOTE ? text(bytes, i, end) : NOT_PROVEN);
    if (object !== never) {
      return (bytes, i, end) => (i < end && bytes[i] === OPEN_OBJECT ? object(bytes, i, end) : NOT_PROVEN);
    }
    if (number !== never) return number;
  }
  return (bytes, i, end) => {
    if (i >= end) return NOT_PROVEN;
    switch (bytes[i]) {
      case QUOTE:
        return text(bytes, i, end);
      case OPEN_OBJECT:
        return object(bytes, i, end);
      case OPEN_ARRAY:
        return array(bytes, i, end);
      case 0x74:
      case 0x66:
        return boolean(bytes, i, end);
      case 0x6e:
        return nothing(bytes, i, end);
      default:
        return number(bytes, i, end);
    }
  };
}
