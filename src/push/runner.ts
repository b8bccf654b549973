// One active subscription at work. `deliver()` = read > filter > sign > send > classify > record: this file holds the
// steps together and decides whose turn it is; each step has a file of its own.
import type { Attempt, CommitUnit, Document } from '../engine/engine.js';
import { PROBE_FIRST_MS, PROGRESS_MAX_PENDING } from '../model/limits.js';
import type { GroupName } from '../model/names.js';
import { type Conclude, type Consequences, makeConclude, type Sent } from './conclude.js';
import type { Course } from './course.js';
import { type Courses, makeCourses } from './courses.js';
import { type DeliveryMaker, makeDeliveryMaker } from './delivery.js';
import type { Entry } from './entry.js';
import { type EndpointHealth, makeEndpointHealth } from './health/endpoint-health.js';
import type { EndpointRecord } from './health/endpoint-record.js';
import { holdAgain } from './held.js';
import { giveBack, type Lane, settle } from './lane.js';
import { laneFailure } from './lane-failure.js';
import type { LoadedLane } from './lane-load.js';
import { type LaneQueue, makeLaneQueue } from './lane-queue.js';
import { makeTakeContext, readEntry } from './lane-read.js';
import { nextReady, type TakeContext, takeNew } from './lane-take.js';
import { type Ledger, makeLedger } from './ledger.js';
import { makeNoteLoss } from './loss.js';
import type { SubscriptionLoad } from './push-stats.js';
import type { Source } from './recorder.js';
import type { Reply } from './replies/pending-replies.js';
import { makeSending, type Sending } from './replies/replies.js';
import type { Runner, RunnerDeps } from './runner-deps.js';
import type { SubscriptionRecord } from './subscription-config.js';
import { makeWaits, type Waits } from './waits.js';

export function makeRunner(document: Document, deps: RunnerDeps): Runner {
  return new SubscriptionRunner(document, deps);
}

const NOTHING_KEPT = { get: () => undefined };

/** Holds the running requests of a subscription and everything that waits for its turn. */
class SubscriptionRunner implements Runner, Source, Consequences {
  readonly document: Document;
  readonly health: EndpointHealth;
  running = 0;
  readonly #deps: RunnerDeps;
  readonly #record: SubscriptionRecord;
  readonly #group: GroupName;
  readonly #ledger: Ledger;
  readonly #lanes: Courses;
  readonly #context: TakeContext;
  readonly #conclude: Conclude;
  readonly #queue: LaneQueue = makeLaneQueue();
  readonly #waits: Waits;
  readonly #sending: Sending;
  /** Made at the first delivery: most subscriptions are idle. */
  #make: DeliveryMaker | undefined;
  #state: 'active' | 'retiring' | 'cut' | 'gone' = 'active';
  #stalled = false;
  #pumping = false;
  #idle: (() => void) | undefined;
  #retired: Promise<void> | undefined;

  constructor(document: Document, deps: RunnerDeps) {
    const { engine, clock, alarm, gate, index, deadLetterTopic } = deps;
    this.document = document;
    this.#deps = deps;
    const [group, record] = [document.name as GroupName, document.body as SubscriptionRecord];
    this.#record = record;
    this.#group = group;
    this.#ledger = makeLedger({ group, document, deadLetterTopic, registry: engine.registry, clock });
    this.#sending = makeSending(group, record, deps);
    const noteLoss = makeNoteLoss(group, deps);
    this.#waits = makeWaits({ alarm, clock, owner: this, queue: this.#queue, pump: () => this.#pump() });
    const { lookAgainAt } = this.#waits;
    this.#context = makeTakeContext({ ...deps, noteLoss }, record, { lookAgainAt, wake: this.#wake });
    this.#lanes = makeCourses({
      ...{ subscription: group, record, engine, clock, gate, index, noteLoss },
      loaded: (loaded) => this.#loaded(loaded),
      changed: (lane) => this.#changed(lane),
      appended: this.#wake,
      dropped: (lane) => this.#ledger.forget(lane),
      ended: (course) => this.#replayEnded(course),
    });
    this.health = makeEndpointHealth({
      ...{ subscription: group, record, registry: deps.isStandIn === true ? NOTHING_KEPT : engine.registry },
      ...{ clock, alarm, owner: this, log: deps.log, wake: this.#pump },
      rest: () => this.#lanes.rest(),
      keep: (kept) => this.#keep(kept),
      giveUp: (reason) => this.gone(reason),
    });
    const own = { ledger: this.#ledger, health: this.health, noteLoss, waits: this.#waits, consequences: this };
    this.#conclude = makeConclude({ group, record, clock, log: engine.log, ...own });
  }

  get isVoid(): boolean {
    return this.#ledger.isVoid;
  }

  start(topics: Iterable<string>): void {
    for (const topic of topics) this.topicChanged(topic);
    this.replaysChanged();
  }

  topicChanged(topic: string): void {
    this.#lanes.refresh(topic);
    this.#pump();
  }

  replaysChanged(): void {
    if (this.#state !== 'active') return;
    this.#lanes.follow();
    this.#pump();
  }

  retire(): Promise<void> {
    this.#retired ??= this.#drain();
    return this.#retired;
  }

  async #drain(): Promise<void> {
    if (this.#state === 'active') this.#state = 'retiring';
    const idle = new Promise<void>((resolve) => {
      this.#idle = resolve;
    });
    if (this.running > 0) await idle;
    if (!this.#isGone()) await this.#deps.recorder.settle(this);
    this.abandon();
  }

  cut(): void {
    if (!this.#isGone()) this.#state = 'cut';
    this.#idle?.();
  }

  abandon(): void {
    this.#state = 'gone';
    this.#lanes.clear();
    this.#queue.clear();
    this.#deps.alarm.forget(this);
    this.#deps.recorder.forget(this);
    this.#idle?.();
  }

  load(): SubscriptionLoad {
    return { name: this.#group, endpoint: this.health.state, ...this.#lanes.load() };
  }

  readonly #pump = (): void => {
    if (this.#pumping || this.#state !== 'active' || this.#stalled) return;
    this.#pumping = true;
    while (!this.#queue.empty && this.#hasRoom()) {
      const lane = this.#queue.next();
      if (lane !== undefined) this.#turn(lane);
    }
    this.#pumping = false;
  };

  #hasRoom(): boolean {
    if (this.#ledger.pending >= PROGRESS_MAX_PENDING || !this.health.mayBegin(this.running)) return false;
    if (this.#sending.isFull(this.running, this.#ledger.replyBytes)) return false;
    return this.#deps.gate.hasRoom(this.running, this.#pump);
  }

  /** Storage that can't be read now must not end the thread: the lane is looked at again a little later. */
  #turn(lane: Lane): void {
    let entry: Entry | undefined;
    try {
      entry = nextReady(lane) ?? takeNew(lane, this.#context);
      if (lane.dirty) this.#changed(lane);
      if (entry !== undefined) {
        this.#queue.add(lane);
        this.#deliver(lane, entry);
      }
      this.#lanes.account(lane);
    } catch (error) {
      const hopeless = laneFailure(this.#deps.log, this.#group, lane, error);
      if (hopeless !== undefined) this.gone(hopeless);
      if (entry?.state === 'running') giveBack(lane, entry);
      // Out of the queue until then, or it would be tried without a pause.
      this.#queue.remove(lane);
      this.#waits.lookAgainAt(lane, this.#deps.clock.now() + PROBE_FIRST_MS);
    }
  }

  readonly #wake = (lane: Lane): void => {
    this.#queue.add(lane);
    this.#pump();
  };

  #deliver(lane: Lane, entry: Entry): void {
    const slices = entry.slices ?? holdAgain(lane, entry, readEntry(this.#deps.engine.log, lane, entry));
    if (slices.length === 0) {
      this.#conclude.expired(lane, entry);
      this.#waits.freed(lane, settle(lane, entry));
      this.#changed(lane);
      return;
    }
    const { clock, gate, box } = this.#deps;
    this.#make ??= makeDeliveryMaker(this.#group, this.#record, clock, box);
    const delivery = this.#make(lane, entry, slices);
    const startedAt = clock.now();
    const pass = this.health.begin(this.running);
    this.running += 1;
    gate.enter();
    const { headers, id: webhookId } = delivery;
    const done = (result: Sent['result'], reply?: Reply): void =>
      this.#ended({ lane, entry, slices, headers, webhookId, startedAt, pass, result, reply });
    this.#sending.send(lane, entry, delivery, done);
  }

  #ended(request: Sent): void {
    this.running -= 1;
    if (!request.lane.dropped && this.#state !== 'cut' && !this.#isGone()) {
      this.#conclude.ended(request);
      this.#changed(request.lane);
      this.#queue.add(request.lane);
    } else this.health.forget(request.pass);
    this.#deps.gate.leave();
    this.#pump();
    if (this.running === 0) this.#idle?.();
  }

  #isGone(): boolean {
    return this.#state === 'gone';
  }

  #changed(lane: Lane): void {
    if (lane.dropped) return;
    this.#lanes.account(lane);
    this.#ledger.touch(lane);
    this.#deps.recorder.changed(this);
  }

  #replayEnded(course: Course): void {
    const { id } = course.replay?.record ?? {};
    this.#deps.log.info({ subscription: this.#group, replay: id }, 'replay is through');
    this.#ledger.end(course);
    this.#deps.recorder.changed(this);
  }

  #loaded({ lane, timed, expired }: LoadedLane): void {
    for (const entry of timed) this.#waits.retryLater(lane, entry);
    for (const entry of expired) this.#conclude.expired(lane, entry);
    if (lane.dirty) this.#changed(lane);
    this.#queue.add(lane);
  }

  attempted(attempt: Attempt, events: number): void {
    this.#deps.counters.attempt(attempt.outcome, attempt.durationMs, events);
    this.#deps.log.attempt(attempt);
  }

  /** What ends this runner decides about the endpoint as well. */
  #keep(kept: EndpointRecord | null): void {
    if (this.#state !== 'active' || this.#deps.isStandIn === true) return;
    this.#ledger.keepEndpoint(kept);
    this.#deps.recorder.changed(this);
  }

  gone(reason: string): void {
    if (this.#state !== 'active') return;
    this.#state = 'retiring';
    this.#deps.pause(this.document, reason);
  }

  unit(): CommitUnit | undefined {
    // The change that ends this runner may be a seek.
    if (this.#state !== 'active') this.#ledger.follow();
    return this.#isGone() ? undefined : this.#ledger.unit();
  }

  revise(unit: CommitUnit): CommitUnit | undefined {
    return this.#ledger.revise(unit);
  }

  committed(): void {
    if (this.#stalled) this.#deps.log.info({ subscription: this.#group }, 'progress is written again');
    this.#stalled = false;
    this.#ledger.committed();
    this.#pump();
  }

  stalled(error: unknown): void {
    if (this.#stalled) return;
    this.#stalled = true;
    this.#deps.log.warn({ subscription: this.#group, error: String(error) }, 'progress cannot be written');
  }

  conflicted(): void {
    if (this.isVoid) this.cut();
    if (!this.#isGone()) this.#deps.reload(this.#group);
  }
}
