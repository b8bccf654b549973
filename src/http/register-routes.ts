// From the table of routes to the framework: one scope for raw bodies, one for JSON.
import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify';
import { type TSchema, Type } from 'typebox';
import { coercionHook } from './coercion.js';
import { makeBodyAdmission, useJsonBodies, useRawBodies } from './request-body.js';
import type { Route } from './route.js';
import { PROBLEM_CONTENT_TYPE } from './shapes/problem.js';

type BodyLimits = { readonly maxBodyBytes: number; readonly maxControlBodyBytes: number };

// Without a declared query there is none: an unknown field is refused, never ignored.
const NO_QUERY = Type.Object({}, { additionalProperties: false });
const FIRST_PROBLEM_STATUS = 400;
const NO_BYTES = Buffer.alloc(0);

function responsesOf(route: Route): Record<string, unknown> {
  const entries = Object.entries(route.schema.response ?? {}).map(([status, schema]): [string, unknown] => {
    if (Number(status) < FIRST_PROBLEM_STATUS) return [status, schema];
    const { description, ...shape } = schema as TSchema & { description?: string };
    const codes = description ?? 'Problem';
    return [status, { description: codes, content: { [PROBLEM_CONTENT_TYPE]: { schema: shape } } }];
  });
  return Object.fromEntries(entries);
}

function schemaOf(route: Route): FastifySchema {
  const { response: _response, params, querystring, headers, body, ...described } = route.schema;
  return {
    ...described,
    querystring: querystring ?? NO_QUERY,
    ...(params === undefined ? {} : { params }),
    ...(headers === undefined ? {} : { headers }),
    ...(body === undefined ? {} : { body }),
    response: responsesOf(route),
  } as FastifySchema;
}

function handlerOf(route: Route): RouteOptions['handler'] {
  if (route.rawBody !== true) return (request, reply) => route.handler(request, reply);
  return (request, reply) => {
    request.body ??= NO_BYTES;
    return route.handler(request, reply);
  };
}

export function registerRoutes(app: FastifyInstance, routes: readonly Route[], limits: BodyLimits): void {
  const admitBody = makeBodyAdmission();
  const add = (scope: FastifyInstance, route: Route) => {
    const { params, querystring, operationId } = route.schema;
    const coercion = coercionHook(params, querystring);
    const standard = route.rawBody === true ? limits.maxBodyBytes : limits.maxControlBodyBytes;
    const maxBodyBytes = Math.min(route.bodyLimit ?? standard, limits.maxBodyBytes);
    const inUse = { operation: operationId, maxBodyBytes, mayTakeLong: route.scope === 'consume' };
    scope.route({
      method: route.method,
      url: route.url,
      schema: schemaOf(route),
      bodyLimit: maxBodyBytes,
      config: { route },
      handler: handlerOf(route),
      onRequest: (request, reply, done) => {
        request.routeInUse = inUse;
        if (route.method === 'GET') done();
        else admitBody(request, reply, done);
      },
      ...(coercion === undefined ? {} : { preValidation: coercion }),
    });
  };
  app.register((scope, _options, done) => {
    useRawBodies(scope);
    for (const route of routes) if (route.rawBody === true) add(scope, route);
    done();
  });
  app.register((scope, _options, done) => {
    useJsonBodies(scope);
    for (const route of routes) if (route.rawBody !== true) add(scope, route);
    done();
  });
}
