// Guarantee 3: at least once; after a kill only what was in flight comes again, and with the same webhook-id.
import type { Delivery, Kill, Stored, Subscribed } from './history.js';
import { isAcknowledged, lifeOf, type Sighting } from './sightings.js';
import { alsoExplained, type Explained, NOTHING, placeOf, type Violation } from './verdict.js';

/** A commit of progress is on disk at most this long after what it is about. */
const COMMIT_WINDOW_MS = 1_000;

type Attempts = ReadonlyMap<string, readonly Sighting[]>;
type Judged = { readonly violations: readonly Violation[]; readonly explained: Explained };

export function checkDelivered(log: readonly Stored[], attempts: Attempts): Violation[] {
  return log
    .filter((fact) => !(attempts.get(placeOf(fact)) ?? []).some(({ delivery }) => isAcknowledged(delivery)))
    .map((fact) => ({ kind: 'undelivered', detail: `${fact.value} at ${placeOf(fact)}` }));
}

/** How long before the kill that ended its life something happened; infinite: no kill ended it. */
function ageAtKill(at: number, life: number, kills: readonly Kill[]): number {
  return (kills[life]?.at ?? Infinity) - at;
}

/** An event that comes although it was acknowledged: a kill lies between, and met the acknowledgement uncommitted. */
export function checkRepeats(attempts: Attempts, kills: readonly Kill[]): Judged {
  const violations: Violation[] = [];
  let explained = NOTHING;
  for (const [place, own] of attempts) {
    for (const repeat of own) {
      const { arrivedOrder } = repeat.delivery;
      const done = own.filter(
        ({ delivery }) => isAcknowledged(delivery) && (delivery.answer?.order ?? Infinity) < arrivedOrder,
      );
      const last = done.at(-1);
      if (last === undefined) continue;
      const age = ageAtKill(last.delivery.answer?.at ?? 0, last.life, kills);
      if (last.life < repeat.life && age <= COMMIT_WINDOW_MS) explained = alsoExplained(explained, age);
      else violations.push({ kind: 'repeated', detail: `${place} came again although it was acknowledged` });
    }
  }
  return { violations, explained };
}

/** The oldest that a message was when a kill met it, over all lives in which it was sent, in ms. */
function oldestAtKill(sent: readonly Delivery[], kills: readonly Kill[]): number {
  const began = new Map<number, number>();
  for (const delivery of sent) {
    const life = lifeOf(delivery, kills);
    began.set(life, Math.min(began.get(life) ?? Infinity, delivery.arrivedAt));
  }
  return [...began].reduce((oldest, [life, at]) => Math.max(oldest, ageAtKill(at, life, kills)), 0);
}

/** Consecutive attempts at one event under one webhook-id. */
function runsOf(own: readonly Sighting[]): Sighting[][] {
  const runs: Sighting[][] = [];
  for (const sighting of own) {
    const run = runs.at(-1);
    if (run?.[0]?.delivery.webhookId === sighting.delivery.webhookId) run.push(sighting);
    else runs.push([sighting]);
  }
  return runs;
}

/**
 * One event, one webhook-id; but bounds of a batch that a kill met before they were written down are drawn anew
 * (ARCHITECTURE.md, decisions). `explained` counts such messages.
 */
export function checkWebhookIds({ maxEvents }: Subscribed, attempts: Attempts, kills: readonly Kill[]): Judged {
  const violations: Violation[] = [];
  const anew = new Map<string, number>();
  for (const [place, own] of attempts) {
    const runs = runsOf(own);
    for (const [index, run] of runs.entries()) {
      const [first, last, next] = [run[0], run.at(-1), runs[index + 1]?.[0]];
      if (first === undefined || last === undefined || next === undefined) continue;
      const age = oldestAtKill(
        run.map(({ delivery }) => delivery),
        kills,
      );
      const { webhookId } = first.delivery;
      if (maxEvents > 1 && last.life < next.life && age <= COMMIT_WINDOW_MS) {
        anew.set(`${last.life} ${webhookId}`, age);
        continue;
      }
      const detail = `${place} came as ${webhookId}, then as ${next.delivery.webhookId}`;
      violations.push({ kind: 'webhook-id-changed', detail });
    }
  }
  return { violations, explained: [...anew.values()].reduce(alsoExplained, NOTHING) };
}
