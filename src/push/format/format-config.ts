// In which form events are sent, and with which headers: what a subscription says about it.

/** `raw`: a value alone, as it was produced; of a batch, a value a line. */
export const FORMATS = [
  'raw',
  'ndjson',
  'json-array',
  'cloudevents-binary',
  'cloudevents-structured',
  'cloudevents-batch',
] as const;
export type Format = (typeof FORMATS)[number];

/** One request carries one event. */
export function isLoneFormat(format: Format): boolean {
  return format === 'cloudevents-binary' || format === 'cloudevents-structured';
}

/** Headers that the bus sends with a delivery, beside those that the signature needs. */
export const BUS_HEADERS = [
  'posthorn-subscription',
  'posthorn-topic',
  'posthorn-partition',
  'posthorn-offset',
  'posthorn-last-offset',
  'posthorn-offsets',
  'posthorn-count',
  'posthorn-previous-offset',
  'posthorn-key',
  'posthorn-timestamp',
  'posthorn-tombstone',
  'posthorn-attempt',
  'posthorn-replay',
] as const;
export type BusHeader = (typeof BUS_HEADERS)[number];

export type EventHeaderChoice = {
  /** Names in lower case. */
  readonly include: 'all' | 'none' | readonly string[];
  /** Put before the name of each. */
  readonly prefix?: string;
};

/** Fields of a subscription; one that is absent has its default. */
export type FormatConfig = {
  /** Default: `raw`. */
  readonly format?: Format;
  /** Of the events' own headers; default: all, under their own names. */
  readonly eventHeaders?: EventHeaderChoice;
  /** Of the bus's; default: all. */
  readonly busHeaders?: readonly BusHeader[];
};

/** With every default filled in. */
export function formatAsPut({ format = 'raw', eventHeaders, busHeaders = BUS_HEADERS }: FormatConfig) {
  const choice: EventHeaderChoice = eventHeaders ?? { include: 'all' };
  return { format, eventHeaders: choice, busHeaders: busHeaders === BUS_HEADERS ? 'all' : busHeaders } as const;
}
