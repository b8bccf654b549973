// One line that says what a run was and what it found.
import type { Judgement } from './checker.js';

export function summarise({ tally, counts }: Judgement, name: string): string {
  const calls = [...tally.operations].map(([kind, { ok, fail, info }]) => `${kind} ${ok}/${fail}/${info}`);
  const anomalies = [...counts].map(([kind, count]) => `${kind} ${count}`);
  const parts = [
    `${tally.kills} kills`,
    `operations ok/fail/info: ${calls.join(', ')}`,
    `${tally.events} events`,
    `${tally.transactions} transactions`,
    `${tally.handedOut} hand-outs to groups`,
    `${tally.rebalances} rebalances`,
    `anomalies: ${anomalies.length === 0 ? 'none' : anomalies.join(', ')}`,
  ];
  return `log-checker: ${name}, ${parts.join('; ')}`;
}
