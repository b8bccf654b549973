// Units over several partitions show everywhere or nowhere: who has seen one part finds every other part from then on.
import type { Report } from './anomaly.js';
import type { Partition } from './history.js';
import type { Operation } from './operations.js';
import { indexFrom } from './sorted.js';
import type { Survey } from './survey.js';
import type { Unit } from './units.js';
import type { SeenPlace } from './version-log.js';

export type TransactionCheck = {
  operation(operation: Operation): void;
  finish(): void;
};

/** A call that told a high watermark. */
type Look = { readonly highWatermark: number; readonly invoked: number; readonly completed: number };

/** The high watermarks of one partition, as calls told them. */
type Looks = {
  /** The first line by which somebody was told that `offset` is readable; infinite: never. */
  readableBy(offset: number): number;
  /** The last line at which somebody asked who was told that `offset` is not readable; 0: nobody. */
  hiddenAt(offset: number): number;
};

function makeLooks(looks: readonly Look[]): Looks {
  const rising = [...looks].sort((left, right) => left.highWatermark - right.highWatermark);
  const marks = rising.map(({ highWatermark }) => highWatermark);
  const lastAsked: number[] = [];
  for (const { invoked } of rising) lastAsked.push(Math.max(invoked, lastAsked.at(-1) ?? 0));
  const firstTold: number[] = new Array(rising.length);
  for (let index = rising.length - 1; index >= 0; index -= 1) {
    firstTold[index] = Math.min(rising[index]?.completed ?? Infinity, firstTold[index + 1] ?? Infinity);
  }
  return {
    readableBy: (offset) => firstTold[indexFrom(marks, offset + 1)] ?? Infinity,
    hiddenAt: (offset) => lastAsked[indexFrom(marks, offset + 1) - 1] ?? 0,
  };
}

function checkUnit(unit: Unit, places: readonly SeenPlace[], looks: (partition: Partition) => Looks, report: Report) {
  const seen = places.map((place) => ({
    place,
    by: Math.min(place.seenAt, looks(place.partition).readableBy(place.offset)),
  }));
  const first = seen.reduce((early, one) => (one.by < early.by ? one : early));
  for (const { partition, offset } of places) {
    if (looks(partition).hiddenAt(offset) <= first.by) continue;
    const shown = `${first.place.partition}/${first.place.offset}`;
    report('torn-read', `${unit.name}: ${shown} was there, and ${partition}/${offset} was not yet`);
    return;
  }
}

export function makeTransactionCheck(survey: Survey, report: Report): TransactionCheck {
  const told = new Map<Partition, Look[]>();
  const note = (partition: Partition, look: Look) => {
    const looks = told.get(partition);
    if (looks === undefined) told.set(partition, [look]);
    else looks.push(look);
  };

  return {
    operation: (operation) => {
      const { invoked, completed } = operation;
      if (operation.kind === 'fetch' && operation.outcome.kind === 'ok') {
        const { highWatermark } = operation.outcome.result;
        note(operation.call.partition, { highWatermark, invoked, completed });
      }
      if (operation.kind === 'describe' && operation.outcome.kind === 'ok') {
        for (const { partition, offset } of operation.outcome.result.watermarks) {
          note(partition, { highWatermark: offset, invoked, completed });
        }
      }
    },
    finish: () => {
      const byPartition = new Map([...told].map(([partition, looks]) => [partition, makeLooks(looks)]));
      const nobody = makeLooks([]);
      for (const unit of survey.units.all) {
        const places = unit.ids.flatMap((id) => survey.log.placeOf(id) ?? []);
        if (new Set(places.map(({ partition }) => partition)).size < 2) continue;
        checkUnit(unit, places, (partition) => byPartition.get(partition) ?? nobody, report);
      }
    },
  };
}
