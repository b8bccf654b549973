// decode ▸ base64 as in RFC 4648, section 4: Node's own decoder forgives what it does not understand.
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Undefined where the text is not base64. */
export function decodeBase64(text: string): Buffer | undefined {
  return text.length % 4 === 0 && BASE64.test(text) ? Buffer.from(text, 'base64') : undefined;
}
