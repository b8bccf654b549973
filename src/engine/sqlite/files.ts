// Where the engine's files lie inside the data folder.
import { join } from 'node:path';

export const databasePath = (folder: string): string => join(folder, 'posthorn.db');
export const walPath = (folder: string): string => `${databasePath(folder)}-wal`;
/** A second, empty SQLite file: its exclusive lock is the data folder's, and the system frees it when the process dies. */
export const lockPath = (folder: string): string => join(folder, 'posthorn.lock');

/** The table that holds the events of log `id`. */
export const logTable = (id: number): string => `log_${id}`;
