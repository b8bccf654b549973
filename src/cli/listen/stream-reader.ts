// `posthorn listen`: the stream of a listener, read event by event.
// https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
import type { IncomingMessage } from 'node:http';
import { LISTEN_SILENCE_MS } from '../../model/listen-limits.js';
import type { Timer } from '../../model/timer.js';
import type { Delivery } from './forward.js';

export type StreamEvent =
  | { readonly event: 'open'; readonly data: ListenerState & { readonly session: string } }
  | { readonly event: 'state'; readonly data: ListenerState }
  | { readonly event: 'delivery'; readonly data: Delivery }
  | { readonly event: 'end'; readonly data: { readonly reason: string } };

export type ListenerState = { readonly state: string; readonly reason?: string };

const FRAME_END = '\n\n';

/** Ends with the stream, however that ends: a broken one, or one that is silent for too long, is no error here. */
export async function* readStream(response: IncomingMessage, timer: Timer): AsyncGenerator<StreamEvent> {
  let stopClock = (): void => undefined;
  const alive = (): void => {
    stopClock();
    // Heartbeats come much more often: the server is gone, and nobody said so.
    stopClock = timer(() => response.destroy(), LISTEN_SILENCE_MS);
  };
  let pieces: Buffer[] = [];
  try {
    alive();
    for await (const chunk of response as AsyncIterable<Buffer>) {
      alive();
      pieces.push(chunk);
      // A frame ends with a line feed, so one that goes on is not searched again with every piece of it.
      if (!chunk.includes('\n')) continue;
      const text = Buffer.concat(pieces);
      let start = 0;
      for (let end = text.indexOf(FRAME_END); end >= 0; end = text.indexOf(FRAME_END, start)) {
        const read = parseFrame(text.toString('utf8', start, end));
        start = end + FRAME_END.length;
        if (read !== undefined) yield read;
      }
      pieces = [text.subarray(start)];
    }
  } catch {
    // As its end: what was under way comes again.
  } finally {
    stopClock();
    response.destroy();
  }
}

/** Undefined: a comment, or an event that a later server may send. */
function parseFrame(frame: string): StreamEvent | undefined {
  const lines = frame.split('\n');
  const event = fieldOf(lines, 'event');
  const data = fieldOf(lines, 'data');
  if (data === undefined || !['open', 'state', 'delivery', 'end'].includes(event ?? '')) return undefined;
  return { event, data: JSON.parse(data) } as StreamEvent;
}

function fieldOf(lines: readonly string[], name: string): string | undefined {
  return lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
}
