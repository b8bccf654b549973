// Writer and reader of one file, in this thread, so that whoever tests says when which of them does what.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { CommitUnit } from '#posthorn/engine/engine.js';
import { Compactor } from '#posthorn/engine/sqlite/compactor.js';
import { GroupCommitter } from '#posthorn/engine/sqlite/group-commit.js';
import { LogReader } from '#posthorn/engine/sqlite/log-reader.js';
import { openStorage } from '#posthorn/engine/sqlite/open-storage.js';
import { Retention } from '#posthorn/engine/sqlite/retention.js';
import type { LogPlace } from '#posthorn/engine/trouble.js';
import { systemClock } from '#posthorn/model/clock.js';

export type Told = { readonly place: LogPlace | undefined; readonly reason: string };

export function openCompactedLog(folder: string, now: () => number, maxKeys: number) {
  const clock = { ...systemClock, now };
  const { db, release } = openStorage(folder, 0);
  const committer = new GroupCommitter(db, clock);
  const reading = new Database(join(folder, 'posthorn.db'), { readonly: true });
  const troubles: Told[] = [];
  const trouble = (error: unknown, place?: LogPlace) => troubles.push({ place, reason: String(error) });
  let written = 0;
  const wrote = (bytes: number) => {
    written += bytes;
  };
  const compactor = new Compactor({ db, clock, maxKeys, wrote, trouble });
  const attempts = { max: 0, retentionMs: 1, maxBytes: 0 };
  const retention = new Retention({ db, attempts, moved: () => undefined, trouble });
  const commit = ({ logs = [], appends = [] }: CommitUnit) => {
    const [result] = committer.run([{ logs, appends }]).results;
    if (result === undefined || 'error' in result) throw new Error(JSON.stringify(result));
  };
  const close = () => {
    reading.close();
    release();
  };
  return {
    ...{ db, commit, compactor, retention, troubles, close, reader: new LogReader(reading) },
    writtenBytes: () => written,
    cleanOffset: () => db.prepare('SELECT clean_offset FROM logs').pluck().get() as number,
    /** One pass of compaction, one of retention. */
    clean: () => {
      for (const pass of [compactor.pass(), retention.pass(now())]) while (pass.next().done !== true);
    },
    /** Leaves "clean" unset, as a kill does: the next start checks more. */
    kill: () => {
      close();
      const file = new Database(join(folder, 'posthorn.db'));
      file.exec(`UPDATE state SET value = 0 WHERE name = 'clean'`);
      file.close();
    },
  };
}
