// Memory and processor time of a process, from /proc (Linux).
import { readFileSync } from 'node:fs';

const TICKS_A_SECOND = 100;
const KIB_A_MB = 1_000_000 / 1_024;
const USER_TICKS_FIELD = 11;
const SYSTEM_TICKS_FIELD = 12;

/** Megabytes (10^6 bytes). */
export function residentMb(pid: number): number {
  const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) / KIB_A_MB;
}

/** Seconds of processor time since the process began, all threads. */
export function processorSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces: count the fields behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[USER_TICKS_FIELD]) + Number(fields[SYSTEM_TICKS_FIELD])) / TICKS_A_SECOND;
}

/** Calls back with the highest memory seen when it is stopped. */
export function watchMemory(pid: number, everyMs = 100): () => number {
  let highest = residentMb(pid);
  const timer = setInterval(() => {
    highest = Math.max(highest, residentMb(pid));
  }, everyMs);
  return () => {
    clearInterval(timer);
    return Math.max(highest, residentMb(pid));
  };
}
