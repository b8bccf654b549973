// Every setting, once: the environment is read by this table; help and README show it.
import {
  ATTEMPTS_MAX_BYTES_DEFAULT,
  ATTEMPTS_MAX_DEFAULT,
  ATTEMPTS_RETENTION_DEFAULT_MS,
} from '../model/attempt-limits.js';
import {
  BODY_MAX_BYTES,
  CHANGES_RETENTION_DEFAULT_MS,
  CONTROL_BODY_MAX_BYTES,
  DRAIN_TIMEOUT_MS,
  HEADER_MAX_BYTES,
  REQUEST_TIMEOUT_MS,
} from '../model/limits.js';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type SettingType =
  | { readonly kind: 'text' }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  /** Comma-separated address ranges. */
  | { readonly kind: 'cidrs' }
  /** Comma-separated addresses with or without a port. */
  | { readonly kind: 'addresses' }
  /** Comma-separated keys of 32 bytes. */
  | { readonly kind: 'keys' };

export type Setting = {
  readonly name: `POSTHORN_${string}`;
  readonly type: SettingType;
  /** As it would be written in the environment. */
  readonly default: string;
  readonly doc: string;
  /** Never printed. */
  readonly secret: boolean;
};

const MAX = Number.MAX_SAFE_INTEGER;
const MIB = 1024 * 1024;
const text: SettingType = { kind: 'text' };
const integer = (min: number, max: number): SettingType => ({ kind: 'integer', min, max });

const setting = (name: Setting['name'], type: SettingType, fallback: string | number, doc: string): Setting => ({
  name,
  type,
  default: String(fallback),
  doc,
  secret: false,
});

export const SETTINGS: readonly Setting[] = [
  setting('POSTHORN_HOST', text, '127.0.0.1', 'Address to listen on'),
  setting('POSTHORN_PORT', integer(0, 65_535), 8080, 'Port to listen on; 0 takes a free one'),
  setting('POSTHORN_DATA', text, './data', 'Folder of the data; made where it is missing'),
  setting('POSTHORN_LOG_LEVEL', { kind: 'choice', of: LOG_LEVELS }, 'info', 'Least severe log line that is written'),
  setting(
    'POSTHORN_ENDPOINT_ALLOW',
    { kind: 'cidrs' },
    '',
    'Address ranges (CIDR, comma-separated) that endpoints may have although they are not public. Unset: loopback ' +
      'while POSTHORN_HOST is a loopback address, else none',
  ),
  {
    ...setting(
      'POSTHORN_PROXY',
      text,
      '',
      'Proxy that endpoints are reached through, `http://user:password@host:port`',
    ),
    secret: true,
  },
  setting(
    'POSTHORN_DNS_SERVERS',
    { kind: 'addresses' },
    '',
    'Name servers for the names of endpoints, `address[:port]`, comma-separated. Unset: those of the system',
  ),
  setting(
    'POSTHORN_PUBLIC_URL',
    text,
    '',
    'Where endpoints reach this server, such as `https://bus.example.com`: named in the handshake of `verify`',
  ),
  {
    ...setting(
      'POSTHORN_SECRET_KEY',
      { kind: 'keys' },
      '',
      'Keys that secrets are encrypted with in the data (AES-256-GCM): 32 bytes each, base64 or hex, comma-separated; the ' +
        'first one encrypts, all decrypt. Unset: secrets are stored as they are',
    ),
    secret: true,
  },
  setting('POSTHORN_MAX_BODY_BYTES', integer(1024, 1024 * MIB), BODY_MAX_BYTES, 'Largest body of a produce request'),
  setting(
    'POSTHORN_MAX_CONTROL_BODY_BYTES',
    integer(1024, 64 * MIB),
    CONTROL_BODY_MAX_BYTES,
    'Largest body of any other request',
  ),
  setting(
    'POSTHORN_MAX_HEADER_BYTES',
    integer(1024, MIB),
    HEADER_MAX_BYTES,
    'Largest request line and headers together',
  ),
  setting(
    'POSTHORN_MAX_DATABASE_BYTES',
    integer(0, MAX),
    0,
    'Size at which the database takes no more events (503); 0: the disk alone is the limit',
  ),
  setting('POSTHORN_ATTEMPTS_MAX', integer(0, MAX), ATTEMPTS_MAX_DEFAULT, 'Delivery attempts kept for looking at'),
  setting(
    'POSTHORN_ATTEMPTS_RETENTION_MS',
    integer(1, MAX),
    ATTEMPTS_RETENTION_DEFAULT_MS,
    'How long delivery attempts are kept, at most',
  ),
  setting(
    'POSTHORN_ATTEMPTS_MAX_BYTES',
    integer(0, MAX),
    ATTEMPTS_MAX_BYTES_DEFAULT,
    'Size of the delivery attempts that are kept, about',
  ),
  setting(
    'POSTHORN_CHANGES_RETENTION_MS',
    integer(1, MAX),
    CHANGES_RETENTION_DEFAULT_MS,
    'How long the topic _changes keeps its events',
  ),
  setting(
    'POSTHORN_REQUEST_TIMEOUT_MS',
    integer(1000, 3_600_000),
    REQUEST_TIMEOUT_MS,
    'Time from the first byte of a request to its last',
  ),
  setting(
    'POSTHORN_DRAIN_TIMEOUT_MS',
    integer(0, 3_600_000),
    DRAIN_TIMEOUT_MS,
    'Time that running requests and deliveries get to finish after SIGTERM',
  ),
];
