// `posthorn listen`: the subscription that it listens to is there, or is made where the caller said for which topics.
import { type BusCalls, ServerRefusal } from './bus-calls.js';
import type { ListenOptions } from './listen-options.js';

/** @throws ServerRefusal ServerGone */
export async function ensureSubscription(
  { call }: BusCalls,
  { subscription, topics }: Pick<ListenOptions, 'subscription' | 'topics'>,
  note: (text: string) => void,
): Promise<void> {
  const path = `/v1/subscriptions/${encodeURIComponent(subscription)}`;
  try {
    const { topics: existing } = (await call('GET', path)) as { readonly topics: readonly string[] };
    if (topics === undefined || topics.toSorted().join() === existing.toSorted().join()) return;
    note(`'${subscription}' is there already, for ${existing.join(', ')}: --topics changes nothing`);
    return;
  } catch (error) {
    if (!(error instanceof ServerRefusal) || error.code !== 'SUBSCRIPTION_NOT_FOUND') throw error;
    if (topics === undefined) throw missing(error, subscription);
  }
  await call('PUT', path, { topics, endpoint: { listen: true } });
  note(`made the subscription '${subscription}' for ${topics.join(', ')}: it rests while nobody listens`);
}

function missing({ status, code }: ServerRefusal, subscription: string): ServerRefusal {
  const detail =
    `subscription '${subscription}' does not exist. Say --topics A,B to have it made, or create it with ` +
    `PUT /v1/subscriptions/${subscription}.`;
  return new ServerRefusal(status, code, detail);
}
