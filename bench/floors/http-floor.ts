// The floors of HTTP: the least a Node process can do with the same requests from the same generator.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import Fastify from 'fastify';
import { answerParent } from '../load/answer-parent.js';

export type HttpFloorQuestion =
  /** Fastify, POST on the produce path: parses one JSON body, does nothing with it, answers a small object. */
  | { readonly kind: 'noop' }
  /** Fastify, POST on the produce path: the lines of the body through JSON.parse, nothing else. */
  | { readonly kind: 'parse-lines' }
  /** node:http, GET: the pages in turn, each read from a SQLite file, where it is one blob, and sent as it is. */
  | { readonly kind: 'pages'; readonly pages: readonly Uint8Array[] };

const MMAP_BYTES = 1024 * 1024 * 1024;
const LINE_FEED = '\n';
const BODY_LIMIT_BYTES = 64 * 1024 * 1024;
const PRODUCE_PATH = '/v1/topics/:topic/events';

async function startFastify(handler: (body: unknown) => object): Promise<number> {
  const app = Fastify({ logger: false, bodyLimit: BODY_LIMIT_BYTES });
  app.addContentTypeParser('application/x-ndjson', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const response = { 200: { type: 'object', properties: { accepted: { type: 'integer' } } } };
  app.post(PRODUCE_PATH, { schema: { response } }, async (request) => handler(request.body));
  await app.listen({ port: 0, host: '127.0.0.1' });
  return (app.server.address() as AddressInfo).port;
}

function parseLines(body: unknown): { accepted: number } {
  const text = (body as Buffer).toString('utf8');
  let accepted = 0;
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf(LINE_FEED, start);
    const line = end === -1 ? text.slice(start) : text.slice(start, end);
    if (line !== '') {
      JSON.parse(line);
      accepted += 1;
    }
    start = end === -1 ? text.length : end + 1;
  }
  return { accepted };
}

function storePages(pages: readonly Uint8Array[]): (page: number) => Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-floor-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const db = new Database(join(folder, 'pages.db'));
  db.pragma('page_size = 16384');
  db.exec('CREATE TABLE pages (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)');
  const insert = db.prepare('INSERT INTO pages (id, bytes) VALUES (?, ?)');
  for (const [id, bytes] of pages.entries()) insert.run(id, bytes);
  db.pragma(`mmap_size = ${MMAP_BYTES}`);
  const read = db.prepare('SELECT bytes FROM pages WHERE id = ?').pluck();
  return (page) => read.get(page) as Buffer;
}

function startPages(pages: readonly Uint8Array[]): Promise<number> {
  const pageAt = storePages(pages);
  let next = 0;
  const server: Server = createServer((_request, response) => {
    const bytes = pageAt(next++ % pages.length);
    response.writeHead(200, { 'content-type': 'application/x-ndjson', 'content-length': bytes.byteLength });
    response.end(bytes);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

answerParent((question: HttpFloorQuestion) => {
  switch (question.kind) {
    case 'noop':
      return startFastify(() => ({ accepted: 1 }));
    case 'parse-lines':
      return startFastify(parseLines);
    case 'pages':
      return startPages(question.pages);
    default:
      return question satisfies never;
  }
});
