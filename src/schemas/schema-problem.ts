// What a producer reads when an event breaks its schema: where, which rule, and what would be allowed.
import type { ErrorObject } from 'ajv/dist/2020.js';
import { SCHEMA_MAX_ERRORS } from '../model/limits.js';
import { into } from './json-pointer.js';

/** `path`: JSON pointer into the value ('' is the value itself). */
export type SchemaProblem = { readonly path: string; readonly message: string };

const VALUE_MAX_CHARS = 400;

export function problemsOf(errors: readonly ErrorObject[] | null | undefined): readonly SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  // The last error is the outermost one: with anyOf and oneOf the branches' own errors come before it.
  for (const error of [...(errors ?? [])].reverse()) {
    if (problems.length === SCHEMA_MAX_ERRORS) break;
    const problem = { path: pathOf(error), message: messageOf(error) };
    if (!problems.some((known) => known.path === problem.path && known.message === problem.message)) {
      problems.push(problem);
    }
  }
  return problems.length > 0 ? problems : [{ path: '', message: 'breaks the schema' }];
}

function pathOf({ keyword, instancePath, params }: ErrorObject): string {
  const extra = keyword === 'additionalProperties' ? params['additionalProperty'] : params['unevaluatedProperty'];
  return typeof extra === 'string' ? into(instancePath, extra) : instancePath;
}

function messageOf({ keyword, message, params, propertyName }: ErrorObject): string {
  switch (keyword) {
    case 'enum':
      return `must be one of ${shown(params['allowedValues'])} (enum)`;
    case 'const':
      return `must be ${shown(params['allowedValue'])} (const)`;
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return `is a property that the schema does not allow (${keyword})`;
    case 'false schema':
      return 'must not be there: the schema allows nothing here (false)';
    default: {
      const subject = propertyName === undefined ? '' : `property name ${shown(propertyName)}: `;
      return `${subject}${message ?? 'breaks the schema'} (${keyword})`;
    }
  }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > VALUE_MAX_CHARS ? `${text.slice(0, VALUE_MAX_CHARS)}...` : text;
}
