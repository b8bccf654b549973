// A listener over HTTP: reads its stream, answers as it is told, can be slow and can hang up.
import { get, type IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';
import { eventually } from '../harness/eventually.js';
import type { HttpAnswer, HttpClient } from '../harness/http.js';
import { makeSseParser } from '../unit/tail-sink.js';

export type Heard = {
  readonly id: number;
  readonly timeoutMs: number;
  readonly answerBytes: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly bodyBase64?: string;
};

export type ListenerClient = {
  readonly session: string;
  readonly response: IncomingMessage;
  /** Data of all events of the kind, by now. */
  events<T>(event: string): T[];
  /** All deliveries, once there are so many. */
  deliveries(count: number): Promise<Heard[]>;
  answer(...answers: readonly object[]): Promise<HttpAnswer>;
  hangUp(): void;
  /** The server has ended the stream. */
  readonly ended: Promise<void>;
};

export async function openListener(client: HttpClient, name: string, query = ''): Promise<ListenerClient> {
  const path = `/v1/subscriptions/${name}/listen`;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${client.url}${path}${query}`, { agent: false }, resolve).on('error', reject);
  });
  onTestFinished(() => void response.destroy());
  if (response.statusCode !== 200) throw new Error(`status ${response.statusCode}`);
  const parser = makeSseParser();
  response.setEncoding('utf8').on('data', parser.feed);
  response.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => response.on('close', () => resolve()));
  const events = <T>(event: string): T[] =>
    parser
      .read()
      .messages.filter((message) => message.event === event)
      .map(({ data }) => JSON.parse(data) as T);
  const { session } = await eventually(() => events<{ session: string }>('open')[0] ?? false);
  return {
    ...{ session, response, events, ended },
    deliveries: (count) =>
      eventually(() => {
        const found = events<Heard>('delivery');
        return found.length >= count ? found : false;
      }),
    answer: (...answers) => client.post(`${path}/${session}/answers`, { answers }),
    hangUp: () => void response.destroy(),
  };
}

/** Answers every delivery with `status` until `count` were. */
export async function answerAll(listener: ListenerClient, count: number, status = 200): Promise<Heard[]> {
  for (let answered = 0; answered < count; ) {
    const found = await listener.deliveries(answered + 1);
    const answer = await listener.answer(...found.slice(answered).map(({ id }) => ({ id, status })));
    if (answer.status !== 200) throw new Error(answer.text);
    answered = found.length;
  }
  return listener.deliveries(count);
}
