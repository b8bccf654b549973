// Which offsets a batch stands for where its filter left some out: runs, by the first and the last offset of each, in turn. They are
// kept with the delivery, so that it is the same however often it is sent, and whatever becomes of the filter meanwhile.
import type { LogSlice } from './engine.js';

export type Runs = readonly number[];

/** One event more; they come in order. */
export function addToRuns(runs: number[], offset: number): void {
  if (runs.length > 0 && runs[runs.length - 1] === offset - 1) runs[runs.length - 1] = offset;
  else runs.push(offset, offset);
}

/** Null: it is one run. */
export function runsOrWhole(runs: Runs): Runs | null {
  return runs.length > 2 ? runs : null;
}

/** The first offset from `offset` on that is in the runs. */
export function nextInRuns(runs: Runs, offset: number): number | undefined {
  for (let at = 0; at < runs.length; at += 2) {
    if ((runs[at + 1] as number) >= offset) return Math.max(runs[at] as number, offset);
  }
  return undefined;
}

/** From `offset` on. */
export function runsFrom(runs: Runs | null, offset: number): Runs | null {
  if (runs === null) return null;
  const rest: number[] = [];
  for (let at = 0; at < runs.length; at += 2) {
    const last = runs[at + 1] as number;
    if (last >= offset) rest.push(Math.max(runs[at] as number, offset), last);
  }
  return runsOrWhole(rest);
}

/** Of `slices` only what is in the runs. */
export function slicesIn(slices: readonly LogSlice[], runs: Runs): LogSlice[] {
  const inside: LogSlice[] = [];
  let at = 0;
  for (const slice of slices) {
    const end = slice.baseOffset + slice.last;
    while (at < runs.length && (runs[at + 1] as number) < slice.baseOffset + slice.first) at += 2;
    for (let run = at; run < runs.length && (runs[run] as number) <= end; run += 2) {
      const first = Math.max(slice.first, (runs[run] as number) - slice.baseOffset);
      const last = Math.min(slice.last, (runs[run + 1] as number) - slice.baseOffset);
      if (first <= last) inside.push({ ...slice, first, last });
    }
  }
  return inside;
}

/** As a header: `10-14,20`. */
export function runsText(slices: readonly LogSlice[]): string {
  const runs: number[] = [];
  for (const { baseOffset, first, last } of slices) {
    if (runs[runs.length - 1] === baseOffset + first - 1) runs[runs.length - 1] = baseOffset + last;
    else runs.push(baseOffset + first, baseOffset + last);
  }
  const parts: string[] = [];
  for (let at = 0; at < runs.length; at += 2) {
    parts.push(runs[at] === runs[at + 1] ? `${runs[at]}` : `${runs[at]}-${runs[at + 1]}`);
  }
  return parts.join(',');
}
