// The one error class. What reaches a caller is its code, its detail (what to do next) and, where several places
// are wrong, one entry a place.
import { ERRORS, type ErrorCode } from './registry.js';

/** One wrong place: `index` counts events from 0; `path` is a JSON pointer into it; `rule` names what it breaks. */
export type ErrorPlace = {
  readonly index?: number;
  readonly path?: string;
  readonly rule?: string;
  readonly message: string;
};

export type ErrorOptions = {
  readonly errors?: readonly ErrorPlace[];
  readonly cause?: unknown;
  /** Sent as `Retry-After`, rounded up to seconds. */
  readonly retryAfterMs?: number;
  /** Further members of the problem document, e.g. both bounds of an offset out of range. */
  readonly members?: Readonly<Record<string, unknown>>;
};

export class PosthornError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly errors: readonly ErrorPlace[];
  readonly retryAfterMs: number | undefined;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, detail: string, options: ErrorOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'PosthornError';
    this.code = code;
    this.status = ERRORS[code].status;
    this.errors = options.errors ?? [];
    this.retryAfterMs = options.retryAfterMs;
    this.members = options.members ?? {};
  }

  /** A form that survives the way between threads; `fromWire` brings it back. */
  toWire(): WireError {
    return {
      code: this.code,
      detail: this.message,
      errors: this.errors,
      members: this.members,
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
    };
  }

  static fromWire(wire: WireError): PosthornError {
    return new PosthornError(wire.code, wire.detail, wire);
  }
}

export type WireError = Omit<ErrorOptions, 'cause'> & { readonly code: ErrorCode; readonly detail: string };
