// The request's `Accept` (RFC 9110, 12.5.1): how much the client wants a media type.

/** A media range of the header, e.g. `text/*;q=0.5`. */
type Range = { readonly type: string; readonly quality: number };

export function parseAccept(accept: string): readonly Range[] {
  return accept.split(',').map(parseRange);
}

function parseRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='));
  const quality = weight === undefined ? 1 : Number(weight.slice(2));
  return { type, quality: quality >= 0 && quality <= 1 ? quality : 0 };
}

/** 0: not acceptable. The most specific range decides. */
export function qualityOf(mediaType: string, ranges: readonly Range[]): number {
  for (const type of [mediaType, `${mediaType.split('/', 1)[0]}/*`, '*/*']) {
    const range = ranges.find((candidate) => candidate.type === type);
    if (range !== undefined) return range.quality;
  }
  return 0;
}
