// What the push thread tells at a scrape: deliveries by outcome, how long requests took, what waits where.
import { histogramFamily } from './histogram.js';
import { counter, gauge, labelled, type MetricCollector, type MetricFamily } from './metrics.js';

export type DeliveryStats = {
  readonly attempts: Readonly<Record<string, number>>;
  readonly deliveredEvents: number;
  /** Requests by duration, one count a bucket, and the rest. */
  readonly durations: readonly number[];
  readonly durationSeconds: number;
  readonly inFlight: number;
  readonly waiting: number;
  readonly lanes: number;
  readonly openConnections: number;
  readonly connections: { readonly reused: number; readonly opened: number };
  readonly endpointsDown: number;
  readonly replays: number;
  readonly lostEvents: Readonly<Record<string, number>>;
  readonly subscriptions: readonly {
    readonly name: string;
    readonly lag: number;
    readonly parked: number;
    readonly endpoint: EndpointState;
  }[];
};

type EndpointState = 'closed' | 'half-open' | 'open';

const STATE_NUMBERS: Readonly<Record<EndpointState, number>> = { closed: 0, 'half-open': 1, open: 2 };

/** @param bounds upper bounds of the durations, seconds */
export function pushMetrics(stats: () => Promise<DeliveryStats>, bounds: readonly number[]): MetricCollector {
  return async () => {
    const now = await stats();
    const numbers = { bounds, counts: now.durations, sum: now.durationSeconds };
    return [
      labelled(
        'posthorn_delivery_attempts_total',
        'counter',
        'Requests to endpoints, by outcome',
        'outcome',
        now.attempts,
      ),
      counter('posthorn_delivered_events_total', 'Events that endpoints acknowledged', now.deliveredEvents),
      histogramFamily('posthorn_delivery_duration_seconds', 'Time that a request to an endpoint took', 1, [
        { labels: {}, numbers },
      ]),
      gauge('posthorn_deliveries_in_flight', 'Requests to endpoints that run now', now.inFlight),
      gauge('posthorn_deliveries_waiting', 'Timers for later attempts', now.waiting),
      gauge('posthorn_lanes', 'Pairs of subscription and partition', now.lanes),
      gauge('posthorn_endpoint_connections', 'Open connections to endpoints', now.openConnections),
      labelled('posthorn_endpoint_connections_total', 'counter', 'Requests to endpoints', 'reused', {
        true: now.connections.reused,
        false: now.connections.opened,
      }),
      gauge('posthorn_endpoints_down', 'Subscriptions whose endpoint is taken to be down', now.endpointsDown),
      gauge('posthorn_replays', 'Replays that run beside the live flow of their subscription', now.replays),
      labelled(
        'posthorn_lost_events_total',
        'counter',
        'Events deleted before they were delivered',
        'subscription',
        now.lostEvents,
      ),
      bySubscription(
        'posthorn_subscription_lag_events',
        'High watermark minus committed offset',
        now,
        ({ lag }) => lag,
      ),
      bySubscription(
        'posthorn_subscription_parked',
        'Deliveries parked until their next attempt',
        now,
        ({ parked }) => parked,
      ),
      bySubscription(
        'posthorn_endpoint_state',
        'Circuit breaker of the endpoint: 0 closed, 1 half-open, 2 open',
        now,
        ({ endpoint }) => STATE_NUMBERS[endpoint],
      ),
    ];
  };
}

function bySubscription(
  name: string,
  help: string,
  stats: DeliveryStats,
  numberOf: (subscription: DeliveryStats['subscriptions'][number]) => number,
): MetricFamily {
  const byName = Object.fromEntries(stats.subscriptions.map((each) => [each.name, numberOf(each)]));
  return labelled(name, 'gauge', help, 'subscription', byName);
}
