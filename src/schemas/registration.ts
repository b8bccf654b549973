// The body of a schema registration, checked: which schema, under which compatibility rule.
import { PosthornError } from '../errors/posthorn-error.js';
import { COMPATIBILITIES, type Compatibility, isCompatibility } from './compatibility/modes.js';

/** `compatibility` undefined: the topic's own. */
export type Registration = { readonly schema: unknown; readonly compatibility: Compatibility | undefined };

/** @throws INVALID_REQUEST; the schema itself is judged when it is compiled */
export function parseRegistration(body: unknown): Registration {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new PosthornError('INVALID_REQUEST', 'The body must be a JSON object: {"schema": {...}}.');
  }
  const { schema, compatibility, ...others } = body as Readonly<Record<string, unknown>>;
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
  if (compatibility !== undefined && !isCompatibility(compatibility)) throw unknownCompatibility();
  return { schema, compatibility };
}

function unknownCompatibility(): PosthornError {
  const message = `must be one of ${COMPATIBILITIES.map((name) => `"${name}"`).join(', ')}`;
  return new PosthornError('INVALID_REQUEST', `compatibility ${message}. Leave it out to keep the topic's own.`, {
    errors: [{ path: '/compatibility', message }],
  });
}
