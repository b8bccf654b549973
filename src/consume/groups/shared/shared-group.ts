// One shared group at work: fetches and acknowledgements queue up, and a turn takes all that has: stand ▸ set up ▸ load ▸ take the
// turn ▸ one unit ▸ answer. One unit is under way at a time, so what a turn decides on stands; where somebody else has changed
// the group, the writer refuses the unit, and the turn is taken again from what storage says.
import type { CommitUnit, Engine } from '../../../engine/engine.js';
import { PosthornError } from '../../../errors/posthorn-error.js';
import type { Clock } from '../../../model/clock.js';
import { WORK_QUEUE_IDLE_MS, WORK_QUEUE_LOOK_MS, WORK_QUEUE_TICK_MS } from '../../../model/group-limits.js';
import { DEFINITION_COMMIT_ATTEMPTS } from '../../../model/limits.js';
import type { GroupName, TopicName } from '../../../model/names.js';
import type { LogWatch } from '../../log-watch.js';
import type { Turns } from '../../turns.js';
import { nextChangeAt, postpone } from './backlog.js';
import { bringsAlong, type FetchJob, type Job, namedBy } from './jobs.js';
import { makeRest, type Rest, type RestDeps } from './rest.js';
import { setUpUnit } from './set-up.js';
import { makeSharedState, type SharedState, type SharedStateDeps } from './shared-state.js';
import { isRead, isSameStanding, notFetched, type Standing, type StandingDeps, standingOf } from './standing.js';
import { chooseTopics, type SharedTopic, type TopicSource } from './topic-choice.js';
import { makeTopicWatches, type TopicWatches } from './topic-watches.js';
import { emptyAnswer, type TurnDeps, type TurnResult, takeTurn } from './turn.js';

export type SharedGroup = {
  add(job: Job): void;
  /** Its client has hung up. */
  leave(job: FetchJob): void;
  /** Something may have changed for those that wait. */
  wake(): void;
  /** Answers all that wait with what there is. */
  stop(): void;
};

export type SharedGroupDeps = StandingDeps &
  SharedStateDeps &
  TopicSource &
  RestDeps &
  Omit<TurnDeps, 'spend'> & {
    readonly engine: Pick<Engine, 'log' | 'groups' | 'registry' | 'commit'>;
    readonly clock: Pick<Clock, 'now'>;
    readonly turns: Turns;
    readonly watch: Pick<LogWatch, 'topic'>;
    /** What a committed unit says that the group has lost. */
    readonly tellLosses: (losses: NonNullable<CommitUnit['losses']>) => void;
  };

export function makeSharedGroup(deps: SharedGroupDeps, group: GroupName, forget: () => void): SharedGroup {
  return new GroupAtWork(deps, group, forget);
}

/** Holds the jobs of a group and its state in memory. */
class GroupAtWork implements SharedGroup {
  readonly #deps: SharedGroupDeps;
  readonly #group: GroupName;
  readonly #forget: () => void;
  readonly #jobs = new Set<Job>();
  readonly #watches: TopicWatches;
  readonly #rest: Rest;
  #state: SharedState | undefined;
  #running = false;
  #again = false;
  #stopped = false;
  #conflicts = 0;
  /** Partitions take turns at being the first. */
  #first = 0;
  #disarm: (() => void) | undefined;

  constructor(deps: SharedGroupDeps, group: GroupName, forget: () => void) {
    this.#deps = deps;
    this.#group = group;
    this.#forget = forget;
    const wake = (): void => this.wake();
    const moved = (topic: TopicName, partition: number): void => {
      this.#state?.logMoved(topic, partition);
      if (this.#isWaitedFor()) this.wake();
    };
    this.#watches = makeTopicWatches(deps.watch, { moved, changed: wake });
    this.#rest = makeRest(deps, group, wake);
  }

  add(job: Job): void {
    this.#jobs.add(job);
    if (job.kind === 'fetch' && this.#stopped) job.isOver = true;
    this.wake();
  }

  leave(job: FetchJob): void {
    job.hasLeft = true;
    if (!this.#jobs.has(job)) this.#handBack(job);
    else if (this.#running || bringsAlong(job)) this.wake();
    else this.#finish(job, () => undefined);
  }

  stop(): void {
    this.#stopped = true;
    for (const job of this.#jobs) if (job.kind === 'fetch') job.isOver = true;
    this.wake();
  }

  wake(): void {
    if (this.#running) this.#again = true;
    else this.#deps.turns.ask(this.#start);
  }

  readonly #start = (): void => {
    if (!this.#running) void this.#run();
  };

  async #run(): Promise<void> {
    this.#running = true;
    do {
      this.#again = false;
      const jobs = [...this.#jobs];
      try {
        await this.#turn(jobs);
        this.#conflicts = 0;
      } catch (error) {
        this.#failed(jobs, error);
      }
    } while (this.#again);
    this.#running = false;
    this.#plan();
  }

  #failed(jobs: readonly Job[], error: unknown): void {
    this.#state = undefined;
    this.#conflicts += 1;
    const isConflict = error instanceof PosthornError && error.code === 'VERSION_CONFLICT';
    this.#again = isConflict && this.#conflicts < DEFINITION_COMMIT_ATTEMPTS;
    if (this.#again) return;
    this.#conflicts = 0;
    for (const job of jobs) this.#finish(job, () => job.reject(error));
  }

  #finish(job: Job, tell: () => void): void {
    if (!this.#jobs.delete(job)) return;
    if (job.kind === 'fetch') {
      this.#deps.budget.leave(job.wake);
      job.done();
    }
    tell();
  }

  async #turn(jobs: readonly Job[]): Promise<void> {
    const { engine, clock, turns } = this.#deps;
    const standing = standingOf(this.#deps, this.#group);
    const topics = this.#topicsOf(jobs, standing);
    if (!this.#rest.has(standing)) {
      for (const [job, chosen] of topics) {
        const isOver = (job.isOver && this.#rest.isLate()) || job.hasLeft;
        if (isOver && !bringsAlong(job)) this.#finish(job, () => job.resolve(emptyAnswer(0, job, chosen)));
      }
      return;
    }
    if (await this.#setUp(standing, topics)) return;
    const state = await this.#load(standing, jobs, topics);
    if (state === undefined) return;
    const turnDeps = { ...this.#deps, spend: turns.spend };
    const live = jobs.filter((job) => this.#jobs.has(job));
    const result = takeTurn(turnDeps, state, live, (job) => topics.get(job) ?? [], clock.now(), this.#first);
    const unit = state.unit();
    try {
      if (unit !== undefined) await engine.commit(unit);
    } catch (error) {
      for (const { answer } of result.served) answer.release();
      throw error;
    }
    this.#deps.tellLosses(unit?.losses ?? []);
    this.#tell(live, result);
  }

  #topicsOf(jobs: readonly Job[], standing: Standing): Map<FetchJob, readonly SharedTopic[]> {
    const known = new Map<string, readonly SharedTopic[]>();
    const topics = new Map<FetchJob, readonly SharedTopic[]>();
    for (const job of jobs) {
      if (job.kind !== 'fetch') continue;
      const wish = job.request.topics.join(' ');
      try {
        const chosen = known.get(wish) ?? chooseTopics(this.#deps, standing, job.request.topics);
        known.set(wish, chosen);
        topics.set(job, chosen);
      } catch (error) {
        this.#finish(job, () => job.reject(error));
      }
    }
    return topics;
  }

  /** True: the group has been changed, and is to be looked at again. */
  async #setUp(standing: Standing, topics: ReadonlyMap<FetchJob, unknown>): Promise<boolean> {
    const { engine, allTopics } = this.#deps;
    for (const job of topics.keys()) {
      const { topics: patterns, start, maxAttempts } = job.request;
      const wish = { topics: patterns, start, maxAttempts, isSetUp: job.isSetUp };
      try {
        const unit = setUpUnit(engine, standing, wish, allTopics);
        if (unit !== undefined) {
          await engine.commit(unit);
          job.isSetUp = true;
          this.#again = true;
          return true;
        }
        job.isSetUp = true;
      } catch (error) {
        if (error instanceof PosthornError && error.code === 'VERSION_CONFLICT') throw error;
        this.#finish(job, () => job.reject(error));
      }
    }
    return false;
  }

  /** Undefined: nobody has fetched by the group yet. */
  async #load(
    standing: Standing,
    jobs: readonly Job[],
    topics: ReadonlyMap<FetchJob, readonly SharedTopic[]>,
  ): Promise<SharedState | undefined> {
    const { record } = standing;
    if (record === undefined) {
      this.#state = undefined;
      for (const job of jobs) this.#finish(job, () => job.reject(notFetched(this.#group)));
      return undefined;
    }
    const kept = this.#state !== undefined && isSameStanding(this.#state.standing, standing);
    const state =
      kept && this.#state !== undefined ? this.#state : makeSharedState(this.#deps, { ...standing, record });
    this.#state = state;
    const fetched = new Map<string, SharedTopic>();
    for (const chosen of new Set(topics.values())) for (const topic of chosen) fetched.set(topic.name, topic);
    const wanted = new Map(fetched);
    // What the group does not read it has not handed out either.
    const named = namedBy(jobs).filter((name) => isRead({ ...standing, record }, name));
    for (const name of [...state.topics(), ...named]) {
      if (wanted.has(name)) continue;
      const topic = this.#find(name);
      if (topic === undefined) state.forget(name as TopicName);
      else wanted.set(name, topic);
    }
    await state.load(wanted.values(), ({ name }) => fetched.has(name));
    // Before the logs are looked at: what changes from then on is heard.
    this.#watches.keep(state.topics());
    return state;
  }

  #find(name: string): SharedTopic | undefined {
    try {
      return this.#deps.lookupTopic(name);
    } catch {
      return undefined;
    }
  }

  #tell(jobs: readonly Job[], { served, told, hasMore }: TurnResult): void {
    for (const job of jobs) if (job.kind === 'fetch') job.isSettled = true;
    for (const [job, tell] of told) this.#finish(job, tell);
    for (const { job, answer, picked } of served) {
      job.handed = picked;
      this.#finish(job, () => (job.hasLeft ? answer.release() : job.resolve(answer)));
      if (job.hasLeft) this.#handBack(job);
    }
    this.#first += served.length;
    if (hasMore) this.#again = true;
  }

  /** Nobody will ever read it: others may have it at once. */
  #handBack({ request, handed }: FetchJob): void {
    for (const { backlog, event, source } of handed) {
      const item = this.#state?.find(backlog.topic, backlog.partition, event.offset);
      const isHeld = item?.lease === request.memberId && item.attempts === (source?.attempts ?? 0) + 1;
      if (isHeld) postpone(item, this.#deps.clock.now(), null);
    }
    if (handed.length > 0) this.wake();
  }

  #isWaitedFor(): boolean {
    for (const { kind } of this.#jobs) if (kind === 'fetch') return true;
    return false;
  }

  #end(): void {
    if (this.#jobs.size > 0 || this.#running) return;
    this.#watches.keep(new Set());
    this.#forget();
  }

  /** Until the next turn: what ends by itself; and when nobody asks any more, the end. */
  #plan(): void {
    const { clock, timer } = this.#deps;
    this.#disarm?.();
    this.#disarm = undefined;
    const isWaitedFor = this.#isWaitedFor();
    const backlogs = this.#state?.all() ?? [];
    if (this.#stopped && this.#jobs.size === 0) return;
    const now = clock.now();
    const at = Math.min(...backlogs.map((backlog) => nextChangeAt(backlog, now, isWaitedFor)));
    if (at < Number.POSITIVE_INFINITY) {
      this.#disarm = timer(() => this.wake(), Math.min(WORK_QUEUE_LOOK_MS, Math.max(WORK_QUEUE_TICK_MS, at - now)));
    } else if (this.#jobs.size === 0) {
      this.#disarm = timer(() => this.#end(), WORK_QUEUE_IDLE_MS);
    }
  }
}
