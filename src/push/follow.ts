// How what runs follows what the registry says, name by name: one step after the other until there is nothing more to do, and
// what changes meanwhile is looked at once more.

export type Follow = {
  /** It may have changed. */
  (name: string): void;
  /** Resolves when it is followed; undefined: it is. */
  settled(name: string): Promise<void> | undefined;
  allSettled(): Promise<unknown>;
};

/** @param step true: there was something to do. @param failed told what a step threw; nothing is tried again by itself */
export function makeFollow(
  step: (name: string) => Promise<boolean>,
  failed: (name: string, error: unknown) => void,
): Follow {
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();

  const settle = async (name: string): Promise<void> => {
    try {
      do {
        again.delete(name);
        while (await step(name));
      } while (again.has(name));
    } catch (error) {
      failed(name, error);
    }
    running.delete(name);
  };
  const follow = (name: string): void => {
    if (running.has(name)) again.add(name);
    else running.set(name, settle(name));
  };
  return Object.assign(follow, {
    settled: (name: string) => running.get(name),
    allSettled: () => Promise.all(running.values()),
  });
}
