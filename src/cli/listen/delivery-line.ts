// `posthorn listen`: what is printed of a delivery: one line.
import { styleText } from 'node:util';
import type { Answer, Delivery } from './forward.js';

export type Handed = {
  readonly delivery: Delivery;
  readonly answer: Answer;
  readonly at: number;
  readonly durationMs: number;
};

export type DeliveryLine = (handed: Handed) => string;

export function jsonLine({ delivery: { headers }, answer, at, durationMs }: Handed): string {
  const number = (name: string): number | undefined => {
    const text = headers[name];
    return text === undefined ? undefined : Number(text);
  };
  return JSON.stringify({
    at,
    topic: headers['posthorn-topic'],
    partition: number('posthorn-partition'),
    offset: number('posthorn-offset'),
    lastOffset: number('posthorn-last-offset'),
    key: keyOf(headers),
    attempt: number('posthorn-attempt'),
    webhookId: headers['webhook-id'],
    ...('status' in answer ? { status: answer.status } : { phase: answer.phase, error: answer.error }),
    durationMs,
  });
}

/** `12:30:01.250  orders/0/41  A-17  200  12 ms` */
export function makeTextLine(colours: boolean): DeliveryLine {
  const style = (format: Parameters<typeof styleText>[0], text: string): string =>
    colours ? styleText(format, text) : text;
  return ({ delivery: { headers }, answer, at, durationMs }) => {
    const last = headers['posthorn-last-offset'];
    const offsets = `${headers['posthorn-offset']}${last === undefined ? '' : `-${last}`}`;
    const attempt = headers['posthorn-attempt'];
    const outcome =
      'status' in answer
        ? style(answer.status < 300 ? 'green' : 'red', String(answer.status))
        : style('red', `${answer.phase}: ${answer.error}`);
    return [
      style('dim', timeOf(at)),
      `${headers['posthorn-topic']}/${headers['posthorn-partition']}/${offsets}`,
      keyOf(headers) ?? '-',
      outcome,
      `${durationMs} ms`,
      ...(headers['posthorn-test'] === undefined ? [] : ['test']),
      ...(attempt === undefined || attempt === '1' ? [] : [`attempt ${attempt}`]),
    ].join('  ');
  };
}

function timeOf(at: number): string {
  return new Date(at).toISOString().slice(11, 23);
}

/** As it was produced: the header has it percent-encoded. */
function keyOf({ 'posthorn-key': key }: Delivery['headers']): string | undefined {
  try {
    return key === undefined ? undefined : decodeURIComponent(key);
  } catch {
    return key;
  }
}
