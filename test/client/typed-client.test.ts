// A client generated from /openapi.json?topics=… knows the user's own events: it compiles and produces, and a wrong event
// does not compile.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientTypes } from '../../openapi/client-types.js';
import { type HttpClient, makeHttpClient } from '../harness/http.js';
import { projectRoot } from '../harness/project-root.js';
import { type RunningBus, startBus } from '../harness/server.js';

const run = promisify(execFile);

const ADDRESS = {
  $id: 'https://shop.example/address',
  type: 'object',
  properties: { city: { $ref: '#/$defs/name' }, zip: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
  $defs: { name: { type: 'string', minLength: 1 } },
};
const ORDER = {
  type: 'object',
  properties: {
    orderId: { type: 'string' },
    state: { enum: ['new', 'paid'] },
    to: { $ref: ADDRESS.$id },
    parts: { type: 'array', items: { $ref: '#' } },
  },
  required: ['orderId', 'state'],
  additionalProperties: false,
};

const PROGRAM = (event: string) => `import createClient from 'openapi-fetch';
import type { components, paths, webhooks } from './events.js';

type Order = webhooks['orders.placed']['post']['requestBody']['content']['application/json'];
const received = (order: Order): string => order.to?.city ?? order.orderId;
const known: components['schemas']['orders.placed.v2'] = { orderId: 'A-1', state: 'paid' };

const client = createClient<paths>({ baseUrl: process.argv[2] ?? '' });
const { data, error } = await client.POST('/v1/topics/orders.placed/events', {
  body: ${event},
  params: { query: { key: received(known) }, header: { 'idempotency-key': 'once' } },
});
console.log(JSON.stringify(error ?? { offset: data.offset, duplicate: data.duplicate }));
`;
const GOOD = `{ orderId: 'A-17', state: 'new', to: { city: 'London' }, parts: [{ orderId: 'A-18', state: 'paid' }] }`;

const TSCONFIG = {
  compilerOptions: {
    ...{ target: 'ES2023', lib: ['ES2023', 'DOM'], module: 'NodeNext', moduleResolution: 'NodeNext', strict: true },
    ...{ types: ['node'], skipLibCheck: true, exactOptionalPropertyTypes: true, outDir: '.' },
  },
};

let running: RunningBus;
let http: HttpClient;
let folder: string;

beforeAll(async () => {
  running = await startBus();
  http = makeHttpClient(running.url);
  await mkdir(join(projectRoot, 'build'), { recursive: true });
  // Inside the project, so that the client finds its packages.
  folder = await mkdtemp(join(projectRoot, 'build/typed-client-'));
  for (const topic of ['addresses', 'orders.placed', 'plain']) await http.put(`/v1/topics/${topic}`, {});
  await http.put('/v1/topics/addresses/schema', { schema: ADDRESS });
  await http.put('/v1/topics/orders.placed/schema', { schema: { ...ORDER, required: [] } });
  await http.put('/v1/topics/orders.placed/schema', { schema: ORDER });
  const contract = await http.get('/openapi.json?topics=orders.placed,plain');
  await writeFile(join(folder, 'events.d.ts'), await clientTypes(contract.text));
});
afterAll(async () => {
  http.close();
  await running.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Compiles programs, each of which sends one event; the compiler's errors. */
async function compile(programs: Readonly<Record<string, string>>): Promise<string> {
  const files = Object.keys(programs).map((name) => `${name}.ts`);
  for (const [name, event] of Object.entries(programs)) await writeFile(join(folder, `${name}.ts`), PROGRAM(event));
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ ...TSCONFIG, files }));
  const tsc = join(projectRoot, 'node_modules/typescript/bin/tsc');
  return run(process.execPath, [tsc, '-p', folder]).then(
    () => '',
    (error: { stdout: string }) => error.stdout,
  );
}

const WRONG = [
  [`{ orderId: 17, state: 'new' }`, /error TS2322: Type 'number' is not assignable to type 'string'\./],
  [
    `{ orderId: 'A', state: 'gone' }`,
    /error TS2322: Type '"gone"' is not assignable to type '"(new|paid)" \| "(new|paid)"'\./,
  ],
  [`{ state: 'new' }`, /error TS2322: (?:.|\n)*Property 'orderId' is missing in type/],
  [
    `{ orderId: 'A', state: 'new', to: { city: 1 } }`,
    /error TS2322: Type 'number' is not assignable to type 'string'\./,
  ],
  [`{ orderId: 'A', state: 'new', total: 1 }`, /error TS2353: .* 'total' does not exist in type/],
] as const;

describe('a client generated with topics', () => {
  it('compiles and produces a typed event', async () => {
    expect(await compile({ good: GOOD })).toBe('');
    const { stdout } = await run(process.execPath, [join(folder, 'good.js'), running.url]);
    expect(JSON.parse(stdout)).toEqual({ offset: 0, duplicate: false });
    const stored = await http.get('/v1/topics/orders.placed/partitions/0/events?from=earliest');
    expect(stored.json()).toMatchObject({
      events: [{ key: 'A-1', schemaVersion: 2, value: { orderId: 'A-17', to: { city: 'London' } } }],
    });
  });

  it('does not compile a wrong event, and says what is wrong with it', async () => {
    const found = await compile(Object.fromEntries(WRONG.map(([event], at) => [`wrong${at}`, event])));
    for (const [at, [event, message]] of WRONG.entries()) {
      // What goes on behind an error's first line is indented.
      const own = found.split(/^(?=\S)/m).filter((error) => error.includes(`wrong${at}.ts`));
      expect(own, event).toHaveLength(1);
      expect(own[0], event).toMatch(message);
    }
  });
});
