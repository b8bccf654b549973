// Room for changes of definitions in a database that has reached its size limit: to delete a topic or to trim it appends an
// event to _changes, and may not fail for want of the very room that it is about to make.
import type { Database } from 'better-sqlite3';
import { RESERVED_PAGES } from '../../model/limits.js';

export type PageReserve = { open(): void; close(): void };

export function makePageReserve(db: Database): PageReserve {
  const limit = db.pragma('max_page_count', { simple: true }) as number;
  // https://www.sqlite.org/pragma.html#pragma_max_page_count: never below the size that the database has.
  const limitTo = (pages: number): void => {
    db.pragma(`max_page_count = ${pages}`);
  };
  return { open: () => limitTo(limit + RESERVED_PAGES), close: () => limitTo(limit) };
}
