// How a call of the API is declared: one file per route under routes/, all of them listed in routes/table.ts.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TSchema } from './json-schema.js';

/** What a key must be allowed to do to use the call; `public` needs none. */
export type Scope = 'public' | 'admin' | 'produce' | 'consume';

export type RouteSchema = {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly params?: TSchema;
  /** Unknown query fields are refused by name: declare with `additionalProperties: false`. */
  readonly querystring?: TSchema;
  readonly headers?: TSchema;
  /** Absent with `rawBody` true: the handler gets the bytes. */
  readonly body?: TSchema;
  /** By status. Every route documents its problem responses with `problems(...)`. */
  readonly response?: Readonly<Record<number, TSchema>>;
};

export type Route = {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly url: string;
  readonly scope: Scope;
  readonly schema: RouteSchema;
  /** true: `request.body` is the Buffer as it came, whatever its content type. */
  readonly rawBody?: boolean;
  /** Bytes; default: the limit of JSON control bodies. */
  readonly bodyLimit?: number;
  /** Content types and examples for the OpenAPI document where the body is raw, `{[contentType]: {schema, example}}`. */
  readonly openapiBody?: Readonly<Record<string, { readonly schema: unknown; readonly example: unknown }>>;
  readonly handler: (request: FastifyRequest, reply: FastifyReply) => unknown;
};
