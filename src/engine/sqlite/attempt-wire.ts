// Attempts on their way to the writer: one JSON text instead of an object each. Thousands a second travel, and cloning
// objects between threads costs about twice what writing and reading the text does.
import type { GroupName, Offset, PartitionIndex, TopicName } from '../../model/names.js';
import type { Attempt, AttemptOutcome, AttemptPhase } from '../engine.js';

type Row = [
  GroupName,
  TopicName,
  PartitionIndex,
  Offset,
  Offset,
  string | null,
  number,
  AttemptOutcome,
  AttemptPhase | null,
  number | null,
  number,
  number,
  number | null,
  string | null,
  string | null,
  string | null,
];

/** As the writer stores it: `detail` is JSON. */
export type PackedAttempt = Omit<Attempt, 'detail'> & { readonly detail: string | null };

export function packAttempts(attempts: readonly Attempt[]): string {
  return JSON.stringify(
    attempts.map(
      (attempt): Row => [
        attempt.group,
        attempt.topic,
        attempt.partition,
        attempt.offset,
        attempt.lastOffset,
        attempt.key,
        attempt.attempt,
        attempt.outcome,
        attempt.phase,
        attempt.status,
        attempt.durationMs,
        attempt.at,
        attempt.nextAttemptAt,
        attempt.response,
        attempt.replay ?? null,
        attempt.detail === undefined ? null : JSON.stringify(attempt.detail),
      ],
    ),
  );
}

export function unpackAttempts(text: string): PackedAttempt[] {
  return (JSON.parse(text) as Row[]).map((row) => ({
    group: row[0],
    topic: row[1],
    partition: row[2],
    offset: row[3],
    lastOffset: row[4],
    key: row[5],
    attempt: row[6],
    outcome: row[7],
    phase: row[8],
    status: row[9],
    durationMs: row[10],
    at: row[11],
    nextAttemptAt: row[12],
    response: row[13],
    ...(row[14] === null ? {} : { replay: row[14] }),
    detail: row[15],
  }));
}
