// The tokens that are at hand: one request at a time for each, however many deliveries wait for it.
import type { Clock } from '../../model/clock.js';
import { OAUTH_MAX_TOKENS } from '../../model/transport-limits.js';
import type { SendResult } from '../outcome.js';
import { readToken, type Token, type TokenFailure, tokenRequest } from './oauth.js';
import type { OAuthConfig } from './transport-config.js';

/** How to ask one token endpoint. `key`: the same for all that may share a token. */
export type TokenSource = {
  readonly key: string;
  readonly auth: OAuthConfig;
  readonly ask: (
    request: { readonly headers: string[]; readonly body: Uint8Array },
    timeoutMs: number,
    done: (result: SendResult) => void,
  ) => void;
};

export type TakeToken = (token: Token | TokenFailure) => void;

export type Tokens = {
  /** Calls `take` once, at once where a token is at hand. */
  get(source: TokenSource, timeoutMs: number, take: TakeToken): void;
  /** The endpoint does not take it: the next one who asks gets another. */
  refused(source: TokenSource, token: Token): void;
};

export function makeTokens(clock: Pick<Clock, 'now'>): Tokens {
  const known = new Map<string, Token>();
  const asking = new Map<string, TakeToken[]>();

  const ask = (source: TokenSource, timeoutMs: number, waiting: readonly TakeToken[]): void => {
    source.ask(tokenRequest(source.auth), timeoutMs, (result) => {
      const token = readToken(source.auth, result, clock.now());
      asking.delete(source.key);
      if ('value' in token) keep(source.key, token);
      for (const take of waiting) take(token);
    });
  };

  const keep = (key: string, token: Token): void => {
    if (known.size >= OAUTH_MAX_TOKENS) known.delete(known.keys().next().value as string);
    known.set(key, token);
  };

  return {
    get: (source, timeoutMs, take) => {
      const token = known.get(source.key);
      if (token !== undefined && token.until > clock.now()) return take(token);
      known.delete(source.key);
      const waiting = asking.get(source.key);
      if (waiting !== undefined) return void waiting.push(take);
      const first = [take];
      asking.set(source.key, first);
      return ask(source, timeoutMs, first);
    },
    refused: ({ key }, token) => {
      if (known.get(key) === token) known.delete(key);
    },
  };
}
