// What a caller says of secrets: in the `endpoint` of a PUT, and in the body of POST /v1/subscriptions/{name}/secrets. What is
// wrong with a secret is told without repeating it.
import { PosthornError } from '../../errors/posthorn-error.js';
import { type Fields, makeFields } from '../../model/fields.js';
import { makePlaces, placesTold } from '../../model/places.js';
import { SECRET_GRACE_DEFAULT_MS, SECRET_GRACE_MAX_MS } from '../../model/secret-limits.js';
import { ALGORITHMS, type Algorithm, type GivenSecret, parseSecret, SECRET_FORMS } from './secret.js';

/** `given`: the caller's own secret; absent: one is made. */
export type AskedSecret = { readonly given?: GivenSecret; readonly algorithm?: Algorithm };

export type AskedRotation = AskedSecret & { readonly graceMs: number };

/** Fields `secret` and `algorithmField` of an object that may have others. */
export function readAsked(fields: Fields, algorithmField: 'signing' | 'algorithm'): AskedSecret {
  const secret = fields.take('secret') ?? undefined;
  const given = parseSecret(secret);
  if (secret !== undefined && given === undefined) {
    fields.wrong('secret', `must be ${SECRET_FORMS}; leave it out and one is made`);
  }
  const asked = fields.take(algorithmField) ?? undefined;
  const algorithm = ALGORITHMS.find((known) => known === asked);
  if (asked !== undefined && algorithm === undefined) {
    fields.wrong(algorithmField, `must be ${ALGORITHMS.map((known) => `"${known}"`).join(', ')}`);
  }
  if (given !== undefined && algorithm !== undefined && algorithm !== given.algorithm) {
    fields.wrong(algorithmField, `must be "${given.algorithm}", as the secret is`);
  }
  return { ...(given === undefined ? {} : { given }), ...(algorithm === undefined ? {} : { algorithm }) };
}

/** @throws INVALID_REQUEST INVALID_CONFIG, naming every wrong field */
export function parseRotation(body: unknown): AskedRotation {
  const object = body ?? {};
  if (typeof object !== 'object' || Array.isArray(object)) {
    throw new PosthornError('INVALID_REQUEST', 'The body must be a JSON object such as {"graceMs": 86400000}, or {}.');
  }
  const places = makePlaces();
  const fields = makeFields(object as Record<string, unknown>, '', places);
  const asked = readAsked(fields, 'algorithm');
  const graceMs = fields.integer('graceMs', 0, SECRET_GRACE_MAX_MS, SECRET_GRACE_DEFAULT_MS);
  fields.refuseOthers();
  const [first] = places.kept;
  if (first === undefined) return { ...asked, graceMs };
  const unknown = places.kept.some(({ message }) => message.startsWith('is not a field'));
  const detail = `'${(first.path ?? '').slice(1)}' ${first.message}. Correct it and send the whole POST again.`;
  throw new PosthornError(unknown ? 'INVALID_REQUEST' : 'INVALID_CONFIG', detail, placesTold(places));
}
