// `deliver()`, between read and sign: which headers of the events, and of the bus itself, a subscription wants.
import { ATTRIBUTE_HEADER } from './cloud-event.js';
import { BUS_HEADERS, type BusHeader, type EventHeaderChoice } from './format-config.js';

/** The name, in lower case, that an event's header is sent under; undefined: it is not sent. */
export type HeaderName = (lower: string) => string | undefined;

/** @param hasAttributes what the log keeps of CloudEvents attributes as headers is sent in another form */
export function makeHeaderName(choice: EventHeaderChoice | undefined, hasAttributes: boolean): HeaderName | undefined {
  if (choice === undefined && !hasAttributes) return undefined;
  const { include = 'all', prefix = '' } = choice ?? {};
  const names = typeof include === 'string' ? null : new Set(include);
  return (lower) => {
    if (include === 'none' || names?.has(lower) === false) return undefined;
    if (hasAttributes && ATTRIBUTE_HEADER.test(lower)) return undefined;
    return `${prefix}${lower}`;
  };
}

/** Names and values in turn, without those of the bus that are not wanted; undefined: all are. */
export function makeBusHeaderChoice(
  wanted: readonly BusHeader[] | undefined,
): ((list: readonly string[]) => string[]) | undefined {
  if (wanted === undefined) return undefined;
  const unwanted = new Set<string>(BUS_HEADERS.filter((name) => !wanted.includes(name)));
  return (list) => {
    const kept: string[] = [];
    for (let at = 0; at < list.length; at += 2) {
      if (!unwanted.has(list[at] as string)) kept.push(list[at] as string, list[at + 1] as string);
    }
    return kept;
  };
}
