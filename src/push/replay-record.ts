// A replay: a part of the log that a subscription is sent once more, beside its live flow. Its document is there as long as
// it runs; one unit deletes it together with its progress.
import type { Change } from '../engine/changes.js';
import type { CommitUnit, Document, Registry } from '../engine/engine.js';
import type { RedrivenChange } from '../engine/redriven.js';
import { SUBSCRIPTION_MAX_REPLAYS } from '../model/limits.js';
import type { GroupName, TopicName } from '../model/names.js';

/** `from <= offset < to` of one partition. `events`: how many there were when it began. */
export type ReplayRange = {
  readonly topic: string;
  readonly incarnation: number;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
  readonly events: number;
};

/** The stored document; each partition is named once. */
export type ReplayRecord = {
  /** Random: it goes out with every delivery, and its webhook-ids are derived from it. */
  readonly id: string;
  /** When it was asked for, ms since the epoch. */
  readonly at: number;
  readonly ranges: readonly ReplayRange[];
  /** Dead letters are sent again: the range is that of their places in its order, in the dead letter topic. */
  readonly redrive?: { readonly ratePerSecond?: number };
  /** One attempt is made again, once. */
  readonly resend?: Resend;
};

/** `replay`: whose webhook-ids it has, null: the live flow's; `webhookId`: the one that it had, where it is known. */
export type Resend = { readonly attempt: string; readonly replay: string | null; readonly webhookId?: string };

export type Replay = { readonly document: Document; readonly record: ReplayRecord };

/**
 * What the documents of a subscription's replays may be called. There are no more, so the writer itself holds their number to
 * the bound, and who deletes the subscription can expect each of them to be as it was read.
 */
export function replayNames(subscription: string): readonly string[] {
  return Array.from({ length: SUBSCRIPTION_MAX_REPLAYS }, (_, slot) => `${subscription}/${slot}`);
}

export function subscriptionOfReplay(name: string): string {
  return name.slice(0, name.lastIndexOf('/'));
}

/** Its progress is kept under this name, which no caller's group can have. */
export function replayGroup(name: string): GroupName {
  return `_replay/${name}` as GroupName;
}

/** Those that run, in no order. */
export function replaysOf(registry: Pick<Registry, 'list'>, subscription: string): Replay[] {
  const prefix = `${subscription}/`;
  return registry
    .list('replays', { after: prefix, limit: SUBSCRIPTION_MAX_REPLAYS })
    .filter(({ name }) => name.startsWith(prefix))
    .map((document) => ({ document, record: document.body as ReplayRecord }));
}

/** Of a unit that deletes replays, and all that is kept of them. Their attempts and dead letters stay on record. */
export function endReplays(names: readonly string[]): Required<Pick<CommitUnit, 'documents' | 'forgetGroups'>> {
  return {
    documents: names.map((name) => ({ collection: 'replays', name, body: null })),
    forgetGroups: names.map(replayGroup),
  };
}

/** What such a unit holds besides, where redrives are among them: letters that they are not through with. */
export function endedRedrives(ended: readonly { readonly body: unknown }[]): Pick<CommitUnit, 'redriven'> {
  const redriven = ended.flatMap(({ body }): RedrivenChange[] => {
    const { id, redrive, ranges } = body as ReplayRecord;
    const topic = ranges[0]?.topic as TopicName | undefined;
    return redrive === undefined || topic === undefined ? [] : [{ kind: 'end', topic, redrive: id }];
  });
  return redriven.length === 0 ? {} : { redriven };
}

/** What a unit tells that ends these. It expects them to be those that are there now, so that the ids are theirs. */
export function endedChanges(
  registry: Pick<Registry, 'get'>,
  subscription: string,
  documents: readonly { readonly name: string }[],
): Change[] {
  return documents.flatMap(({ name }): Change[] => {
    const record = registry.get('replays', name)?.body as ReplayRecord | undefined;
    if (record === undefined || record.resend !== undefined) return [];
    const { id, redrive } = record;
    return redrive === undefined
      ? [{ kind: 'replay.ended', name: subscription, replay: id }]
      : [{ kind: 'redrive.ended', name: subscription, redrive: id }];
  });
}
