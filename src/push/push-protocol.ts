// What the push thread and its host say to each other.
import type { LogLine } from './push-log.js';
import type { PushStats } from './push-stats.js';

export type PushSettings = {
  /** CIDRs that endpoints may have although they are not public. */
  readonly allow: readonly string[];
  /** Whether successful deliveries are logged. */
  readonly debug: boolean;
};

export type ToThread =
  | { readonly kind: 'stats'; readonly id: number }
  /** Whether nothing of this subscription runs any more: answered when all that runs of a paused one has ended. */
  | { readonly kind: 'rests'; readonly id: number; readonly name: string }
  /** Ends after `drainMs` even where deliveries still run: they are repeated after the next start. */
  | { readonly kind: 'stop'; readonly drainMs: number };

export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'log'; readonly line: LogLine }
  | { readonly kind: 'stats'; readonly id: number; readonly stats: PushStats }
  | { readonly kind: 'rests'; readonly id: number; readonly rests: boolean }
  | { readonly kind: 'stopped' };
