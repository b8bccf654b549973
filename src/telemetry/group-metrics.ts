// Groups whose members fetch over HTTP.
import { counter, gauge, labelled, type MetricCollector } from './metrics.js';

export type GroupLoad = {
  readonly groups: number;
  readonly members: number;
  /** Fetches of groups, in either mode, under way, or waiting. */
  readonly calls: number;
  readonly rebalances: number;
  readonly expiredSessions: number;
  readonly lostEvents: Readonly<Record<string, number>>;
};

export function groupMetrics(load: () => GroupLoad): MetricCollector {
  return () => {
    const now = load();
    return [
      gauge('posthorn_groups', 'Groups that members read', now.groups),
      gauge('posthorn_group_members', 'Members of all groups', now.members),
      gauge('posthorn_group_fetches', 'Fetches of groups that run or wait', now.calls),
      counter('posthorn_group_rebalances_total', 'Generations of groups since the start', now.rebalances),
      counter('posthorn_group_sessions_expired_total', 'Members that made no call in time', now.expiredSessions),
      labelled(
        'posthorn_group_lost_events_total',
        'counter',
        'Events deleted before they were handed out',
        'group',
        now.lostEvents,
      ),
    ];
  };
}
