// What paused subscriptions lose while nothing of them runs: noted as soon as the log starts of their topics move. What can't be
// written then is counted with the next loss, or by its lanes when it is resumed.
import { changeEvents, lossChanges } from '../engine/changes.js';
import type { AppendSignal, Document, Engine, Expectation, Progress } from '../engine/engine.js';
import { PosthornError } from '../errors/posthorn-error.js';
import type { Clock } from '../model/clock.js';
import type { GroupName, PartitionIndex, TopicName } from '../model/names.js';
import { matchesTopic } from '../model/topic-match.js';
import { type LossDeps, tellLoss } from './loss.js';
import { isPulled, notPulled } from './pulled.js';
import { type SubscriptionRecord, startOffsetOf } from './subscription-config.js';

export type PausedLosses = {
  /** It is paused, and nothing of it runs any more. `topics`: where it may have lost events already. */
  watch(document: Document, topics: readonly string[]): void;
  /** It may run from here on. Resolves when nothing is being written for it; undefined: it was not watched. */
  leave(name: string): Promise<void> | undefined;
  heard(signals: readonly AppendSignal[]): void;
  /** Resolves when nothing is being written. */
  stop(): Promise<void>;
};

export type PausedLossesDeps = LossDeps & {
  readonly engine: Pick<Engine, 'log' | 'groups' | 'registry' | 'commit'>;
  readonly clock: Pick<Clock, 'now'>;
};

type Watched = {
  readonly document: Document;
  /** Topics whose log starts have moved since they were looked at. */
  readonly moved: Set<string>;
  writing: Promise<void> | undefined;
};

export function makePausedLosses(deps: PausedLossesDeps): PausedLosses {
  const paused = new Map<string, Watched>();

  const noted = async (document: Document, topics: readonly string[]): Promise<void> => {
    try {
      await note(deps, document, topics);
    } catch (error) {
      deps.log.warn({ subscription: document.name, error: String(error) }, 'losses cannot be written now');
    }
  };

  const write = async (watched: Watched): Promise<void> => {
    while (watched.moved.size > 0) {
      const topics = [...watched.moved];
      watched.moved.clear();
      await noted(watched.document, topics);
    }
    watched.writing = undefined;
  };

  const moved = (watched: Watched, topic: string): void => {
    if (!matchesTopic((watched.document.body as SubscriptionRecord).topics, topic)) return;
    watched.moved.add(topic);
    watched.writing ??= write(watched);
  };

  return {
    watch: (document, topics) => {
      const watched: Watched = { document, moved: new Set(), writing: undefined };
      paused.set(document.name, watched);
      for (const topic of topics) moved(watched, topic);
    },
    leave: (name) => {
      const watched = paused.get(name);
      if (watched === undefined) return undefined;
      paused.delete(name);
      watched.moved.clear();
      return watched.writing ?? Promise.resolve();
    },
    heard: (signals) => {
      for (const { topic, logStartOffset } of signals) {
        if (logStartOffset === undefined) continue;
        for (const watched of paused.values()) moved(watched, topic);
      }
    },
    stop: async () => {
      const writing = [...paused.values()].map((watched) => watched.writing);
      paused.clear();
      await Promise.all(writing);
    },
  };
}

type Lost = { readonly progress: Progress; readonly from: number; readonly to: number; readonly incarnation: number };

async function note(deps: PausedLossesDeps, document: Document, topics: readonly string[]): Promise<void> {
  const { collection, name, version } = document;
  // What fetches pass, they count.
  if (isPulled(deps.engine.registry, name)) return;
  const losses = lossesOf(deps.engine, document, topics);
  if (losses.length === 0) return;
  const counted = losses.map(({ progress: { group, topic, partition }, from, to }) => {
    return { group, topic, partition, events: to - from };
  });
  const changes = lossChanges('subscription.lost', counted);
  const incarnations = new Map(losses.map(({ progress: { topic }, incarnation }) => [topic, incarnation]));
  try {
    await deps.engine.commit({
      expect: [
        { kind: 'version', collection, name, version },
        notPulled(name),
        ...[...incarnations].map(([topic, incarnation]): Expectation => {
          return { kind: 'incarnation', collection: 'topics', name: topic, incarnation };
        }),
      ],
      offsets: losses.map(({ progress }) => progress),
      losses: counted,
      ...(changes.length === 0 ? {} : { appends: [changeEvents(deps.clock.now(), changes)] }),
    });
  } catch (error) {
    // It was changed or resumed meanwhile, or a topic of its is another.
    if (error instanceof PosthornError && error.code === 'VERSION_CONFLICT') return;
    throw error;
  }
  for (const { progress, from, to } of losses) {
    tellLoss(deps, { subscription: name, topic: progress.topic, partition: progress.partition }, from, to);
  }
}

/** The committed offset passes what is gone; what is parked or was under way below it stays, and is looked at when it runs. */
function lossesOf(
  { log, groups, registry }: PausedLossesDeps['engine'],
  { name, body }: Document,
  topics: readonly string[],
): Lost[] {
  const group = name as GroupName;
  const { startOffsets } = body as SubscriptionRecord;
  const stored = new Map(groups.progress(group).map((one) => [`${one.topic}/${one.partition}`, one]));
  return topics.flatMap((topicName) => {
    const topic = topicName as TopicName;
    const incarnation = registry.get('topics', topic)?.incarnation;
    const losses: Lost[] = [];
    for (let at = 0; incarnation !== undefined; at += 1) {
      const partition = at as PartitionIndex;
      const to = log.bounds(topic, partition)?.logStartOffset;
      if (to === undefined) break;
      const own = stored.get(`${topic}/${at}`);
      const from = own?.committedOffset ?? startOffsetOf(startOffsets, topic, incarnation, partition);
      if (from >= to) continue;
      const progress = { group, topic, partition, committedOffset: to, inFlight: own?.inFlight ?? [] };
      losses.push({ progress, from, to, incarnation });
    }
    return losses;
  });
}
