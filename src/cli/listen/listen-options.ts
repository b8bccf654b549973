// `posthorn listen`: what was asked for on the command line, checked before anything is done.
import { parseArgs } from 'node:util';

export type ListenOptions = {
  readonly subscription: string;
  /** Where deliveries are handed to. */
  readonly forward: URL;
  readonly server: URL;
  /** Sent to the server with every call: names and values. */
  readonly headers: Readonly<Record<string, string>>;
  /** A subscription that does not exist is made for these; undefined: it must exist. */
  readonly topics: readonly string[] | undefined;
  readonly takeover: boolean;
  readonly json: boolean;
  /** Ends after so many deliveries. */
  readonly events: number | undefined;
};

/** What the caller got wrong, in one line. */
export class UsageError extends Error {}

const DEFAULT_SERVER = 'http://127.0.0.1:8080';

const OPTIONS = {
  subscription: { type: 'string' },
  forward: { type: 'string' },
  server: { type: 'string', default: DEFAULT_SERVER },
  header: { type: 'string', multiple: true },
  topics: { type: 'string' },
  takeover: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  events: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

export const LISTEN_HELP = `posthorn listen: hands a subscription's deliveries to a URL that only your machine reaches

Usage:
  posthorn listen --subscription NAME --forward URL [options]

While it runs, deliveries come here and not to the subscription's own endpoint: the same requests, with the same
signature, order and retries. What the URL answers is what the endpoint would have answered. SIGINT (ctrl-C) takes
nothing more and waits for what is under way; a second one does not wait: that is sent again, as if never sent.

Options:
  --subscription NAME  whose deliveries
  --forward URL        where to, e.g. http://127.0.0.1:3000/hooks/orders
  --server URL         the bus; default ${DEFAULT_SERVER}
  --topics A,B         makes the subscription, for these topics, where it does not exist: without an endpoint of
                       its own, so that it rests while nobody listens
  --takeover           takes the place of another listener of the subscription
  --header NAME:VALUE  sent to the server with every call; may be repeated
  --events N           ends after N deliveries
  --json               prints a line of JSON for each delivery
  --help               prints this
`;

/** Undefined: help was asked for. @throws UsageError, and what parseArgs throws of unknown options */
export function parseListen(args: readonly string[]): ListenOptions | undefined {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true });
  if (values.help) return undefined;
  const topics = values.topics?.split(',').filter((topic) => topic !== '');
  if (topics?.length === 0) throw new UsageError("--topics names no topic: write it as in '--topics orders,users'.");
  return {
    subscription: required('subscription', values.subscription, 'billing'),
    forward: urlOf('forward', required('forward', values.forward, 'http://127.0.0.1:3000/hook')),
    server: urlOf('server', values.server),
    headers: Object.fromEntries((values.header ?? []).map(headerOf)),
    topics,
    takeover: values.takeover,
    json: values.json,
    events: values.events === undefined ? undefined : countOf('events', values.events),
  };
}

function required(name: string, value: string | undefined, example: string): string {
  if (value !== undefined && value !== '') return value;
  throw new UsageError(`--${name} is missing: write it as in '--${name} ${example}'.`);
}

function urlOf(name: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new UsageError(`--${name} '${text}' is no URL: write it in full, such as http://127.0.0.1:3000/hook.`);
}

function headerOf(text: string): [string, string] {
  const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):\s*([\x20-\x7e]*)$/.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return [name.toLowerCase(), value];
  throw new UsageError(`--header '${text}' is no header: write it as in '--header x-team:orders'.`);
}

function countOf(name: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`--${name} '${text}' must be a whole number from 1.`);
}
