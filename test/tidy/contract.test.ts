// The contract: generated from the routes, committed, complete, and true to the registry of codes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERRORS } from '#posthorn/errors/registry.js';
import { contractText } from '#posthorn/http/contract.js';
import { makeRoutes, type RouteDependencies } from '#posthorn/http/routes/table.js';
import { projectRoot } from '../harness/project-root.js';

type Media = { example?: unknown; examples?: unknown };
type Operation = {
  operationId: string;
  summary: string;
  tags: string[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { description: string; content?: Record<string, Media> }>;
};
type Contract = { paths: Record<string, Record<string, Operation>>; tags: { name: string }[] };

const text = await contractText();
const contract = JSON.parse(text) as Contract;
const routes = makeRoutes({} as RouteDependencies);
const operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ call: `${method.toUpperCase()} ${path}`, operation })),
);

const hasExample = (content: Record<string, Media> | undefined) =>
  Object.values(content ?? {}).some((media) => media.example !== undefined || media.examples !== undefined);

describe('the contract', () => {
  it('is committed as it is generated (npm run openapi writes it)', () => {
    expect(readFileSync(join(projectRoot, 'openapi/posthorn.json'), 'utf8')).toBe(text);
  });

  it('has every route and nothing else', () => {
    const declared = routes.map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`);
    expect(operations.map(({ call }) => call).sort()).toEqual(declared.sort());
  });

  it('names every operation once, with summary, known tags and an example', () => {
    const known = contract.tags.map(({ name }) => name);
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { call, operation } of operations) {
      expect(operation.summary, call).toMatch(/^[A-Z].{8,}/);
      expect(known, call).toEqual(expect.arrayContaining(operation.tags));
      const answers = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
      const shown = answers.some(([status, { content }]) => status === '204' || hasExample(content));
      expect(shown || hasExample(operation.requestBody?.content), `${call} has no example`).toBe(true);
    }
  });

  it('says of every operation which problems it answers, by codes of the registry at their status', () => {
    for (const { call, operation } of operations) {
      const answers = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400);
      expect(answers.length, call).toBeGreaterThan(2);
      for (const [status, { description, content }] of answers) {
        expect(Object.keys(content ?? {}), call).toEqual(['application/problem+json']);
        for (const code of description.split(', ')) {
          expect(ERRORS[code as keyof typeof ERRORS]?.status, `${call}: ${code}`).toBe(Number(status));
        }
      }
    }
  });

  it('refuses unknown fields wherever fields are declared', () => {
    for (const { url, schema } of routes) {
      for (const shape of [schema.querystring, schema.body] as (
        | { properties?: object; additionalProperties?: unknown }
        | undefined
      )[]) {
        if (shape?.properties !== undefined) expect(shape.additionalProperties, url).toBe(false);
      }
    }
  });
});
