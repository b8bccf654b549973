// decode ▸ from a request's bytes and headers to a batch, by content type.
import { PosthornError } from '../errors/posthorn-error.js';
import { isJsonType } from '../model/values.js';
import { decodeBinaryCloudEvent, isBinaryCloudEvent } from './cloudevent-binary.js';
import { decodeCloudEvent, decodeCloudEvents } from './cloudevent-json.js';
import { type Decoded, framed } from './decoded.js';
import { type RequestHeaders, requestEventHeaders } from './event-headers.js';
import type { Faults } from './faults.js';
import { bodyKind, storedContentType } from './media-type.js';
import { splitLines } from './ndjson.js';
import type { SchemaValidator } from './topic-view.js';

type DecodeRequest = {
  readonly topic: string;
  readonly body: Buffer;
  readonly headers: RequestHeaders;
  readonly validator: SchemaValidator | undefined;
};

function decodeOne(body: Buffer, contentType: string, headers: string | undefined): Decoded {
  const stored = storedContentType(contentType);
  const unframed = body.includes(0x0a) || !isJsonType(contentType);
  const columns = {
    ...(headers === undefined ? {} : { headers }),
    ...(stored === null ? {} : { contentType: stored }),
    ...(unframed ? { unframed: 1 } : {}),
  };
  return { answer: 'event', batch: { count: 1, ...framed(body), columns } };
}

function refuseOpaque(contentType: string, { topic, validator }: DecodeRequest): void {
  if (validator === undefined) return;
  throw new PosthornError(
    'UNSUPPORTED_MEDIA_TYPE',
    `The topic '${topic}' has a JSON Schema (version ${validator.version}, GET /v1/topics/${topic}/schemas/` +
      `${validator.version}), so it takes no ${contentType.slice(0, 80)}: send application/json or application/x-ndjson, ` +
      'or produce to a topic without a schema.',
  );
}

/** @throws UNSUPPORTED_MEDIA_TYPE EMPTY_REQUEST INVALID_JSON INVALID_UTF8 INVALID_REQUEST MESSAGE_TOO_LARGE */
export function decode(request: DecodeRequest, faults: Faults): Decoded {
  const { body, headers } = request;
  const own = requestEventHeaders(headers);
  const contentType = headers['content-type'];
  const structured = contentType?.toLowerCase().startsWith('application/cloudevents') === true;
  if (!structured && isBinaryCloudEvent(headers)) {
    if (body.length > 0) bodyKind(contentType);
    return decodeBinaryCloudEvent(body, headers, own, faults);
  }
  const kind = bodyKind(contentType);
  if (body.length === 0) throw new PosthornError('EMPTY_REQUEST', 'The body is empty: send at least one event.');
  const ownText = own === undefined ? undefined : JSON.stringify(own);
  switch (kind) {
    case 'json':
      return decodeOne(body, contentType ?? 'application/json', ownText);
    case 'ndjson': {
      const columns = ownText === undefined ? {} : { headers: ownText };
      return { answer: 'ranges', batch: { ...splitLines(body), columns } };
    }
    case 'cloudevent':
      return decodeCloudEvent(body, own, faults);
    case 'cloudevents-batch':
      return decodeCloudEvents(body, own, faults);
    case 'opaque':
      refuseOpaque(contentType ?? '', request);
      return decodeOne(body, contentType ?? '', ownText);
    default:
      return kind satisfies never;
  }
}
