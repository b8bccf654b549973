// Query and path fields arrive as text: those declared as number or boolean are turned into one before validation.
// (Ajv's own coercion would also turn null, booleans and arrays of bodies into other things.)
import type { FastifyRequest, preValidationHookHandler } from 'fastify';
import type { TSchema } from './json-schema.js';

type Kind = 'number' | 'boolean';
type Field = { readonly name: string; readonly kind: Kind };

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/;

function fieldsOf(schema: TSchema | undefined): Field[] {
  const { properties } = (schema ?? {}) as { properties?: Record<string, { type?: unknown }> };
  return Object.entries(properties ?? {}).flatMap(([name, { type }]): Field[] => {
    if (type === 'integer' || type === 'number') return [{ name, kind: 'number' }];
    return type === 'boolean' ? [{ name, kind: 'boolean' }] : [];
  });
}

function coerced(kind: Kind, text: unknown): unknown {
  if (typeof text !== 'string') return text;
  if (kind === 'number') return NUMBER.test(text) ? Number(text) : text;
  if (text === 'true') return true;
  return text === 'false' ? false : text;
}

function coerceAll(fields: readonly Field[], values: unknown): void {
  const record = values as Record<string, unknown>;
  for (const { name, kind } of fields) {
    if (record[name] !== undefined) record[name] = coerced(kind, record[name]);
  }
}

/** Undefined where every field is text. */
export function coercionHook(
  params: TSchema | undefined,
  query: TSchema | undefined,
): preValidationHookHandler | undefined {
  const ofParams = fieldsOf(params);
  const ofQuery = fieldsOf(query);
  if (ofParams.length + ofQuery.length === 0) return undefined;
  return (request: FastifyRequest, _reply, done) => {
    coerceAll(ofParams, request.params);
    coerceAll(ofQuery, request.query);
    done();
  };
}
