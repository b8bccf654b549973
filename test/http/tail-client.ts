// A client of a tail over HTTP, which can be slow, hang up, and go on with the last id that it got.
import { get, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { makeSseParser, placesOf, type SseRead } from '../unit/tail-sink.js';

export type TailClient = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** What came in whole frames. */
  read(): SseRead;
  /** `partition:offset` of each event. */
  places(): string[];
  pause(): void;
  resume(): void;
  hangUp(): void;
  /** The server has ended the stream. */
  readonly ended: Promise<void>;
};

export async function openTail(url: string, path: string, lastId = ''): Promise<TailClient> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { accept: 'text/event-stream', ...(lastId === '' ? {} : { 'last-event-id': lastId }) };
    get(`${url}${path}`, { agent: false, headers }, resolve).on('error', reject);
  });
  const parser = makeSseParser();
  response.setEncoding('utf8').on('data', parser.feed);
  response.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => response.on('close', () => resolve()));
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    read: parser.read,
    places: () => placesOf(parser.read().messages),
    pause: () => void response.pause(),
    resume: () => void response.resume(),
    hangUp: () => void response.destroy(),
    ended,
  };
}
