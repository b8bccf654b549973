// The port's share of redrives: what became of dead letters that were sent again. A letter is named by its dead letter topic and
// its offset there; each is marked by the last redrive that took it.
import type { TopicName } from '../model/names.js';

/** running: its redrive is not through with it. */
export type RedrivenState = 'running' | 'delivered' | 'failed';

export type RedrivenChange =
  /** These letters are taken by a redrive, in this order: letter `offsets[i]` has the place i. */
  | {
      readonly kind: 'begin';
      readonly topic: TopicName;
      readonly redrive: string;
      /** ms since the epoch */
      readonly at: number;
      readonly offsets: readonly number[];
    }
  /** What became of those that stand at these places of the redrive. */
  | {
      readonly kind: 'mark';
      readonly topic: TopicName;
      readonly redrive: string;
      readonly at: number;
      readonly places: readonly number[];
      readonly state: Exclude<RedrivenState, 'running'>;
    }
  /** Those that it is not through with are as they were before. */
  | { readonly kind: 'end'; readonly topic: TopicName; readonly redrive: string };

export type Redriven = {
  readonly offset: number;
  readonly redrive: string;
  readonly state: RedrivenState;
  readonly at: number;
};

export type RedrivenStore = {
  /** Marks of the letters `from <= offset < to`, by offset. */
  marks(topic: TopicName, from: number, to: number): Redriven[];
  /** Offsets of the letters at the places `from <= place < to` of a redrive that it still has, in order. */
  places(
    topic: TopicName,
    redrive: string,
    from: number,
    to: number,
  ): { readonly place: number; readonly offset: number }[];
};
