// The contract as a document: OpenAPI 3.1 made from the routes themselves, and the page to read it.
import fastifySwagger from '@fastify/swagger';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { VERSION } from '../config/version.js';
import { serveDocsPage } from './docs-page.js';
import { addExamples, type Paths } from './openapi-examples.js';
import type { Route } from './route.js';

const TAGS = [
  { name: 'topics', description: 'Named logs and their partitions' },
  { name: 'schemas', description: 'JSON Schemas that events are checked against' },
  { name: 'events', description: 'Produce and fetch' },
  { name: 'groups', description: 'Consumer groups whose members fetch over HTTP' },
  { name: 'subscriptions', description: 'Push to endpoints' },
  { name: 'operations', description: 'Probes, metrics, this document' },
];

const DESCRIPTION =
  'An event bus over plain HTTP: topics, partitions, keys, offsets and consumer groups as in Apache Kafka, with push ' +
  'to webhooks. Every error is a problem document (RFC 9457) with a stable `code`; `detail` says what to do next.';

type Media = { readonly schema: unknown; readonly example?: unknown };

/** Where the body is raw, its content types are declared beside the schema: the framework must not validate them. */
function transform(input: { schema: FastifySchema; url: string; route: { config?: { route?: Route } } }) {
  // A copy: the plugin moves examples out of schemas that several routes share.
  const own = structuredClone(input.schema);
  const declared = input.route.config?.route?.openapiBody;
  const { querystring, ...rest } = own;
  const { properties } = (querystring ?? {}) as { properties?: Record<string, unknown> };
  // An empty query is a rule for the validator and says nothing to a reader.
  const query = Object.keys(properties ?? {}).length === 0 ? {} : { querystring };
  if (declared === undefined) return { schema: { ...rest, ...query }, url: input.url };
  const content: Record<string, Media> = {};
  for (const [contentType, { schema, example }] of Object.entries(declared)) {
    content[contentType] = { schema: { ...(schema as object), examples: [example] } };
  }
  return { schema: { ...rest, ...query, body: { content } }, url: input.url };
}

export async function serveOpenapi(app: FastifyInstance): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Posthorn',
        version: VERSION,
        description: DESCRIPTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: 'http://127.0.0.1:8080', description: 'A server started with npm start' }],
      tags: TAGS,
    },
    transform: transform as never,
    transformObject: (input) => {
      if (!('openapiObject' in input)) throw new Error('the contract is OpenAPI 3');
      addExamples((input.openapiObject.paths ?? {}) as Paths);
      return input.openapiObject;
    },
    refResolver: {
      buildLocalReference: (json, _baseUri, _fragment, index) =>
        typeof json['$id'] === 'string' ? json['$id'] : `schema-${index}`,
    },
  });
  await serveDocsPage(app);
}
