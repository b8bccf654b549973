// Compares what was produced with what the receiver got: a pure function over both lists.

export type ProducedEvent = {
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly event: string;
  readonly sha256: string;
};

export type DeliveredAttempt = {
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly event: string;
  readonly sha256: string;
  /** The signature held when checked with the standardwebhooks library. */
  readonly verified: boolean;
  readonly acknowledged: boolean;
};

export type Tally = {
  readonly produced: number;
  readonly delivered: number;
  readonly lost: number;
  readonly attempts: number;
  readonly duplicates: number;
  readonly orderViolations: number;
  readonly byteDifferences: number;
  readonly headerDifferences: number;
  readonly badSignatures: number;
};

const placeOf = (at: { readonly partition: number; readonly offset: number }) => `${at.partition}/${at.offset}`;

/** `attempts` in order of arrival. An event that arrives before the one ahead of it (same key) is done is a violation. */
export function tally(produced: readonly ProducedEvent[], attempts: readonly DeliveredAttempt[]): Tally {
  const expected = new Map(produced.map((event) => [placeOf(event), event]));
  const ahead = new Map<string, string | undefined>();
  const latest = new Map<string, string>();
  for (const event of produced) {
    ahead.set(placeOf(event), latest.get(event.key));
    latest.set(event.key, placeOf(event));
  }
  const done = new Set<string>();
  const counts = { duplicates: 0, orderViolations: 0, byteDifferences: 0, headerDifferences: 0, badSignatures: 0 };
  for (const attempt of attempts) {
    const place = placeOf(attempt);
    const event = expected.get(place);
    const before = ahead.get(place);
    if (event?.sha256 !== attempt.sha256) counts.byteDifferences += 1;
    if (event?.key !== attempt.key || event.event !== attempt.event) counts.headerDifferences += 1;
    if (!attempt.verified) counts.badSignatures += 1;
    if (before !== undefined && !done.has(before)) counts.orderViolations += 1;
    if (!attempt.acknowledged) continue;
    if (done.has(place)) counts.duplicates += 1;
    done.add(place);
  }
  const delivered = produced.filter((event) => done.has(placeOf(event))).length;
  return {
    produced: produced.length,
    delivered,
    lost: produced.length - delivered,
    attempts: attempts.length,
    ...counts,
  };
}

/** The promises that must hold whatever the receiver did. */
export function promisesHold(result: Tally): boolean {
  const { produced, lost, duplicates, orderViolations, byteDifferences, headerDifferences, badSignatures } = result;
  return (
    produced > 0 && lost + duplicates + orderViolations + byteDifferences + headerDifferences + badSignatures === 0
  );
}
