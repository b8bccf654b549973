// Between the two threads, for one listener: what is said on a port of its own, since deliveries stream.
import type { WireError } from '../../errors/posthorn-error.js';
import type { SendResult } from '../outcome.js';

export type ListenerEnd = 'taken-over' | 'deleted' | 'stopping';

/** What one delivery came to; `id` is the delivery's. */
export type ListenerAnswer = { readonly id: number; readonly result: SendResult };

/** What the listener's endpoint would get now. */
export type ListenerDelivery = {
  readonly id: number;
  /** An answer that comes later counts for nothing. */
  readonly timeoutMs: number;
  /** How much of the answer's body is of use. */
  readonly keptBytes: number;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: Uint8Array;
};

export type ListenedState = { readonly state: 'active' | 'paused'; readonly reason: string | null };

/** From the push thread. */
export type ToListener =
  | ({ readonly kind: 'attached' } & ListenedState)
  | { readonly kind: 'refused'; readonly error: WireError }
  | ({ readonly kind: 'delivery' } & ListenerDelivery)
  | ({ readonly kind: 'state' } & ListenedState)
  /** `late`: ids of answers that nothing waited for any more. */
  | { readonly kind: 'taken'; readonly asked: number; readonly late: readonly number[] }
  | { readonly kind: 'ended'; readonly why: ListenerEnd };

/** To the push thread. */
export type FromListener =
  | { readonly kind: 'answers'; readonly asked: number; readonly answers: readonly ListenerAnswer[] }
  /** The connection has taken so much, by `deliverySize`. */
  | { readonly kind: 'written'; readonly bytes: number }
  | { readonly kind: 'leave' };

/** Beside the body: headers, and the frame around them. */
const DELIVERY_FRAME_BYTES = 1_024;

/** What a delivery counts as while its listener's connection has not taken it. */
export function deliverySize({ body }: Pick<ListenerDelivery, 'body'>): number {
  return body.length + DELIVERY_FRAME_BYTES;
}
