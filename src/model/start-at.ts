// Where a subscription or a group begins in topics that it has not come to yet.

export type StartAt =
  | { readonly kind: 'latest' }
  | { readonly kind: 'earliest' }
  | { readonly kind: 'timestamp'; readonly timestamp: number }
  | { readonly kind: 'offsets'; readonly offsets: Readonly<Record<string, Readonly<Record<string, number>>>> };
