// What the checker can find. Names follow jepsen.tests.kafka where it has one.

export type AnomalyKind =
  // of what was written
  | 'lost-write'
  | 'duplicate'
  | 'inconsistent-offsets'
  | 'aborted-read'
  | 'foreign-value'
  | 'nonmonotonic-send'
  | 'int-nonmonotonic-send'
  | 'G0'
  | 'G1c'
  // of reads by offset
  | 'int-poll-skip'
  | 'int-nonmonotonic-poll'
  | 'stale-read'
  | 'watermark-backwards'
  // of groups
  | 'poll-skip'
  | 'nonmonotonic-poll'
  | 'two-owners'
  | 'generation-backwards'
  | 'fenced-effect'
  | 'lost-commit'
  | 'foreign-commit'
  | 'unseen'
  // of shared groups
  | 'double-lease'
  | 'done-again'
  | 'undone'
  // of transactions
  | 'torn-transaction'
  | 'torn-read'
  | 'double-processing'
  | 'unprocessed'
  // of any call
  | 'unexpected-answer';

export type Anomaly = { readonly kind: AnomalyKind; readonly detail: string };

/** How many of a kind are kept with their details; all are counted. */
const KEPT_OF_A_KIND = 20;

export type Report = (kind: AnomalyKind, detail: string) => void;

export type Findings = {
  readonly report: Report;
  readonly kept: readonly Anomaly[];
  readonly counts: ReadonlyMap<AnomalyKind, number>;
};

export function makeFindings(): Findings {
  const kept: Anomaly[] = [];
  const counts = new Map<AnomalyKind, number>();
  return {
    report: (kind, detail) => {
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      if (count <= KEPT_OF_A_KIND) kept.push({ kind, detail });
    },
    kept,
    counts,
  };
}
