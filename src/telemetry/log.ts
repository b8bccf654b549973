// The program's log: JSON lines by pino, and what must never stand in them.
import { type Logger, pino } from 'pino';

export type Log = Logger;

export type LogTarget = { write(line: string): void };

/** `to`: default: standard output. */
export function makeLog(level: string, to?: LogTarget): Log {
  const options = {
    level,
    redact: { paths: [...REDACTED_FIELDS], censor: '[redacted]' },
    hooks: { streamWrite: redactLine },
  };
  return to === undefined ? pino(options) : pino(options, to);
}

/** Fields whose value is replaced wherever an object with them is logged. */
const REDACTED_FIELDS: readonly string[] = ['authorization', 'cookie', 'secret', 'secrets'].flatMap((field) => [
  field,
  `*.${field}`,
  `*.headers.${field}`,
]);

const SECRET = /(wh(?:sec|sk)_)[A-Za-z0-9+/=_%-]+/g;

/** The last filter of a line: signing secrets that got into some text. */
function redactLine(line: string): string {
  return line.includes('whs') ? line.replace(SECRET, '$1[redacted]') : line;
}
