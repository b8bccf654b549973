// Reads of definitions and progress, on a thread's own read-only connection.
import type { Database } from 'better-sqlite3';
import { type GroupName, type PartitionIndex, parseOffset, parsePartition, type TopicName } from '../../model/names.js';
import type { Collection, Document, GroupStore, Progress, Registry } from '../engine.js';
import type { Parked } from '../parked.js';
import type { Loss } from '../trim.js';

type DocumentRow = { collection: Collection; name: string; version: number; incarnation: number; body: string };

export function makeRegistryReader(db: Database): Omit<Registry, 'onChange'> {
  const get = db.prepare(
    'SELECT collection, name, version, incarnation, body FROM documents WHERE collection = ? AND name = ?',
  );
  const list = db.prepare(
    `SELECT collection, name, version, incarnation, body FROM documents WHERE collection = ? AND name > ?
     ORDER BY name LIMIT ?`,
  );
  const toDocument = (row: DocumentRow): Document => ({ ...row, body: JSON.parse(row.body) as unknown });
  return {
    get(collection, name) {
      const row = get.get(collection, name) as DocumentRow | undefined;
      return row === undefined ? undefined : toDocument(row);
    },
    list(collection, page = {}) {
      return (list.all(collection, page.after ?? '', page.limit ?? -1) as DocumentRow[]).map(toDocument);
    },
  };
}

type ProgressRow = {
  topic: TopicName;
  partition: number;
  committed_offset: number;
  in_flight: string;
  position: number | null;
  previous: number | null;
};
/** Offset, last offset, key, attempts, first and next attempt, lease, previous, runs: a hundred thousand may be read at a start. */
type ParkedRow = [number, number, string | null, number, number, number, string | null, number | null, string | null];

export function makeGroupReader(db: Database): GroupStore {
  const progress = db.prepare(
    `SELECT topics.name AS topic, partition, committed_offset, in_flight, position, previous
     FROM groups JOIN progress ON group_id = groups.id JOIN topics ON topics.id = topic_id
     WHERE groups.name = ? ORDER BY topic, partition`,
  );
  const inLane = `group_id = (SELECT id FROM groups WHERE name = ?) AND
     topic_id = (SELECT id FROM topics WHERE name = ?) AND partition = ?`;
  const progressAt = db.prepare(
    `SELECT ? AS topic, partition, committed_offset, in_flight, position, previous FROM progress WHERE ${inLane}`,
  );
  const parked = db
    .prepare(
      `SELECT "offset", last_offset, key, attempts, first_attempt_at, next_attempt_at, lease, previous, runs FROM parked
     WHERE ${inLane} AND "offset" > ? ORDER BY "offset" LIMIT ?`,
    )
    .raw();
  const parkedCount = db.prepare(`SELECT count(*) FROM parked WHERE ${inLane}`).pluck();
  const hasLease = db
    .prepare(
      `SELECT EXISTS (SELECT 1 FROM parked WHERE group_id = (SELECT id FROM groups WHERE name = ?)
       AND lease IS NOT NULL AND next_attempt_at > ?)`,
    )
    .pluck();
  const losses = db.prepare(
    `SELECT topics.name AS topic, partition, events FROM groups JOIN losses ON group_id = groups.id
     JOIN topics ON topics.id = topic_id WHERE groups.name = ? ORDER BY topic, partition`,
  );
  return {
    progress: (group) => (progress.all(group) as ProgressRow[]).map((row) => toProgress(group, row)),
    progressAt: (group, topic, partition) => {
      const row = progressAt.get(topic, group, topic, partition) as ProgressRow | undefined;
      return row === undefined ? undefined : toProgress(group, row);
    },
    parked: (group, topic, partition, { after, limit }) => {
      const rows = parked.all(group, topic, partition, after, limit) as ParkedRow[];
      return rows.map((row) => toParked(group, topic, partition, row));
    },
    parkedCount: (group, topic, partition) => parkedCount.get(group, topic, partition) as number,
    hasLease: (group, now) => hasLease.get(group, now) === 1,
    losses: (group) => (losses.all(group) as Omit<Loss, 'group'>[]).map((row) => ({ group, ...row })),
  };
}

function toParked(group: GroupName, topic: TopicName, partition: PartitionIndex, row: ParkedRow): Parked {
  const [offset, lastOffset, key, attempts, firstAttemptAt, nextAttemptAt, lease, previous, runs] = row;
  const plain: Parked = {
    group,
    topic,
    partition,
    offset: parseOffset(offset),
    lastOffset: parseOffset(lastOffset),
    key,
    attempts,
    firstAttemptAt,
    nextAttemptAt,
  };
  if (lease === null && previous === null && runs === null) return plain;
  return {
    ...plain,
    ...(lease === null ? {} : { lease }),
    ...(previous === null ? {} : { previous }),
    ...(runs === null ? {} : { runs: JSON.parse(runs) as number[] }),
  };
}

function toProgress(group: GroupName, row: ProgressRow): Progress {
  return {
    group,
    topic: row.topic,
    partition: parsePartition(row.partition),
    committedOffset: parseOffset(row.committed_offset),
    inFlight: row.in_flight === '[]' ? [] : (JSON.parse(row.in_flight) as number[]),
    ...(row.position === null ? {} : { position: parseOffset(row.position) }),
    ...(row.previous === null ? {} : { previous: row.previous }),
  };
}
