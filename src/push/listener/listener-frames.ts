// What a listener's stream says, as server-sent events: one frame a delivery, with the very headers and bytes that an
// endpoint would get. https://html.spec.whatwg.org/multipage/server-sent-events.html
import { isUtf8 } from 'node:buffer';
import type { ListenerDelivery, ListenerEnd } from './listener-protocol.js';

export const LISTENER_HEARTBEAT_FRAME = Buffer.from(':\n\n');

export type Opened = {
  readonly session: string;
  readonly subscription: string;
  readonly state: 'active' | 'paused';
  readonly reason?: string;
};

export function openedFrame(opened: Opened): Uint8Array {
  return frame('open', opened);
}

export function stateFrame(state: Pick<Opened, 'state' | 'reason'>): Uint8Array {
  return frame('state', state);
}

export function endedFrame(reason: ListenerEnd): Uint8Array {
  return frame('end', { reason });
}

export function deliveryFrame({ id, timeoutMs, keptBytes, headers, body }: ListenerDelivery): Uint8Array {
  const pairs: [string, string][] = [];
  for (let at = 0; at + 1 < headers.length; at += 2) pairs.push([headers[at] as string, headers[at + 1] as string]);
  const { bytes, text } = bodyFields(body);
  const content = bytes === undefined ? { body: text } : { bodyBase64: bytes };
  return frame('delivery', { id, timeoutMs, answerBytes: keptBytes, headers: Object.fromEntries(pairs), ...content });
}

/** As text where that says the same bytes again, else as base64. */
export function bodyFields(body: Uint8Array): { readonly text?: string; readonly bytes?: string } {
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.length);
  return isUtf8(buffer) ? { text: buffer.toString('utf8') } : { bytes: buffer.toString('base64') };
}

/** JSON has no line break of its own, so `data` is one line. */
function frame(event: string, data: object): Uint8Array {
  return Buffer.from(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
