// SIGTERM and SIGINT of a command that runs until it is told to stop. A second one hurries.

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

export type Signals = { readonly first: Promise<string>; readonly onSecond: (act: () => void) => void };

/** Listens for good: between two signals there is no moment at which the second one would kill. */
export function watchSignals(): Signals {
  let hurry: (() => void) | undefined;
  let seen = 0;
  const first = new Promise<string>((resolve) => {
    const onSignal = (signal: string) => {
      seen += 1;
      if (seen === 1) resolve(signal);
      else hurry?.();
    };
    for (const signal of SIGNALS) process.on(signal, onSignal);
  });
  return {
    first,
    onSecond: (act) => {
      hurry = act;
      if (seen > 1) act();
    },
  };
}
