// From the environment to typed settings, before anything starts. Nothing else reads process.env.
import ipaddr from 'ipaddr.js';
import { PosthornError } from '../errors/posthorn-error.js';
import type { SecretKeys } from '../model/secret-keys.js';
import { type Outgoing, readOutgoing } from './outgoing.js';
import { parseSecretKeys } from './secret-keys.js';
import { LOG_LEVELS, type LogLevel, SETTINGS, type Setting } from './settings.js';

export type Settings = {
  readonly host: string;
  readonly port: number;
  readonly dataFolder: string;
  readonly logLevel: LogLevel;
  /** Address ranges (CIDR) that endpoints may have although they are not public. */
  readonly endpointAllow: readonly string[];
  readonly secretKeys: SecretKeys;
  readonly outgoing: Outgoing;
  readonly maxBodyBytes: number;
  readonly maxControlBodyBytes: number;
  readonly maxHeaderBytes: number;
  /** 0: no limit. */
  readonly maxDatabaseBytes: number;
  readonly attemptsMax: number;
  readonly attemptsRetentionMs: number;
  readonly attemptsMaxBytes: number;
  readonly changesRetentionMs: number;
  readonly requestTimeoutMs: number;
  readonly drainTimeoutMs: number;
};

export type Environment = Readonly<Record<string, string | undefined>>;

const LOOPBACK = ['127.0.0.0/8', '::1/128'];

function refuse(name: string, value: string, allowed: string): never {
  throw new PosthornError('INVALID_SETTING', `${name}='${value}' is not valid. Allowed: ${allowed}.`);
}

function refuseUnknown(environment: Environment): void {
  const known = new Set<string>(SETTINGS.map(({ name }) => name));
  const unknown = Object.keys(environment).filter((name) => name.startsWith('POSTHORN_') && !known.has(name));
  if (unknown.length === 0) return;
  const names = [...known].join(', ');
  throw new PosthornError('INVALID_SETTING', `${unknown.join(', ')}: no such setting. There are: ${names}.`);
}

function settingNamed(name: Setting['name']): Setting {
  const found = SETTINGS.find((setting) => setting.name === name);
  if (found === undefined) throw new Error(`${name} is missing in the table of settings`);
  return found;
}

function checkCidrs(name: string, value: string): readonly string[] {
  const ranges = value.split(',').map((range) => range.trim());
  const given = ranges.filter((range) => range !== '');
  for (const range of given) {
    try {
      ipaddr.parseCIDR(range);
    } catch {
      refuse(name, range, 'address ranges like 10.0.0.0/8 or fd00::/8, separated by commas');
    }
  }
  return given;
}

function isLoopback(host: string): boolean {
  if (host === 'localhost') return true;
  return ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback';
}

/** @throws INVALID_SETTING naming the variable, its value and what is allowed */
export function readSettings(environment: Environment): Settings {
  refuseUnknown(environment);
  // An empty variable is an unset one, except where empty is a value of its own.
  const text = (name: Setting['name']) => {
    const value = environment[name];
    return value === undefined || value === '' ? settingNamed(name).default : value;
  };
  const integer = (name: Setting['name']) => {
    const { type } = settingNamed(name);
    const value = text(name);
    const number = /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
    if (type.kind !== 'integer') throw new Error(`${name} is not declared as an integer`);
    if (!(number >= type.min && number <= type.max)) refuse(name, value, `an integer from ${type.min} to ${type.max}`);
    return number;
  };
  const level = text('POSTHORN_LOG_LEVEL');
  const logLevel = LOG_LEVELS.find((known) => known === level);
  if (logLevel === undefined) refuse('POSTHORN_LOG_LEVEL', level, LOG_LEVELS.join(', '));
  const host = text('POSTHORN_HOST');
  const allow = environment['POSTHORN_ENDPOINT_ALLOW'];
  const byHost = isLoopback(host) ? LOOPBACK : [];
  return {
    host,
    port: integer('POSTHORN_PORT'),
    dataFolder: text('POSTHORN_DATA'),
    logLevel,
    endpointAllow: allow === undefined ? byHost : checkCidrs('POSTHORN_ENDPOINT_ALLOW', allow),
    secretKeys: parseSecretKeys('POSTHORN_SECRET_KEY', text('POSTHORN_SECRET_KEY')),
    outgoing: readOutgoing(text),
    maxBodyBytes: integer('POSTHORN_MAX_BODY_BYTES'),
    maxControlBodyBytes: integer('POSTHORN_MAX_CONTROL_BODY_BYTES'),
    maxHeaderBytes: integer('POSTHORN_MAX_HEADER_BYTES'),
    maxDatabaseBytes: integer('POSTHORN_MAX_DATABASE_BYTES'),
    attemptsMax: integer('POSTHORN_ATTEMPTS_MAX'),
    attemptsRetentionMs: integer('POSTHORN_ATTEMPTS_RETENTION_MS'),
    attemptsMaxBytes: integer('POSTHORN_ATTEMPTS_MAX_BYTES'),
    changesRetentionMs: integer('POSTHORN_CHANGES_RETENTION_MS'),
    requestTimeoutMs: integer('POSTHORN_REQUEST_TIMEOUT_MS'),
    drainTimeoutMs: integer('POSTHORN_DRAIN_TIMEOUT_MS'),
  };
}

/** @throws INVALID_SETTING */
export function readEnvironment(): Settings {
  return readSettings(process.env);
}
