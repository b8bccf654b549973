// A client whose answers are not the server's: what a broken server would look like from outside.
import type { HttpAnswer, HttpClient } from '../harness/http.js';

export type Lie = 'unwritten-events' | 'unwritten-commits';

const EVERY = 5;

function answerOf(value: unknown): HttpAnswer {
  const bytes = Buffer.from(JSON.stringify(value));
  return { status: 200, headers: {}, bytes, text: bytes.toString(), json: <T>() => value as T };
}

/** Acknowledges without sending: every fifth event that comes alone, or every commit that is a call of its own. */
export function makeLyingClient(client: HttpClient, lie: Lie): HttpClient {
  let singles = 0;
  const ends = new Map<string, { readonly partition: number; readonly offset: number }>();
  const send: HttpClient['send'] = async (method, path, body, headers, signal) => {
    if (lie === 'unwritten-commits' && /^\/v1\/groups\/[^/]+\/offsets$/.test(path)) return answerOf({ offsets: [] });
    const isSingle = /\/events$/.test(path) && method === 'POST' && headers?.['content-type'] === 'application/json';
    if (lie !== 'unwritten-events' || !isSingle) return client.send(method, path, body, headers, signal);
    singles += 1;
    const end = ends.get(path);
    if (singles % EVERY === 0 && end !== undefined)
      return answerOf({ ...end, offset: end.offset + 1, duplicate: false });
    const answer = await client.send(method, path, body, headers, signal);
    if (answer.status === 200) ends.set(path, answer.json());
    return answer;
  };
  return { ...client, send };
}
