// What was written: acknowledged events are there to the end, nothing else is, and each once.
import type { Report } from './anomaly.js';
import type { Survey } from './survey.js';
import { hasHappened, type Unit } from './units.js';

/** Whatever was acknowledged or seen stays where it is. */
function checkStillThere({ log, finals, standing }: Survey, report: Report): void {
  if (finals === undefined) return;
  for (const partition of log.partitions) {
    const final = finals.get(partition);
    for (const offset of standing(partition, final?.logStartOffset ?? 0, Infinity, Infinity)) {
      if (final?.offsets.has(offset) === true) continue;
      report('lost-write', `${log.idAt(partition, offset)} was at ${partition}/${offset} and is gone`);
    }
  }
}

/** @returns what of the unit was never seen */
function unseenOf(unit: Unit, { log }: Survey): readonly string[] {
  return unit.ids.filter((id) => log.placeOf(id) === undefined);
}

function checkWhole(unit: Unit, survey: Survey, report: Report): void {
  if (survey.finals === undefined || !hasHappened(unit, survey.log)) return;
  if (unit.topics.some(survey.isCompacted)) return;
  const missing = unseenOf(unit, survey);
  if (missing.length === 0) return;
  const detail = `${missing.join(' ')} of ${unit.name} (${unit.ids.length} events) never showed`;
  report(unit.fate === 'ok' ? 'lost-write' : 'torn-transaction', detail);
}

function checkNotFailed(unit: Unit, { log }: Survey, report: Report): void {
  if (unit.fate !== 'fail') return;
  for (const id of unit.ids) {
    const place = log.placeOf(id);
    if (place === undefined) continue;
    report('aborted-read', `${id} of ${unit.name}, which has failed, is at ${place.partition}/${place.offset}`);
  }
}

function checkForeign({ log, units }: Survey, report: Report): void {
  for (const partition of log.partitions) {
    for (const offset of log.offsets(partition)) {
      const id = log.idAt(partition, offset) ?? '';
      if (units.writerOf(id) === undefined) report('foreign-value', `${id} at ${partition}/${offset} was never sent`);
    }
  }
}

/** Two values at one offset and one value at two are found by the survey (version-log.ts). */
export function checkWrites(survey: Survey, report: Report): void {
  checkStillThere(survey, report);
  checkForeign(survey, report);
  for (const unit of survey.units.all) {
    checkWhole(unit, survey, report);
    checkNotFailed(unit, survey, report);
  }
}
