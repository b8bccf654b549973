// Work that an append brings about for many waiting requests takes turns: a few tasks at a time, and between them the event
// loop serves everything else. Asked for twice before its turn, a task runs once.
import { TURN_MAX_BYTES, TURN_MAX_TASKS } from '../model/limits.js';

export type Turns = {
  /** `task` must not throw. */
  ask(task: () => void): void;
  forget(task: () => void): void;
  /** Called by a task: bytes that it has read, formatted or rendered. */
  spend(bytes: number): void;
};

export function makeTurns(): Turns {
  const asked = new Set<() => void>();
  let planned = false;
  let spent = 0;

  const plan = (): void => {
    if (planned || asked.size === 0) return;
    planned = true;
    setImmediate(take);
  };
  const take = (): void => {
    let left = TURN_MAX_TASKS;
    spent = 0;
    // What is asked for meanwhile stands at the end of the set, and is taken in the same turn if there is room.
    for (const task of asked) {
      if (left === 0 || spent >= TURN_MAX_BYTES) break;
      left -= 1;
      asked.delete(task);
      task();
    }
    planned = false;
    plan();
  };

  return {
    ask: (task) => {
      asked.add(task);
      plan();
    },
    forget: (task) => {
      asked.delete(task);
    },
    spend: (bytes) => {
      spent += bytes;
    },
  };
}
