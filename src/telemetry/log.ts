// What must never stand in the log.
/** Fields whose value is replaced wherever an object with them is logged. */
export const REDACTED_FIELDS: readonly string[] = ['authorization', 'cookie', 'secret', 'secrets'].flatMap((field) => [
  field,
  `*.${field}`,
  `*.headers.${field}`,
]);

const SECRET = /whsec_[A-Za-z0-9+/=_-]+/g;

/** The last filter of a line: signing secrets that got into some text. */
export function redactLine(line: string): string {
  return line.includes('whsec_') ? line.replace(SECRET, 'whsec_[redacted]') : line;
}
