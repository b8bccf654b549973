// What the push thread and its host say to each other.
import type { ProxyUrl } from '../model/proxy-url.js';
import type { SecretKeys } from '../model/secret-keys.js';
import type { LiveHealth } from './health/endpoint-health.js';
import type { ListenRequest } from './listener/listeners.js';
import type { LogLine } from './push-log.js';
import type { PushStats } from './push-stats.js';
import type { TestRequest, TestResult } from './test-delivery/send-test.js';
import type { VerifyQuestion } from './verification/handshake.js';
import type { VerifyOutcome } from './verification/verification.js';

export type PushSettings = {
  /** CIDRs that endpoints may have although they are not public. */
  readonly allow: readonly string[];
  /** What the secrets of endpoints are stored under. */
  readonly secretKeys: SecretKeys;
  /** The proxy of endpoints that name none. */
  readonly proxy: ProxyUrl | null;
  /** `address[:port]`; empty: the system's. */
  readonly nameServers: readonly string[];
  /** Whether successful deliveries are logged. */
  readonly debug: boolean;
};

/** What the host may ask, by kind, and what the answer is. */
export type Questions = {
  readonly stats: { readonly about: undefined; readonly answer: PushStats };
  /** Whether nothing of this subscription runs any more: answered when all that runs of a paused one has ended. */
  readonly rests: { readonly about: string; readonly answer: boolean };
  /** Asks an endpoint whether it agrees; may take as long as the endpoint does. */
  readonly verify: { readonly about: VerifyQuestion; readonly answer: VerifyOutcome };
  /** Sends a test delivery; answered when it has come to an end. */
  readonly test: { readonly about: TestRequest; readonly answer: TestResult };
  /** Of the endpoints of these subscriptions, where they run. */
  readonly health: { readonly about: readonly string[]; readonly answer: Readonly<Record<string, LiveHealth>> };
};

export type QuestionKind = keyof Questions;

export type Question = {
  readonly [K in QuestionKind]: { readonly kind: K; readonly about: Questions[K]['about'] };
}[QuestionKind];

export type ToThread =
  | { readonly kind: 'ask'; readonly id: number; readonly question: Question }
  | ({ readonly kind: 'listen' } & ListenRequest)
  /** Ends after `drainMs` even where deliveries still run: they are repeated after the next start. */
  | { readonly kind: 'stop'; readonly drainMs: number };

export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'log'; readonly line: LogLine }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Questions[QuestionKind]['answer'] }
  | { readonly kind: 'failed'; readonly id: number; readonly error: Error }
  | { readonly kind: 'stopped' };
