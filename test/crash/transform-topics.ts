// The stored inputs and outputs of a transforming run, each output with the input that it was made of.
import type { HttpAnswer, HttpClient } from '../harness/http.js';
import type { Output } from './transform-check.js';

const PAGE_EVENTS = 10_000;

export function must(what: string, answer: HttpAnswer): HttpAnswer {
  if (answer.status >= 300) throw new Error(`${what}: ${answer.status} ${answer.text}`);
  return answer;
}

type Page = { nextOffset: number; events: { offset: number; value: { partition: number; offset: number } }[] };

export async function readAll(client: HttpClient, topic: string, partitions: number): Promise<Output[]> {
  const found: Output[] = [];
  for (let partition = 0; partition < partitions; partition += 1) {
    for (let offset = 0; ; ) {
      const path = `/v1/topics/${topic}/partitions/${partition}/events?offset=${offset}&maxEvents=${PAGE_EVENTS}`;
      const page = must('read', await client.get(path)).json<Page>();
      if (page.events.length === 0) break;
      found.push(...page.events.map((event) => ({ partition, offset: event.offset, of: event.value })));
      offset = page.nextOffset;
    }
  }
  return found;
}
