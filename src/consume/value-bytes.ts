// What may be said of a value without parsing it.

const JSON_TYPE = /^[^;]*[/+]json\s*(?:;|$)/i;

export function isJsonType(contentType: string): boolean {
  return JSON_TYPE.test(contentType);
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;

/** JSON on one line: a raw line break can only stand between its tokens, where a space means the same. */
export function oneLine(json: Uint8Array): Uint8Array {
  const line = Uint8Array.from(json);
  for (let index = 0; index < line.length; index += 1) {
    const byte = line[index];
    if (byte === LINE_FEED || byte === CARRIAGE_RETURN) line[index] = SPACE;
  }
  return line;
}
