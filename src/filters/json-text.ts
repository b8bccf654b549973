// Strings of JSON where they lie: most of them are only compared, and need not be decoded for it.
import { jsonString } from '../json/parts.js';
import { BACKSLASH } from '../json/scan.js';

export type JsonText = {
  readonly bytes: Buffer;
  /** What stands between the quotes. */
  readonly start: number;
  readonly end: number;
  /** Once somebody has asked for it. */
  decoded: string | undefined;
};

/** A longer one is decoded, once, whatever is asked. */
const RAW_MAX_BYTES = 64;

/** A text to compare with; `raw`: its UTF-8 bytes, a character each. */
export type Literal = { readonly text: string; readonly raw: string };

export function literalOf(text: string): Literal {
  return { text, raw: Buffer.from(text).toString('latin1') };
}

export function decodedText(text: JsonText): string {
  text.decoded ??= jsonString(text.bytes, text.start - 1, text.end + 1);
  return text.decoded;
}

export function isText(text: JsonText, { text: wanted, raw }: Literal): boolean {
  const { bytes, start, end, decoded } = text;
  if (decoded !== undefined || end - start > RAW_MAX_BYTES) return decodedText(text) === wanted;
  const { length } = raw;
  let same = end - start === length;
  for (let i = start; i < end; i += 1) {
    const byte = bytes[i];
    // An escape says something else than it shows.
    if (byte === BACKSLASH) return decodedText(text) === wanted;
    same &&= byte === raw.charCodeAt(i - start);
  }
  return same;
}
