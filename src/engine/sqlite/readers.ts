// Reads of definitions, progress and attempts, on a thread's own read-only connection.
import type { Database } from 'better-sqlite3';
import { type GroupName, parseOffset, parsePartition, type TopicName } from '../../model/names.js';
import type { AttemptLog, Collection, Document, GroupStore, Progress, Registry, StoredAttempt } from '../engine.js';
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
};
type ParkedRow = {
  offset: number;
  last_offset: number;
  key: string | null;
  attempts: number;
  first_attempt_at: number;
  next_attempt_at: number;
  lease: string | null;
};

export function makeGroupReader(db: Database): GroupStore {
  const progress = db.prepare(
    `SELECT topics.name AS topic, partition, committed_offset, in_flight, position
     FROM groups JOIN progress ON group_id = groups.id JOIN topics ON topics.id = topic_id
     WHERE groups.name = ? ORDER BY topic, partition`,
  );
  const inLane = `group_id = (SELECT id FROM groups WHERE name = ?) AND
     topic_id = (SELECT id FROM topics WHERE name = ?) AND partition = ?`;
  const progressAt = db.prepare(
    `SELECT ? AS topic, partition, committed_offset, in_flight, position FROM progress WHERE ${inLane}`,
  );
  const parked = db.prepare(
    `SELECT "offset", last_offset, key, attempts, first_attempt_at, next_attempt_at, lease FROM parked
     WHERE ${inLane} AND "offset" > ? ORDER BY "offset" LIMIT ?`,
  );
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
    parked: (group, topic, partition, { after, limit }) =>
      (parked.all(group, topic, partition, after, limit) as ParkedRow[]).map(
        (row): Parked => ({
          group,
          topic,
          partition,
          offset: parseOffset(row.offset),
          lastOffset: parseOffset(row.last_offset),
          key: row.key,
          attempts: row.attempts,
          firstAttemptAt: row.first_attempt_at,
          nextAttemptAt: row.next_attempt_at,
          ...(row.lease === null ? {} : { lease: row.lease }),
        }),
      ),
    parkedCount: (group, topic, partition) => parkedCount.get(group, topic, partition) as number,
    hasLease: (group, now) => hasLease.get(group, now) === 1,
    losses: (group) => (losses.all(group) as Omit<Loss, 'group'>[]).map((row) => ({ group, ...row })),
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
  };
}

type AttemptRow = Omit<StoredAttempt, 'group' | 'replay'> & { replay: string | null };

export function makeAttemptReader(db: Database): AttemptLog {
  const list = db.prepare(
    `SELECT id, topic, partition, "offset", last_offset AS lastOffset, key, attempt, outcome, phase, status,
       duration_ms AS durationMs, at, next_attempt_at AS nextAttemptAt, response, replay
     FROM attempts WHERE group_id = (SELECT id FROM groups WHERE name = ?) AND id < ? ORDER BY id DESC LIMIT ?`,
  );
  return {
    list: (group: GroupName, { before, limit }) =>
      (list.all(group, before ?? Number.MAX_SAFE_INTEGER, limit) as AttemptRow[]).map(({ replay, ...row }) => ({
        group,
        ...row,
        ...(replay === null ? {} : { replay }),
      })),
  };
}
