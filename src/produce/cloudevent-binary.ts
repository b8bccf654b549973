// decode ▸ binary CloudEvents (HTTP protocol binding 1.0.2, section 3.1): attributes in `ce-*` headers, the body is the data.

import { isJsonType } from '../model/values.js';
import { type Attributes, attributePath, type CloudEventData, draftOf } from './cloudevent-attributes.js';
import { batchOf, type Decoded } from './decoded.js';
import { type EventHeaders, headerText, type RequestHeaders } from './event-headers.js';
import type { Faults } from './faults.js';

const PREFIX = 'ce-';

export function isBinaryCloudEvent(headers: RequestHeaders): boolean {
  return (
    headers['ce-specversion'] !== undefined ||
    headers['ce-id'] !== undefined ||
    headers['ce-source'] !== undefined ||
    headers['ce-type'] !== undefined
  );
}

/** Section 3.1.3.2: a quoted string loses its quotes, then percent-encoded UTF-8 is decoded. */
function attributeFromHeader(value: string): string | undefined {
  const quoted = value.length >= 2 && value.startsWith('"') && value.endsWith('"');
  const text = quoted ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value;
  try {
    return decodeURIComponent(text.replace(/%(?![0-9a-fA-F]{2})/g, '%25'));
  } catch {
    return undefined;
  }
}

export function decodeBinaryCloudEvent(
  body: Buffer,
  headers: RequestHeaders,
  own: EventHeaders | undefined,
  faults: Faults,
): Decoded {
  const tell = (path: string, message: string) => faults.add('INVALID_CLOUDEVENT', 0, attributePath(path), message);
  const attributes: Attributes = new Map();
  for (const name in headers) {
    if (!name.startsWith(PREFIX)) continue;
    const attribute = name.slice(PREFIX.length);
    const value = attributeFromHeader(headerText(headers, name) ?? '');
    if (value === undefined) tell(attribute, `the header ${name} is no percent-encoded UTF-8`);
    else if (attribute.startsWith('data')) {
      if (attribute === 'dataschema') attributes.set(attribute, value);
      else tell(attribute, 'the data is the body and its type the content-type header');
    } else attributes.set(attribute, value);
  }
  const contentType = headers['content-type'];
  if (contentType !== undefined) attributes.set('datacontenttype', contentType);
  const json = contentType !== undefined && isJsonType(contentType);
  const data: CloudEventData =
    body.length === 0 ? null : { bytes: body, json, isNull: json && body.toString('latin1').trim() === 'null' };
  return { answer: 'event', ...batchOf([draftOf(attributes, data, own, tell)]) };
}
