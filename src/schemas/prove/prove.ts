// The fast way through a schema: compiled to a scan over the bytes that builds no objects. It is sound and not
// complete: what it proves is JSON and valid; of anything else (a rare keyword, an escape in a name, a value that breaks
// the schema) it only says "not proven", and the value is parsed and judged by ajv, whose errors are the ones told.

/**
 * Proves one value. `start`: its first byte (no space before it). Returns the position after the value, or -1 where it
 * is not proven. The bytes are known to be UTF-8.
 */
export type Prove = (bytes: Buffer, start: number, end: number) => number;

/** Whether a text has a form: a pattern or a format. */
export type TextCheck = (text: string) => boolean;

/** What the compiled keywords `pattern` and `format` stand for; undefined: unknown, so nothing can be proven. */
export type TextChecks = {
  readonly pattern: (source: string) => TextCheck | undefined;
  readonly format: (name: string) => TextCheck | undefined;
};

export const NOT_PROVEN = -1;

export const isSmallNatural = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;
