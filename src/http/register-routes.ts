// From the table of routes to the framework: one scope for raw bodies, one for JSON.
import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify';
import { coercionHook } from './coercion.js';
import { type TSchema, Type } from './json-schema.js';
import { undecodableQuery } from './query-text.js';
import { makeBodyAdmission, refuseAnyBody, refuseBodyFields, useJsonBodies, useRawBodies } from './request-body.js';
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
  if (route.rawBody !== true) {
    const takesBody = route.openapiBody !== undefined || route.schema.body !== undefined;
    return (request, reply) => {
      if (!takesBody) refuseBodyFields(request.body);
      return route.handler(request, reply);
    };
  }
  return (request, reply) => {
    request.body ??= NO_BYTES;
    return route.handler(request, reply);
  };
}

type BodyLimit = { readonly maxBodyBytes: number; readonly whenTooLarge: string };

function bodyLimitOf({ rawBody, bodyLimit }: Route, { maxBodyBytes, maxControlBodyBytes }: BodyLimits): BodyLimit {
  if (bodyLimit !== undefined && bodyLimit <= maxBodyBytes) {
    return { maxBodyBytes: bodyLimit, whenTooLarge: 'Make it smaller: this call never takes more.' };
  }
  if (rawBody === true) {
    return { maxBodyBytes, whenTooLarge: 'Send it in several requests, or raise POSTHORN_MAX_BODY_BYTES.' };
  }
  const own = bodyLimit === undefined && maxControlBodyBytes <= maxBodyBytes;
  return {
    maxBodyBytes: own ? maxControlBodyBytes : maxBodyBytes,
    whenTooLarge: `Make it smaller, or raise ${own ? 'POSTHORN_MAX_CONTROL_BODY_BYTES' : 'POSTHORN_MAX_BODY_BYTES'}.`,
  };
}

export function registerRoutes(app: FastifyInstance, routes: readonly Route[], limits: BodyLimits): void {
  const admitBody = makeBodyAdmission();
  const add = (scope: FastifyInstance, route: Route) => {
    const { params, querystring, operationId } = route.schema;
    const coercion = coercionHook(params, querystring);
    const bodyLimit = bodyLimitOf(route, limits);
    const inUse = { operation: operationId, ...bodyLimit, mayTakeLong: route.scope === 'consume' };
    const admit = route.method === 'GET' ? refuseAnyBody : admitBody;
    scope.route({
      method: route.method,
      url: route.url,
      schema: schemaOf(route),
      bodyLimit: bodyLimit.maxBodyBytes,
      exposeHeadRoute: route.method === 'GET',
      config: { route },
      handler: handlerOf(route),
      onRequest: (request, reply, done) => {
        request.routeInUse = inUse;
        const undecodable = undecodableQuery(request.url);
        if (undecodable === undefined) admit(request, reply, done);
        else done(undecodable);
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
