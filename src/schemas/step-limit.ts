// A schema may look at the same part of a value again and again, through references in two branches of one union for
// instance, and so take time without bound on a small event. Each reference that is followed counts as a step.
import type { Ajv2020 } from 'ajv/dist/2020.js';
import { SCHEMA_MAX_STEPS } from '../model/limits.js';
import type { JsonSchema } from './schema-check.js';
import { isNode, isSchema, type SchemaNode, SHAPES } from './schema-document.js';

const KEYWORD = 'x-posthorn-step';

/** Thrown out of a validation that takes too long. */
export class TooManySteps extends Error {}

export type StepLimit = {
  /** The schema with a step at each of its references, for this compiler alone. */
  readonly marked: (schema: JsonSchema) => JsonSchema;
  /** To be called before each value. */
  readonly restart: () => void;
};

/** @throws TooManySteps out of the functions that `ajv` compiles from marked schemas */
export function limitSteps(ajv: Ajv2020): StepLimit {
  let steps = 0;
  ajv.addKeyword({
    keyword: KEYWORD,
    // Behind it, a reference that fails would not be counted.
    before: '$ref',
    schema: false,
    errors: false,
    validate: () => {
      steps += 1;
      if (steps > SCHEMA_MAX_STEPS) throw new TooManySteps();
      return true;
    },
  });
  return {
    marked,
    restart: () => {
      steps = 0;
    },
  };
}

function marked(schema: JsonSchema): JsonSchema {
  if (!isNode(schema)) return schema;
  const copy: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) copy[keyword] = markedPart(SHAPES.get(keyword), value);
  if (copy['$ref'] !== undefined || copy['$dynamicRef'] !== undefined) copy[KEYWORD] = true;
  return copy;
}

function markedPart(shape: 'one' | 'list' | 'map' | undefined, value: unknown): unknown {
  const part = (inner: unknown) => (isSchema(inner) ? marked(inner) : inner);
  if (shape === 'one') return part(value);
  if (shape === 'list' && Array.isArray(value)) return value.map(part);
  if (shape === 'map' && isNode(value)) return markedMap(value, part);
  return value;
}

function markedMap(map: SchemaNode, part: (inner: unknown) => unknown): unknown {
  // By entries: a member may be called __proto__.
  return Object.fromEntries(Object.entries(map).map(([name, inner]) => [name, part(inner)]));
}
