// The three forms a fetch can be answered in, and the choice between them by the request's `Accept`.
import { PosthornError } from '../errors/posthorn-error.js';
import { parseAccept, qualityOf } from './accept.js';

export const FETCH_FORMATS = [
  'application/json',
  'application/x-ndjson',
  'application/vnd.posthorn.values+x-ndjson',
] as const;

export type FetchFormat = (typeof FETCH_FORMATS)[number];

/** The best accepted format; at equal quality the first of FETCH_FORMATS. @throws NOT_ACCEPTABLE */
export function chooseFormat(accept: string | undefined): FetchFormat {
  if (accept === undefined || accept.trim() === '' || accept === '*/*') return 'application/json';
  for (const format of FETCH_FORMATS) if (accept === format) return format;
  const ranges = parseAccept(accept);
  let best: FetchFormat | undefined;
  let bestQuality = 0;
  for (const format of FETCH_FORMATS) {
    const quality = qualityOf(format, ranges);
    if (quality > bestQuality) {
      best = format;
      bestQuality = quality;
    }
  }
  if (best === undefined) throw notAcceptable(accept);
  return best;
}

function notAcceptable(accept: string): PosthornError {
  return new PosthornError(
    'NOT_ACCEPTABLE',
    `Accept '${accept.slice(0, 200)}' names no format that events can be served in. ` +
      `Send Accept with one of ${FETCH_FORMATS.join(', ')}.`,
  );
}
