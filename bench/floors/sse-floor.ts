// The floor of the tail: node:http, the lines of each POST written as server-sent events to everyone who listens, from
// one text made once. Stores nothing, remembers nobody.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerParent } from '../load/answer-parent.js';

const open = new Set<ServerResponse>();
let offset = 0;

function framesOf(body: string): Buffer {
  let frames = '';
  for (const line of body.split('\n')) {
    if (line === '') continue;
    const before = `"offset":${offset},"timestamp":${Date.now()},"key":null,"headers":{}`;
    offset += 1;
    frames += `id: 0:${offset}\nevent: event\ndata: {"topic":"bench","partition":0,${before},"value":${line}}\n\n`;
  }
  return Buffer.from(frames);
}

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    open.add(response);
    response.on('close', () => open.delete(response));
    return;
  }
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => {
    const frames = framesOf(Buffer.concat(pieces).toString());
    for (const reader of open) reader.write(frames);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{}');
  });
});

answerParent(
  () =>
    new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    }),
);
