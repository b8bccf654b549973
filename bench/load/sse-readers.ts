// The process that holds many readers of server-sent events, and counts the events that each has got.
import { connect, type Socket } from 'node:net';
import { answerParent } from './answer-parent.js';

export type ReadersQuestion =
  /** `readers` connections; answered when each has its response's head. */
  | { readonly kind: 'open'; readonly port: number; readonly path: string; readonly readers: number }
  /** Answered when every reader has got `events` more than at the last question of this kind. */
  | { readonly kind: 'await'; readonly events: number }
  | { readonly kind: 'close' };

const MARK = Buffer.from('event: event\n');
const HEAD_END = '\r\n\r\n';
const READ_BUFFER_BYTES = 64 * 1024;
const HEAD_SHOWN_CHARACTERS = 200;

type Reader = { readonly socket: Socket; events: number; opened: boolean; rest: Buffer };

let readers: Reader[] = [];
let wanted = 0;
let onProgress = (): void => undefined;
/** One for all: each chunk is looked at before the next one comes. */
const shared = Buffer.allocUnsafe(READ_BUFFER_BYTES);

function countMarks(reader: Reader, chunk: Buffer): void {
  // A mark may lie across two chunks: what could begin one is kept.
  const seam = Buffer.concat([reader.rest, chunk.subarray(0, MARK.length - 1)]);
  if (seam.indexOf(MARK) >= 0) reader.events += 1;
  for (let at = chunk.indexOf(MARK); at >= 0; at = chunk.indexOf(MARK, at + MARK.length)) reader.events += 1;
  const end = chunk.length < MARK.length ? Buffer.concat([reader.rest, chunk]) : chunk;
  reader.rest = Buffer.from(end.subarray(Math.max(0, end.length - MARK.length + 1)));
}

function openReader(port: number, path: string): Promise<Reader> {
  return new Promise((resolve, reject) => {
    const push = (chunk: Buffer): void => {
      if (!reader.opened) {
        const text = chunk.toString('latin1');
        if (!text.startsWith('HTTP/1.1 200')) {
          reject(new Error(`Reader met: ${text.slice(0, HEAD_SHOWN_CHARACTERS)}`));
          return;
        }
        if (!text.includes(HEAD_END)) return;
        reader.opened = true;
        resolve(reader);
      }
      const before = reader.events;
      countMarks(reader, chunk);
      if (before < wanted && reader.events >= wanted) onProgress();
    };
    const socket = connect({
      host: '127.0.0.1',
      port,
      onread: {
        buffer: shared,
        callback: (count, buffer) => {
          push(Buffer.from(buffer.buffer, buffer.byteOffset, count));
          return true;
        },
      },
    });
    const reader: Reader = { socket, events: 0, opened: false, rest: Buffer.alloc(0) };
    socket.on('connect', () => socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`));
    socket.on('error', reject);
    readers.push(reader);
  });
}

function awaitEvents(events: number): Promise<void> {
  wanted += events;
  return new Promise((resolve) => {
    let missing = readers.filter((reader) => reader.events < wanted).length;
    if (missing === 0) return resolve();
    onProgress = () => {
      missing -= 1;
      if (missing === 0) resolve();
    };
  });
}

answerParent(async (question: ReadersQuestion) => {
  switch (question.kind) {
    case 'open': {
      const { port, path } = question;
      await Promise.all(Array.from({ length: question.readers }, () => openReader(port, path)));
      return;
    }
    case 'await':
      return awaitEvents(question.events);
    case 'close':
      for (const { socket } of readers) socket.destroy();
      readers = [];
      wanted = 0;
      return;
    default:
      return question satisfies never;
  }
});
