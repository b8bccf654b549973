// What an operator looks at: probes, metrics, the contract, the pages.
import { chmod } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ERRORS } from '#posthorn/errors/registry.js';
import { type RunningBus, startBus } from '../harness/server.js';

let running: RunningBus;
beforeEach(async () => {
  running = await startBus();
});
afterEach(() => running.stop());

const get = (path: string) => fetch(running.url + path);

describe('probes', () => {
  it('say that all is well', async () => {
    expect(await (await get('/health/live')).json()).toEqual({ status: 'ok' });
    expect(await (await get('/health/ready')).json()).toEqual({ status: 'ready' });
  });

  it.skipIf(process.getuid?.() === 0)('say that the data folder cannot be written', async () => {
    await chmod(running.dataDir, 0o500);
    const answer = await get('/health/ready');
    await chmod(running.dataDir, 0o700);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: 'STORAGE_READ_ONLY' });
  });

  it('say that the push thread is gone', async () => {
    await running.bus.push.stop();
    const answer = await get('/health/ready');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('push thread') });
    expect((await get('/health/live')).status).toBe(200);
  });
});

describe('metrics', () => {
  const value = (text: string, series: string) =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${series} `))
        ?.slice(series.length + 1),
    );

  it('count what was produced, refused and stored', async () => {
    const json = { 'content-type': 'application/json' };
    const topic = `${running.url}/v1/topics/orders`;
    await fetch(topic, { method: 'PUT', headers: json, body: '{}' });
    await fetch(`${topic}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: '1\n2\n3\n',
    });
    await fetch(`${topic}/events`, { method: 'POST', headers: json, body: '{' });
    const answer = await get('/metrics');
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await answer.text();
    // Three of its own, and that the topic was created, in _changes.
    expect(value(text, 'posthorn_appended_events_total')).toBe(4);
    expect(value(text, 'posthorn_appended_bytes_total')).toBeGreaterThan(2);
    expect(value(text, 'posthorn_commits_total')).toBeGreaterThan(1);
    expect(value(text, 'posthorn_http_problems_total{operation="produceEvents",code="INVALID_JSON"}')).toBe(1);
    expect(value(text, 'posthorn_http_request_duration_seconds_count{operation="produceEvents",status="2xx"}')).toBe(1);
    expect(value(text, 'posthorn_commit_queue_units')).toBe(0);
    expect(value(text, 'posthorn_delivery_attempts_total{outcome="acknowledged"}')).toBe(0);
    expect(value(text, 'posthorn_scrape_failures_total')).toBe(0);
    expect(value(text, 'posthorn_database_bytes')).toBeGreaterThan(0);
    expect(value(text, 'process_resident_memory_bytes')).toBeGreaterThan(0);
  });
});

describe('pages', () => {
  it('give the contract and a page to read it, from this server alone', async () => {
    const contract = (await (await get('/openapi.json')).json()) as { openapi: string; paths: object };
    expect(contract.openapi).toMatch(/^3\.1\./);
    expect(Object.keys(contract.paths)).toContain('/v1/topics/{topic}/events');
    const page = await get('/docs');
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(html).not.toMatch(/(?:src|href)="https?:/);
    for (const [, script] of html.matchAll(/src="([^"]+)"/g)) {
      expect((await fetch(new URL(script ?? '', page.url))).status).toBe(200);
    }
  });

  it('try operations out on the server that they came from, with no more filled in than is required', async () => {
    type Parameter = { readonly required?: boolean; readonly example?: unknown };
    type Contract = {
      readonly servers: readonly { readonly url: string }[];
      readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly parameters?: Parameter[] }>>>>;
    };
    const answer = await get('/docs/json');
    const { servers, paths } = (await answer.json()) as Contract;
    expect(servers.map(({ url }) => new URL(url, answer.url).href)).toEqual([new URL('/', answer.url).href]);
    const parameters = Object.values(paths).flatMap((methods) =>
      Object.values(methods).flatMap((operation) => operation.parameters ?? []),
    );
    expect(parameters.filter(({ required }) => required === true).length).toBeGreaterThan(0);
    for (const { required = false, example } of parameters) expect(example !== undefined).toBe(required);
    const contract = (await (await get('/openapi.json')).json()) as Contract;
    expect(Object.keys(paths)).toEqual(Object.keys(contract.paths));
    expect(contract.paths['/v1/topics']?.['get']?.parameters?.[0]).toHaveProperty('example');
  });

  it('explain every code where a problem points to', async () => {
    const { type, code } = (await (await get('/v1/topics/nothing')).json()) as { type: string; code: string };
    const [path, anchor] = type.split('#');
    expect(anchor).toBe(code);
    const page = await (await get(path ?? '')).text();
    for (const known of Object.keys(ERRORS)) expect(page).toContain(`id="${known}"`);
  });
});
