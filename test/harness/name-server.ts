// A name server on loopback that answers A and AAAA questions as it is told (RFC 1035, 4.1).
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

export type NameServer = {
  /** `127.0.0.1:<port>`, for POSTHORN_DNS_SERVERS. */
  readonly address: string;
  /** Names that A was asked for, in turn. */
  readonly asked: readonly string[];
  /** Addresses of a name from now on; `null`: no answer at all. Others do not exist. */
  set(name: string, addresses: readonly string[] | null, ttlSeconds?: number): void;
  stop(): void;
};

type Zone = { readonly addresses: readonly string[] | null; readonly ttl: number };

const TYPES: Readonly<Record<number, number>> = { 1: 4, 28: 6 };

export async function startNameServer(): Promise<NameServer> {
  const zones = new Map<string, Zone>();
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const { name, end } = nameAt(query, 12);
    const type = query.readUInt16BE(end);
    if (type === 1) asked.push(name);
    const zone = zones.get(name);
    if (zone?.addresses === null) return;
    socket.send(answerTo(query, end + 4, type, zone), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    set: (name, addresses, ttl = 60) => void zones.set(name, { addresses, ttl }),
    stop: () => void socket.close(),
  };
}

function nameAt(message: Buffer, start: number): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = start;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length).toLowerCase());
    at += length + 1;
  }
  return { name: labels.join('.'), end: at + 1 };
}

function answerTo(query: Buffer, questionEnd: number, type: number, zone: Zone | undefined): Buffer {
  const family = TYPES[type];
  const data = (zone?.addresses ?? []).map(bytesOf).filter(({ length }) => length === (family === 4 ? 4 : 16));
  const head = Buffer.from(query.subarray(0, questionEnd));
  head.writeUInt16BE(zone === undefined ? 0x8183 : 0x8180, 2);
  head.writeUInt16BE(data.length, 6);
  head.writeUInt32BE(0, 8);
  const records = data.map((bytes) => {
    const record = Buffer.alloc(12);
    record.writeUInt16BE(0xc00c, 0);
    record.writeUInt16BE(type, 2);
    record.writeUInt16BE(1, 4);
    record.writeUInt32BE(zone?.ttl ?? 0, 6);
    record.writeUInt16BE(bytes.length, 10);
    return Buffer.concat([record, bytes]);
  });
  return Buffer.concat([head, ...records]);
}

/** IPv6 only written in full or with one `::`. */
function bytesOf(address: string): Buffer {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number));
  const [left = '', right] = address.split('::');
  const before = left === '' ? [] : left.split(':');
  const after = right === undefined || right === '' ? [] : right.split(':');
  const groups = [...before, ...Array(8 - before.length - after.length).fill('0'), ...after];
  return Buffer.from(groups.map((group) => String(group).padStart(4, '0')).join(''), 'hex');
}
