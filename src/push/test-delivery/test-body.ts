// POST …/test: the body. The value in it is taken as the bytes that it is, like every value.
import { PosthornError } from '../../errors/posthorn-error.js';
import { proveDocument } from '../../json/fault.js';
import { eachMember, jsonKindAt, jsonString, pointerStep } from '../../json/parts.js';
import { isJsonType } from '../../model/values.js';

export type TestBody = { readonly topic: string | undefined; readonly value: Uint8Array | undefined };

const SHAPE = '{"topic": "orders", "value": {…}}, both optional';

/** No body is an empty object. @throws UNSUPPORTED_MEDIA_TYPE INVALID_JSON INVALID_UTF8 INVALID_REQUEST */
export function parseTestBody(body: Buffer, contentType: string | undefined): TestBody {
  if (body.length === 0) return { topic: undefined, value: undefined };
  if (contentType === undefined || !isJsonType(contentType)) {
    throw new PosthornError('UNSUPPORTED_MEDIA_TYPE', `The body must be application/json: send ${SHAPE}.`);
  }
  const range = proveDocument(body);
  if (jsonKindAt(body, range.start) !== 'object') throw invalid('', 'must be an object');
  let topic: string | undefined;
  let value: Uint8Array | undefined;
  eachMember(body, range, (name, { start, end }) => {
    const isRepeated = name === 'topic' ? topic !== undefined : value !== undefined;
    const path = `/${pointerStep(name)}`;
    if (name !== 'topic' && name !== 'value') throw invalid(path, 'is unknown');
    if (isRepeated) throw invalid(path, 'comes twice');
    if (name === 'value') value = body.subarray(start, end);
    else if (jsonKindAt(body, start) === 'string') topic = jsonString(body, start, end);
    else throw invalid(path, 'must be a string');
  });
  return { topic, value };
}

export function invalid(path: string, message: string): PosthornError {
  const what = path === '' ? 'The body' : `The field '${path.slice(1)}'`;
  return new PosthornError('INVALID_REQUEST', `${what} ${message}: the body is ${SHAPE}.`, {
    errors: [{ path, message }],
  });
}
