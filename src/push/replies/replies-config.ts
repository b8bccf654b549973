// `replies` of a subscription: what an endpoint's answers may append, and where.

export type RepliesConfig = {
  /** Where replies may go: topic names, and prefixes with a "*" behind them. */
  readonly topics: readonly string[];
  /** Where CloudEvents go, which name no topic; null: nowhere. */
  readonly topic: string | null;
  /** Of one answer. */
  readonly maxEvents: number;
  /** Of one answer's body. */
  readonly maxBytes: number;
};

export type RepliesAsPut = Omit<RepliesConfig, 'topic'> & { readonly topic?: string };

export function repliesAsPut({ replies }: { readonly replies?: RepliesConfig }): { readonly replies?: RepliesAsPut } {
  if (replies === undefined) return {};
  const { topic, ...rest } = replies;
  return { replies: topic === null ? rest : { ...rest, topic } };
}
