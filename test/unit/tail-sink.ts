// A client of a tail in memory: takes frames until it is told to be slow, and reads them as an EventSource would.
import type { TailSink } from '#posthorn/consume/tail-output.js';

export type SseMessage = { readonly id: string; readonly event: string; readonly data: string };

/** What whole frames say (https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation). */
export type SseRead = {
  readonly messages: readonly SseMessage[];
  readonly lastId: string;
  readonly comments: number;
  readonly retry: number;
};

export function makeSseParser() {
  const messages: SseMessage[] = [];
  let [comments, retry, lastId, unfinished] = [0, 0, '', ''];
  const readFrame = (frame: string): void => {
    let event = 'message';
    const data: string[] = [];
    for (const line of frame.split(/\r\n|\r|\n/)) {
      const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
      if (line.startsWith(':')) comments += 1;
      else if (field === 'id') lastId = value;
      else if (field === 'event') event = value;
      else if (field === 'data') data.push(value);
      else if (field === 'retry') retry = Number(value);
    }
    if (data.length > 0) messages.push({ id: lastId, event, data: data.join('\n') });
  };
  return {
    feed: (text: string): void => {
      const frames = (unfinished + text).split('\n\n');
      unfinished = frames.pop() ?? '';
      for (const frame of frames) readFrame(frame);
    },
    read: (): SseRead => ({ messages, lastId, comments, retry }),
  };
}

/** `partition:offset` of each event. */
export function placesOf(messages: readonly SseMessage[]): string[] {
  return messages
    .filter(({ event }) => event === 'event')
    .map(({ data }) => {
      const { partition, offset } = JSON.parse(data) as { partition: number; offset: number };
      return `${partition}:${offset}`;
    });
}

export function makeMemorySink() {
  const written: Uint8Array[] = [];
  let slow = false;
  let ended = false;
  const sink: TailSink = {
    write: (bytes) => {
      if (ended) throw new Error('written after the end');
      written.push(bytes);
      return !slow;
    },
    end: () => {
      ended = true;
    },
  };
  const read = (): SseRead => {
    const parser = makeSseParser();
    parser.feed(Buffer.concat(written).toString());
    return parser.read();
  };
  return {
    ...{ sink, written, read },
    slow: (is: boolean) => {
      slow = is;
    },
    isEnded: () => ended,
    places: (): string[] => placesOf(read().messages),
  };
}
