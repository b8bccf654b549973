// Before a schema reaches the compiler: that it is one at all, of the one dialect, and within bounds.
import { type ErrorPlace, PosthornError } from '../errors/posthorn-error.js';
import { SCHEMA_MAX_BYTES, SCHEMA_MAX_DEPTH } from '../model/limits.js';
import { into } from './json-pointer.js';

export type JsonSchema = boolean | Readonly<Record<string, unknown>>;

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** @throws INVALID_SCHEMA */
export function checkSchemaForm(schema: unknown): JsonSchema {
  if (typeof schema !== 'boolean' && (typeof schema !== 'object' || schema === null || Array.isArray(schema))) {
    throw invalidSchema('A schema is a JSON object or a boolean. Send {"schema": {"type": "object", ...}}.', [
      { path: '/schema', message: 'must be an object or a boolean' },
    ]);
  }
  walk(schema, '/schema', 0, checkNode);
  const bytes = Buffer.byteLength(JSON.stringify(schema));
  if (bytes > SCHEMA_MAX_BYTES) {
    throw invalidSchema(`The schema has ${bytes} bytes; at most ${SCHEMA_MAX_BYTES} are allowed. Shorten it.`, [
      { path: '/schema', message: `must have at most ${SCHEMA_MAX_BYTES} bytes` },
    ]);
  }
  return schema as JsonSchema;
}

/** The paths of all members `name` whose value is `value` (any, where it is undefined). */
export function findMember(schema: unknown, name: string, value?: unknown): string[] {
  const found: string[] = [];
  walk(schema, '/schema', 0, (node, path) => {
    if (Object.hasOwn(node, name) && (value === undefined || node[name] === value)) found.push(into(path, name));
  });
  return found;
}

export function invalidSchema(detail: string, errors: readonly ErrorPlace[]): PosthornError {
  return new PosthornError('INVALID_SCHEMA', detail, { errors });
}

type Visit = (node: Readonly<Record<string, unknown>>, path: string) => void;

function walk(node: unknown, path: string, depth: number, visit: Visit): void {
  if (typeof node !== 'object' || node === null) return;
  if (depth > SCHEMA_MAX_DEPTH) {
    throw invalidSchema(`The schema is nested deeper than ${SCHEMA_MAX_DEPTH} levels. Move inner parts to "$defs".`, [
      { path, message: `is nested deeper than ${SCHEMA_MAX_DEPTH} levels` },
    ]);
  }
  if (!Array.isArray(node)) visit(node as Readonly<Record<string, unknown>>, path);
  for (const [name, child] of Object.entries(node)) walk(child, into(path, name), depth + 1, visit);
}

const checkNode: Visit = (node, path) => {
  const dialect = node['$schema'];
  if (typeof dialect === 'string' && dialect.replace(/#$/, '') !== DIALECT) {
    throw invalidSchema(`Only JSON Schema 2020-12 is supported. Set "$schema" to "${DIALECT}" or leave it out.`, [
      { path: `${path}/$schema`, message: `must be "${DIALECT}"` },
    ]);
  }
  if (node['$async'] === true) {
    throw invalidSchema('Asynchronous schemas are not supported. Leave "$async" out.', [
      { path: `${path}/$async`, message: 'is not supported' },
    ]);
  }
};
