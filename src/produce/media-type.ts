// decode ▸ what the content type of a request says about its body.
import { PosthornError } from '../errors/posthorn-error.js';

type BodyKind = 'json' | 'ndjson' | 'cloudevent' | 'cloudevents-batch' | 'opaque';

const TYPE = /^[!#$%&'*+.^_`|~0-9a-z-]+\/[!#$%&'*+.^_`|~0-9a-z-]+$/;
const CHARSET = /;\s*charset\s*=\s*("?)([^";\s]*)\1/i;

/** What the log keeps: JSON has no charset parameter (RFC 8259), so plain JSON is the default, kept as null. */
export function storedContentType(contentType: string): string | null {
  return essence(contentType) === 'application/json' ? null : contentType;
}

export function isMediaType(contentType: string): boolean {
  return TYPE.test(essence(contentType));
}

function essence(contentType: string): string {
  const semicolon = contentType.indexOf(';');
  return (semicolon < 0 ? contentType : contentType.slice(0, semicolon)).trim().toLowerCase();
}

function checkCharset(contentType: string): void {
  const charset = CHARSET.exec(contentType)?.[2];
  if (charset !== undefined && charset.toLowerCase() !== 'utf-8' && charset.toLowerCase() !== 'utf8') {
    throw new PosthornError(
      'UNSUPPORTED_MEDIA_TYPE',
      `JSON is taken as UTF-8 only, not as ${charset.slice(0, 40)}: convert the body and leave the charset out.`,
    );
  }
}

/** @throws UNSUPPORTED_MEDIA_TYPE */
export function bodyKind(contentType: string | undefined): BodyKind {
  if (contentType === 'application/json') return 'json';
  if (contentType === 'application/x-ndjson') return 'ndjson';
  const type = contentType === undefined ? '' : essence(contentType);
  if (contentType === undefined || !TYPE.test(type) || type === 'application/x-www-form-urlencoded') {
    const got = type === '' ? 'The request has no content type' : `The content type ${type.slice(0, 80)} is no event's`;
    throw new PosthornError(
      'UNSUPPORTED_MEDIA_TYPE',
      `${got}: say what the body is, e.g. curl -H 'content-type: application/json' (application/x-ndjson for one event ` +
        'a line, application/octet-stream for bytes).',
    );
  }
  const kind = kindOf(type);
  if (kind !== 'opaque') checkCharset(contentType);
  return kind;
}

function kindOf(type: string): BodyKind {
  if (type === 'application/x-ndjson') return 'ndjson';
  if (type === 'application/cloudevents+json') return 'cloudevent';
  if (type === 'application/cloudevents-batch+json') return 'cloudevents-batch';
  if (type.startsWith('application/cloudevents')) {
    throw new PosthornError(
      'UNSUPPORTED_MEDIA_TYPE',
      `CloudEvents come as application/cloudevents+json, application/cloudevents-batch+json or ce-* headers, not ${type}.`,
    );
  }
  return type === 'application/json' || type.endsWith('+json') ? 'json' : 'opaque';
}
