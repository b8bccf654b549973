// Regular expressions of user schemas, matched in linear time: V8's own engine backtracks, and one event could then hold
// the whole server up for seconds. https://github.com/google/re2/wiki/Syntax
import type { RegExpEngine } from 'ajv/dist/types/index.js';
import { RE2JS } from 're2js';

class SafePattern {
  readonly #source: string;
  readonly #compiled: RE2JS;

  constructor(source: string) {
    this.#source = source;
    this.#compiled = RE2JS.compile(RE2JS.translateRegExp(withRe2Classes(source)));
  }

  /** In instructions: what a match costs for each character. */
  get size(): number {
    return this.#compiled.programSize();
  }

  test(text: string): boolean {
    return this.#compiled.test(text);
  }

  // Ajv keys its compiled patterns by this: without it all patterns would share the first one.
  toString(): string {
    return `re2:${this.#source}`;
  }
}

/** Thrown inside ajv's compilation; `compileSchema` turns it into INVALID_SCHEMA. */
export class PatternError extends Error {
  readonly pattern: string;

  constructor(pattern: string, reason: string) {
    super(reason);
    this.pattern = pattern;
  }
}

export const safePattern = Object.assign(
  (source: string): SafePattern => {
    try {
      return new SafePattern(source);
    } catch (error) {
      throw new PatternError(source, error instanceof Error ? error.message : String(error));
    }
  },
  { code: 'safePattern' },
) satisfies RegExpEngine;

// `\p{Script=Greek}` and `\p{gc=Lu}` of JavaScript are `\p{Greek}` and `\p{Lu}` there.
function withRe2Classes(source: string): string {
  return source.replace(/\\([pP])\{(?:Script|sc|General_Category|gc)=(\w+)\}/g, '\\$1{$2}');
}
