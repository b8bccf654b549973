// HTTP/2 to one origin: many requests on one connection. By node:http2 itself: undici's own HTTP/2 sends one POST at a time
// over a connection, and after GOAWAY it cuts what still runs there or silently sends it again.
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  constants,
  type OutgoingHttpHeaders,
  connect as openSession,
} from 'node:http2';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Dispatcher } from 'undici';
import type { AttemptDurations } from '../../engine/attempt-detail.js';
import { H2_IDLE_MS, H2_MAX_STREAMS } from '../../model/transport-limits.js';
import { takeLaps } from '../attempts/laps.js';
import type { Lent } from '../pools.js';
import type { Dial } from './dial.js';

const { NGHTTP2_CANCEL, NGHTTP2_REFUSED_STREAM, HTTP2_HEADER_STATUS } = constants;

export type Multiplex = {
  /** Undefined: the endpoint does not speak HTTP/2. */
  lend(): Lent | undefined;
  connections(): number;
  /** Closes what is idle. */
  rest(): void;
  destroy(): void;
};

export type MultiplexDeps = {
  readonly origin: string;
  readonly dial: Dial;
  /** HTTP/1.1, over `socket` where one has just been opened. */
  readonly plain: (socket?: Socket) => Lent;
};

type Line = { readonly session: ClientHttp2Session; running: number; retired: boolean };

export function makeMultiplex({ origin, dial, plain }: MultiplexDeps): Multiplex {
  const lines = new Set<Line>();
  let waiting: Exchange[] = [];
  let dialling = 0;
  let spoken = true;

  const place = (exchange: Exchange): void => {
    for (const line of lines) {
      if (!hasRoom(line)) continue;
      exchange.begin(line);
      return;
    }
    waiting.push(exchange);
    if (dialling * H2_MAX_STREAMS < waiting.length) void connect();
  };

  const flush = (): void => {
    const all = waiting.filter(({ over }) => !over);
    waiting = [];
    for (const exchange of all) {
      if (spoken) place(exchange);
      else exchange.fallBack(plain());
    }
  };

  const connect = async (): Promise<void> => {
    dialling += 1;
    try {
      const socket = await dial(spoken ? ['h2', 'http/1.1'] : ['http/1.1']);
      dialling -= 1;
      if ((socket as TLSSocket).alpnProtocol === 'h2') {
        const [first] = waiting;
        if (first !== undefined) first.opened = takeLaps(socket);
        lines.add(openLine(origin, socket, lines));
      } else {
        spoken = false;
        useSocket(socket, waiting.shift(), plain);
      }
      flush();
    } catch (error) {
      dialling -= 1;
      const failed = waiting;
      waiting = [];
      for (const exchange of failed) exchange.fail(error as Error);
    }
  };

  return {
    lend: () => (spoken ? new Exchange(origin, place) : undefined),
    connections: () => lines.size,
    rest: () => {
      for (const { session } of lines) session.close();
    },
    destroy: () => {
      for (const { session } of lines) session.destroy();
    },
  };
}

function useSocket(socket: Socket, exchange: Exchange | undefined, plain: MultiplexDeps['plain']): void {
  if (exchange === undefined || exchange.over) plain(socket).giveBack();
  else exchange.fallBack(plain(socket));
}

function hasRoom({ session, running, retired }: Line): boolean {
  if (retired || session.closed || session.destroyed) return false;
  const asked = session.remoteSettings?.maxConcurrentStreams ?? H2_MAX_STREAMS;
  return running < Math.min(H2_MAX_STREAMS, Math.max(1, asked));
}

function openLine(origin: string, socket: Socket, lines: Set<Line>): Line {
  const session = openSession(origin, { createConnection: () => socket, settings: { enablePush: false } });
  const line: Line = { session, running: 0, retired: false };
  session.on('goaway', () => {
    line.retired = true;
  });
  // Its requests hear of it themselves.
  session.on('error', () => undefined);
  session.on('close', () => lines.delete(line));
  session.setTimeout(H2_IDLE_MS, () => {
    if (line.running === 0) session.close();
  });
  return line;
}

/** One request, from being lent to its end: a stream of a shared connection, or a connection of its own after all. */
class Exchange implements Lent {
  over = false;
  readonly client = { dispatch: this.#dispatch.bind(this) };
  readonly #origin: string;
  readonly #place: (exchange: Exchange) => void;
  #request: Dispatcher.DispatchOptions | null = null;
  #handler: Dispatcher.DispatchHandler | null = null;
  #plain: Lent | null = null;
  #stream: ClientHttp2Stream | null = null;
  #line: Line | null = null;
  #refused = false;
  #opened: AttemptDurations | undefined;

  get opened(): AttemptDurations | undefined {
    return this.#opened ?? this.#plain?.opened;
  }

  set opened(laps: AttemptDurations | undefined) {
    this.#opened = laps;
    if (this.#plain !== null) this.#plain.opened = laps;
  }

  constructor(origin: string, place: (exchange: Exchange) => void) {
    this.#origin = origin;
    this.#place = place;
  }

  #dispatch(request: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    this.#request = request;
    this.#handler = handler;
    this.#place(this);
    return true;
  }

  fallBack(plain: Lent): void {
    this.#plain = plain;
    if (this.#request !== null && this.#handler !== null) plain.client.dispatch(this.#request, this.#handler);
  }

  fail(error: Error): void {
    this.#handler?.onError?.(error);
  }

  giveBack(): void {
    this.over = true;
    this.#plain?.giveBack();
  }

  drop(): void {
    this.over = true;
    this.#plain?.drop();
    const stream = this.#stream;
    if (stream === null || stream.closed || stream.destroyed) return;
    // Ours to end: out of time, or longer than wanted. What else runs there may go on, but nothing new begins there.
    stream.close(NGHTTP2_CANCEL);
    if (this.#line !== null) retire(this.#line);
  }

  begin(line: Line): void {
    const { path, method, headers, body } = this.#request as Dispatcher.DispatchOptions;
    const bytes = body as Uint8Array | null | undefined;
    try {
      const head = { ...headersOf(headers as readonly string[]), ':method': method, ':path': path };
      const length = bytes == null ? {} : { 'content-length': bytes.length };
      const own = { ':authority': new URL(this.#origin).host, ':scheme': 'https' };
      this.#follow(line, line.session.request({ ...head, ...length, ...own }, { endStream: bytes == null }), bytes);
    } catch (error) {
      this.fail(error as Error);
    }
  }

  #follow(line: Line, stream: ClientHttp2Stream, body: Uint8Array | null | undefined): void {
    this.#stream = stream;
    this.#line = line;
    line.running += 1;
    const handler = this.#handler as Dispatcher.DispatchHandler;
    let answered = false;
    let ended = false;
    let failure: Error | undefined;
    stream.on('response', (headers) => {
      answered = true;
      handler.onHeaders?.(Number(headers[HTTP2_HEADER_STATUS]), rawHeaders(headers), () => undefined, '');
    });
    stream.on('data', (chunk: Buffer) => handler.onData?.(chunk));
    stream.on('end', () => {
      ended = answered;
      if (answered) handler.onComplete?.(null);
    });
    stream.on('error', (error) => {
      failure = error;
    });
    stream.on('close', () => {
      line.running -= 1;
      if (line.retired && line.running === 0) line.session.close();
      if (ended || this.over) return;
      if (stream.rstCode === NGHTTP2_REFUSED_STREAM && !answered && !this.#refused) {
        // RFC 9113, 8.7: the endpoint has not seen it. It may be sent again, once.
        this.#refused = true;
        line.retired = true;
        this.#place(this);
      } else this.fail(failure ?? new Error(`the endpoint reset the request (HTTP/2 code ${stream.rstCode})`));
    });
    handler.onConnect?.(() => this.drop());
    if (body != null) stream.end(body);
  }
}

function retire(line: Line): void {
  line.retired = true;
  if (line.running === 0) line.session.close();
}

/** @param list names in lower case, and values, in turn */
function headersOf(list: readonly string[]): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  for (let at = 0; at + 1 < list.length; at += 2) headers[list[at] as string] = list[at + 1];
  return headers;
}

function rawHeaders(headers: Readonly<Record<string, unknown>>): Buffer[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (name.startsWith(':')) return [];
    return [value].flat().flatMap((one) => [Buffer.from(name), Buffer.from(String(one), 'latin1')]);
  });
}
