// One fetch of a member, from its beginning until its answer is sent: what it waits by, and what ends it.
import { GROUP_ASSIGNMENT_WAIT_MS } from '../../model/group-limits.js';
import type { GroupName } from '../../model/names.js';
import type { Timer } from '../../model/timer.js';
import type { Turns } from '../turns.js';
import type { GroupFetchRequest } from './fetch-body.js';

export type Call = {
  readonly group: GroupName;
  readonly request: GroupFetchRequest;
  /** Once it is known. */
  memberId: string | undefined;
  /** What it decides when it begins is on disk: from then on it only waits, and is handed out. */
  hasEntered: boolean;
  isJoin: boolean;
  /** The client has hung up. */
  isGone: boolean;
  /** A newer call of the same member has come. */
  isSuperseded: boolean;
  isTimeUp: boolean;
  /** The time is over that a joining call waits for partitions that others have to let go of. */
  isAssignmentTimeUp: boolean;
  /** Lets it look again, in its turn. */
  readonly wake: () => void;
  /** Resolves with the next `wake`; what `watch` begins is ended by then. To be called where it was looked, without a break. */
  wait(watch: (wake: () => void) => readonly (() => void)[]): Promise<void>;
  /** Nothing wakes it any more. */
  close(): void;
};

export function makeCall(
  { turns, timer }: { readonly turns: Turns; readonly timer: Timer },
  group: GroupName,
  request: GroupFetchRequest,
): Call {
  let resume: (() => void) | undefined;
  let timers: readonly (() => void)[] | undefined;
  const look = (): void => resume?.();
  const wake = (): void => {
    if (resume !== undefined) turns.ask(look);
  };
  /** From the first wait on. */
  const arm = (): readonly (() => void)[] => {
    const { waitMs } = request;
    const whenUp = timer(() => {
      call.isTimeUp = true;
      wake();
    }, waitMs);
    if (!call.isJoin) return [whenUp];
    const assignmentMs = Math.max(waitMs, GROUP_ASSIGNMENT_WAIT_MS);
    const whenAssignmentUp = timer(() => {
      call.isAssignmentTimeUp = true;
      wake();
    }, assignmentMs);
    return [whenUp, whenAssignmentUp];
  };
  const call: Call = {
    ...{ group, request, memberId: undefined, hasEntered: false, isJoin: false, isGone: false },
    ...{ isSuperseded: false, isTimeUp: request.waitMs === 0, isAssignmentTimeUp: false, wake },
    wait: (watch) =>
      new Promise<void>((resolve) => {
        timers ??= arm();
        const ends = watch(wake);
        resume = () => {
          resume = undefined;
          for (const end of ends) end();
          resolve();
        };
      }),
    close: () => {
      for (const disarm of timers ?? []) disarm();
      turns.forget(look);
      resume = undefined;
    },
  };
  return call;
}
