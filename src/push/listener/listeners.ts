// The push thread's listeners: at most one a subscription. While one is attached, it stands where the endpoint's URL stood.
import type { MessagePort } from 'node:worker_threads';
import type { Document, Engine } from '../../engine/engine.js';
import { PosthornError } from '../../errors/posthorn-error.js';
import type { Timer } from '../../model/timer.js';
import type { PushLog } from '../push-log.js';
import type { SubscriptionRecord } from '../subscription-config.js';
import { type Listener, makeListener } from './listener.js';
import type { FromListener, ListenerEnd, ToListener } from './listener-protocol.js';

/** What the main thread asks for; the answers come on the port. */
export type ListenRequest = { readonly subscription: string; readonly takeover: boolean; readonly port: MessagePort };

export type Listeners = {
  /** Undefined: deliveries go to the endpoint's URL. */
  of(subscription: string): Listener | undefined;
  attach(request: ListenRequest): void;
  /** Tells its listener, if it has one, what has become of the subscription; undefined: it is gone. */
  follow(name: string, document: Document | undefined): void;
  stop(): void;
};

export type ListenersDeps = {
  readonly registry: Pick<Engine['registry'], 'get'>;
  readonly timer: Timer;
  /** The subscription's deliveries have another way from now on. */
  readonly changed: (subscription: string) => void;
  readonly log: Pick<PushLog, 'info'>;
};

export function makeListeners(deps: ListenersDeps): Listeners {
  const { registry, changed, log } = deps;
  const attached = new Map<string, Listener>();

  /** First nothing more goes to it, then what it had is given back: else it would get that again. */
  const end = (subscription: string, listener: Listener, why: ListenerEnd | undefined): void => {
    if (attached.get(subscription) === listener) {
      attached.delete(subscription);
      log.info({ subscription }, 'listener has left');
      changed(subscription);
    }
    listener.end(why);
  };

  const heard = (subscription: string, listener: Listener, port: MessagePort, message: FromListener) => {
    switch (message.kind) {
      case 'answers': {
        const late = listener.answered(message.answers);
        return port.postMessage({ kind: 'taken', asked: message.asked, late } satisfies ToListener);
      }
      case 'written':
        return listener.written(message.bytes);
      case 'leave':
        return end(subscription, listener, undefined);
      default:
        return message satisfies never;
    }
  };

  const attach = ({ subscription, takeover, port }: ListenRequest): void => {
    const document = registry.get('subscriptions', subscription);
    const before = attached.get(subscription);
    const refusal = document === undefined ? gone(subscription) : refuseSecond(subscription, takeover, before);
    if (document === undefined || refusal !== undefined) {
      port.postMessage({ kind: 'refused', error: (refusal ?? gone(subscription)).toWire() } satisfies ToListener);
      port.close();
      return;
    }
    const listener = makeListener({ port, timer: deps.timer });
    port.on('message', (message: FromListener) => heard(subscription, listener, port, message));
    port.on('close', () => end(subscription, listener, undefined));
    attached.set(subscription, listener);
    listener.tell(stateOf(document));
    log.info({ subscription }, 'listener has come: deliveries go to it');
    changed(subscription);
    before?.end('taken-over');
  };

  return {
    of: (subscription) => attached.get(subscription),
    attach,
    follow: (name, document) => {
      const listener = attached.get(name);
      if (listener === undefined) return;
      if (document === undefined) end(name, listener, 'deleted');
      else listener.tell(stateOf(document));
    },
    stop: () => {
      for (const [subscription, listener] of attached) end(subscription, listener, 'stopping');
    },
  };
}

function stateOf({ body }: Document) {
  const { state, reason } = body as SubscriptionRecord;
  return { state, reason };
}

function gone(name: string): PosthornError {
  const detail = `Subscription '${name}' does not exist. Create it with PUT /v1/subscriptions/${name}.`;
  return new PosthornError('SUBSCRIPTION_NOT_FOUND', detail);
}

function refuseSecond(name: string, takeover: boolean, before: Listener | undefined): PosthornError | undefined {
  if (before === undefined || takeover) return undefined;
  return new PosthornError(
    'LISTENER_ATTACHED',
    `Subscription '${name}' has a listener already. Stop that one, or take its place with ` +
      `GET /v1/subscriptions/${name}/listen?takeover=true.`,
  );
}
