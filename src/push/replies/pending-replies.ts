// `deliver()`, step record: replies that were accepted and are not on disk yet. They stand in the unit that holds the progress
// of their deliveries, or in none: what a seek, a deletion or a cancelled replay takes from one it takes from the other.
import type { CommitUnit, Expectation, Progress } from '../../engine/engine.js';
import type { Lane } from '../lane.js';
import type { Judged } from './reply-judge.js';
import type { PlannedEvents } from './reply-planner.js';

/** What an endpoint answered, accepted. */
export type Reply = {
  readonly plans: readonly PlannedEvents[];
  /** What it takes in memory. */
  readonly bytes: number;
  /** As topics and schemas are now. */
  readonly judgeAgain: () => Judged;
};

export type PendingReplies = {
  add(lane: Lane, reply: Reply): void;
  /** Bytes of all that is not on disk. */
  readonly bytes: number;
  /** `unit` with all that was added since the last one. */
  addTo(unit: CommitUnit): CommitUnit;
  /**
   * `unit`, which was refused and made anew, with what stood in it, judged anew. Undefined: one of the replies would be refused
   * now, so that its delivery must not count as done.
   */
  addAgain(unit: CommitUnit): CommitUnit | undefined;
  /** What the last unit held is on disk. */
  committed(): void;
};

type Pending = { readonly lane: Lane; readonly reply: Reply };

export function makePendingReplies(): PendingReplies {
  let added: Pending[] = [];
  let written: Pending[] = [];
  let bytes = 0;

  const letGo = (pendings: readonly Pending[]): void => {
    for (const { reply } of pendings) bytes -= reply.bytes;
  };

  /** Only with the progress of its lane, or with the end of its replay, which takes that progress away. */
  const keepThoseOf = (pendings: readonly Pending[], { offsets = [], forgetGroups = [] }: CommitUnit): Pending[] => {
    const places = new Set(offsets.map(placeOf));
    const stays = ({ lane }: Pending): boolean =>
      forgetGroups.includes(lane.course.group) ||
      places.has(placeOf({ group: lane.course.group, topic: lane.topic, partition: lane.partition }));
    letGo(pendings.filter((pending) => !stays(pending)));
    return pendings.filter(stays);
  };

  return {
    add: (lane, reply) => {
      added.push({ lane, reply });
      bytes += reply.bytes;
    },
    get bytes() {
      return bytes;
    },
    addTo: (unit) => {
      if (added.length === 0) return unit;
      written = keepThoseOf(added, unit);
      added = [];
      return withPlans(
        unit,
        written.flatMap(({ reply }) => reply.plans),
      );
    },
    addAgain: (unit) => {
      if (written.length === 0) return unit;
      written = keepThoseOf(written, unit);
      const plans: PlannedEvents[] = [];
      for (const { reply } of written) {
        const judged = reply.judgeAgain();
        if (judged.kind !== 'accepted') return undefined;
        plans.push(...judged.plans);
      }
      return withPlans(unit, plans);
    },
    committed: () => {
      letGo(written);
      written = [];
    },
  };
}

function placeOf({ group, topic, partition }: Pick<Progress, 'group' | 'topic' | 'partition'>): string {
  return `${partition} ${topic} ${group}`;
}

/** They were judged by these topics and these schemas: the writer refuses them where there are others by then. */
function withPlans(unit: CommitUnit, plans: readonly PlannedEvents[]): CommitUnit {
  if (plans.length === 0) return unit;
  const byTopic = new Map(plans.map((plan) => [`${plan.topic} ${plan.incarnation} ${plan.schemas}`, plan]));
  const expect = [...byTopic.values()].flatMap(({ topic: name, incarnation, schemas }): Expectation[] => [
    { kind: 'incarnation', collection: 'topics', name, incarnation },
    { kind: 'version', collection: 'schemas', name, version: schemas },
  ]);
  return {
    ...unit,
    expect: [...(unit.expect ?? []), ...expect],
    appends: [...(unit.appends ?? []), ...plans.flatMap(({ appends }) => appends)],
  };
}
