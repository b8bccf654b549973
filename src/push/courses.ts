// All lanes of one subscription: its live flow, and the replays that run beside it. They come and go with their documents;
// one whose lanes are all through has ended.
import type { Engine } from '../engine/engine.js';
import type { Course } from './course.js';
import { liveCourse, replayCourse } from './course.js';
import { isThrough } from './lane.js';
import { type LaneSet, type LaneSetDeps, loadOf, makeLaneSet } from './lane-set.js';
import type { SubscriptionLoad } from './push-stats.js';
import { replaysOf } from './replay-record.js';
import type { SubscriptionRecord } from './subscription-config.js';

export type Courses = LaneSet & {
  /** Looks which replays there are now. */
  follow(): void;
  load(): Omit<SubscriptionLoad, 'name' | 'endpoint'>;
};

export type CoursesDeps = Omit<LaneSetDeps, 'course' | 'ordering' | 'engine'> & {
  readonly engine: LaneSetDeps['engine'] & Pick<Engine, 'redriven'>;
  readonly subscription: LaneSetDeps['course']['group'];
  readonly record: SubscriptionRecord;
  /** There is nothing left to do in this replay. Told once. */
  readonly ended: (course: Course) => void;
};

type Running = { readonly incarnation: number; readonly course: Course; readonly lanes: LaneSet };

export function makeCourses(deps: CoursesDeps): Courses {
  const { subscription, record, engine } = deps;
  const lanesOf = (course: Course): LaneSet => makeLaneSet({ ...deps, course, ordering: record.ordering });
  const live = lanesOf(liveCourse(subscription, record));
  const replays = new Map<string, Running>();
  const ended = new WeakSet<Course>();

  const endIfThrough = ({ course, lanes }: Running): void => {
    if (ended.has(course)) return;
    for (const lane of lanes.all()) if (!isThrough(lane)) return;
    ended.add(course);
    deps.ended(course);
  };

  const follow = (): void => {
    const found = new Map(replaysOf(engine.registry, subscription).map((replay) => [replay.document.name, replay]));
    for (const [name, { incarnation, lanes }] of replays) {
      if (found.get(name)?.document.incarnation === incarnation) continue;
      lanes.clear();
      replays.delete(name);
    }
    for (const [name, replay] of found) {
      if (replays.has(name)) continue;
      const course = replayCourse(replay, record, engine);
      const running = { incarnation: replay.document.incarnation, course, lanes: lanesOf(course) };
      // Not known before all its lanes are: the first one may be through already.
      for (const topic of new Set(replay.record.ranges.map((range) => range.topic))) running.lanes.refresh(topic);
      replays.set(name, running);
      endIfThrough(running);
    }
  };

  return {
    follow,
    refresh: (topic) => {
      live.refresh(topic);
      for (const running of replays.values()) {
        running.lanes.refresh(topic);
        endIfThrough(running);
      }
    },
    account: (lane) => {
      live.account(lane);
      if (lane.course.replay === null || lane.dropped || !isThrough(lane)) return;
      const running = replays.get(lane.course.replay.document.name);
      if (running?.course === lane.course) endIfThrough(running);
    },
    rest: () => {
      live.rest();
      for (const { lanes } of replays.values()) lanes.rest();
    },
    all: function* () {
      yield* live.all();
      for (const { lanes } of replays.values()) yield* lanes.all();
    },
    clear: () => {
      live.clear();
      for (const { lanes } of replays.values()) lanes.clear();
      replays.clear();
    },
    load: () => ({ ...loadOf(live.all()), replays: replays.size }),
  };
}
