// `deliver()`, step classify: what an endpoint asks for in its answer's header `webhook-delivery`, beyond its status. The names are
// Svix's (https://docs.svix.com/receiving/delivery-control), proposed for Standard Webhooks in its pull request 291. Pure.
import { answerHeader } from '../answer.js';
import type { SendResult } from '../outcome.js';

export type DeliveryControl = {
  /** Send nothing more: as 410 does, whatever the status of this answer. */
  readonly disable: boolean;
  /** Don't send this one again. Says nothing where it was acknowledged. */
  readonly abort: boolean;
};

const NOTHING: DeliveryControl = { disable: false, abort: false };

export function deliveryControl(result: SendResult): DeliveryControl {
  const header = result.kind === 'response' ? answerHeader(result, 'webhook-delivery') : null;
  if (header === null) return NOTHING;
  const words = header.split(',').map((word) => word.trim().toLowerCase());
  return { disable: words.includes('disable'), abort: words.includes('abort-message') };
}
