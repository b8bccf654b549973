// resolve ▸ what produce needs to know of a topic and its schema; src/bus.ts plugs in who knows it.
import type { ProveBatch } from '../json/prover.js';
import type { TopicName } from '../model/names.js';

export type TopicView = {
  readonly name: TopicName;
  /** Tells the topic from an earlier one of the same name. */
  readonly incarnation: number;
  readonly partitions: number;
  /** Of each key the newest event is kept: its events need keys. */
  readonly compacted: boolean;
  /** JSON pointer that keys are taken from. */
  readonly keyPath: string | null;
  readonly dedupeWindowMs: number;
  readonly maxEventBytes: number;
};

export type SchemaValidator = {
  readonly version: number;
  /**
   * Proves values to be JSON and valid without parsing them; of what is not proven `validate` judges. The bytes must be
   * UTF-8. Absent where the schema can't be judged so.
   */
  readonly prove?: ProveBatch | undefined;
  /** Empty where the value is valid. */
  validate(value: unknown): readonly { readonly path: string; readonly message: string }[];
};
