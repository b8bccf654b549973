// Compares what the second act's endpoint accepted with what it was to get, and with what its replies have left behind: a pure
// function.

export type Matching = { readonly partition: number; readonly offset: number; readonly body: Buffer };

/** One request. `accepted`: the events that it acknowledged, by id. */
export type BatchSeen = {
  readonly partition: number;
  readonly body: Buffer;
  readonly redriven: boolean;
  readonly signatures: number;
  readonly verified: boolean;
  readonly events: readonly { readonly id: string; readonly offset: number }[];
  readonly accepted: number;
};

export type SecondTally = {
  readonly filteredOut: number;
  readonly matching: number;
  readonly requests: number;
  readonly largestBatch: number;
  readonly acknowledgedInPart: number;
  readonly delivered: number;
  readonly lost: number;
  readonly duplicates: number;
  readonly notAskedFor: number;
  readonly orderViolations: number;
  readonly byteDifferences: number;
  readonly badSignatures: number;
  readonly signedByTwo: number;
  readonly redriven: number;
  readonly replies: number;
  readonly repliesMissing: number;
  readonly repliesDoubled: number;
};

/** @param replies the id of the event that each stored reply is about */
export function secondTally(
  produced: number,
  matching: readonly Matching[],
  seen: readonly BatchSeen[],
  replies: readonly string[],
): SecondTally {
  const expected = new Map(matching.map((event) => [`${event.partition}/${event.offset}`, event]));
  const accepted = new Map<string, string>();
  const reached = new Map<number, number>();
  const counts = { duplicates: 0, notAskedFor: 0, orderViolations: 0, byteDifferences: 0, redriven: 0 };
  for (const { partition, body, redriven, events, accepted: count } of seen) {
    for (const { id, offset } of events.slice(0, count)) {
      const place = `${partition}/${offset}`;
      const event = expected.get(place);
      if (event === undefined) counts.notAskedFor += 1;
      else if (!body.includes(event.body)) counts.byteDifferences += 1;
      if (accepted.has(place)) counts.duplicates += 1;
      if (redriven) counts.redriven += 1;
      else if (offset <= (reached.get(partition) ?? -1)) counts.orderViolations += 1;
      else reached.set(partition, offset);
      accepted.set(place, id);
    }
  }
  const replied = new Set(replies);
  return {
    filteredOut: produced - matching.length,
    matching: matching.length,
    requests: seen.length,
    largestBatch: Math.max(0, ...seen.map(({ events }) => events.length)),
    acknowledgedInPart: seen.filter(({ events, accepted: count }) => count > 0 && count < events.length).length,
    delivered: accepted.size,
    lost: [...expected.keys()].filter((place) => !accepted.has(place)).length,
    ...counts,
    badSignatures: seen.filter(({ verified }) => !verified).length,
    signedByTwo: seen.filter(({ signatures }) => signatures === 2).length,
    replies: replies.length,
    repliesMissing: [...accepted.values()].filter((id) => !replied.has(id)).length,
    repliesDoubled: replies.length - replied.size,
  };
}

/** What must hold whatever the endpoint did, and that each part of the act was played at all. */
export function secondHolds(result: SecondTally): boolean {
  const { lost, duplicates, notAskedFor, orderViolations, byteDifferences, badSignatures } = result;
  const { repliesMissing, repliesDoubled } = result;
  const { filteredOut, acknowledgedInPart, signedByTwo, redriven, replies } = result;
  const wrong = lost + duplicates + notAskedFor + orderViolations + byteDifferences + badSignatures;
  const played = [filteredOut, acknowledgedInPart, signedByTwo, redriven, replies].every((count) => count > 0);
  return wrong + repliesMissing + repliesDoubled === 0 && played;
}
