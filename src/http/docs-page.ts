// The page to read the contract and to try it out, at /docs. It has a copy of the contract of its own, made for that.
import fastifySwaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';

/** The page's own files alone, over whatever the server is reached by: it has no TLS that it could ask for. */
const PAGE_POLICY =
  "default-src 'self'; base-uri 'self'; font-src 'self' data:; frame-ancestors 'self'; img-src 'self' data:; " +
  "object-src 'none'; script-src 'self'; script-src-attr 'none'; style-src 'self'";

/** The server that the page came from, from /docs/json on: the policy lets the page reach no other one. */
const SERVERS = [{ url: '../', description: 'This server' }];

type Parameter = { readonly required?: boolean; readonly example?: unknown };
type Operation = { readonly parameters?: readonly Parameter[] };
type Contract = { readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>> };

/** The page sends every example that it is given, and some parameters exclude each other. */
function requiredExamples(parameter: Parameter): Parameter {
  const { example: _example, ...rest } = parameter;
  return parameter.required === true ? parameter : rest;
}

function toTryOut(contract: Contract): Record<string, unknown> {
  const paths = Object.entries(contract.paths ?? {}).map(([path, methods]) => {
    const operations = Object.entries(methods).map(([method, { parameters = [], ...operation }]) => [
      method,
      { ...operation, parameters: parameters.map(requiredExamples) },
    ]);
    return [path, Object.fromEntries(operations)];
  });
  return { ...contract, servers: SERVERS, paths: Object.fromEntries(paths) };
}

export async function serveDocsPage(app: FastifyInstance): Promise<void> {
  await app.register(fastifySwaggerUi, {
    routePrefix: '/docs',
    staticCSP: PAGE_POLICY,
    transformSpecification: toTryOut,
    transformSpecificationClone: false,
    // Without the bar at the top: it is for loading other documents, and its logo has a style that the policy refuses.
    uiConfig: { docExpansion: 'list', tryItOutEnabled: true, layout: 'BaseLayout' },
  });
}
