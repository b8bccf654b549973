// The body of a schema registration, checked: which schema, under which compatibility rule.
import { PosthornError } from '../errors/posthorn-error.js';

export type Registration = { readonly schema: unknown; readonly compatibility: 'none' };

const RULES: readonly unknown[] = ['none', 'backward', 'forward', 'full'];

/** @throws INVALID_REQUEST UNSUPPORTED_FEATURE; the schema itself is judged when it is compiled */
export function parseRegistration(body: unknown): Registration {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new PosthornError('INVALID_REQUEST', 'The body must be a JSON object: {"schema": {...}}.');
  }
  const { schema, compatibility = 'none', ...others } = body as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(others);
  if (unknown.length > 0) {
    throw new PosthornError(
      'INVALID_REQUEST',
      `'${unknown[0]}' is no field here; the fields are schema and compatibility. ` +
        'If the body is the schema itself, wrap it: {"schema": {...}}.',
      { errors: unknown.map((name) => ({ path: `/${name}`, message: 'is not a field of a schema registration' })) },
    );
  }
  if (schema === undefined) {
    throw new PosthornError('INVALID_REQUEST', 'The field schema is missing. Send {"schema": {...}}.', {
      errors: [{ path: '/schema', message: 'is missing' }],
    });
  }
  checkCompatibility(compatibility);
  return { schema, compatibility: 'none' };
}

function checkCompatibility(rule: unknown): void {
  if (rule === 'none') return;
  const errors = [{ path: '/compatibility', message: 'must be "none", "backward", "forward" or "full"' }];
  if (!RULES.includes(rule)) {
    throw new PosthornError('INVALID_REQUEST', 'compatibility must be "none", "backward", "forward" or "full".', {
      errors,
    });
  }
  throw new PosthornError(
    'UNSUPPORTED_FEATURE',
    `compatibility '${String(rule)}' is not supported: the rules are not checked yet. Send "none", or leave it out.`,
    { errors: [{ path: '/compatibility', message: 'only "none" is supported' }] },
  );
}
