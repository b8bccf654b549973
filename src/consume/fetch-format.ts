// The three forms a fetch can be answered in, and the choice between them by the request's `Accept` (RFC 9110, 12.5.1).
import { PosthornError } from '../errors/posthorn-error.js';

export const FETCH_FORMATS = [
  'application/json',
  'application/x-ndjson',
  'application/vnd.posthorn.values+x-ndjson',
] as const;

export type FetchFormat = (typeof FETCH_FORMATS)[number];

type Range = { readonly type: string; readonly quality: number };

/** The best accepted format; at equal quality the first of FETCH_FORMATS. @throws NOT_ACCEPTABLE */
export function chooseFormat(accept: string | undefined): FetchFormat {
  if (accept === undefined || accept.trim() === '' || accept === '*/*') return 'application/json';
  for (const format of FETCH_FORMATS) if (accept === format) return format;
  const ranges = accept.split(',').map(parseRange);
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

function parseRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  const quality = weight === undefined ? 1 : Number(weight.slice(2));
  return { type, quality: quality >= 0 && quality <= 1 ? quality : 0 };
}

/** The most specific range decides. */
function qualityOf(format: FetchFormat, ranges: readonly Range[]): number {
  for (const type of [format, 'application/*', '*/*']) {
    const range = ranges.find((candidate) => candidate.type === type);
    if (range !== undefined) return range.quality;
  }
  return 0;
}

function notAcceptable(accept: string): PosthornError {
  return new PosthornError(
    'NOT_ACCEPTABLE',
    `Accept '${accept.slice(0, 200)}' names no format that events can be served in. ` +
      `Send Accept with one of ${FETCH_FORMATS.join(', ')}.`,
  );
}
