// What every failed call answers (RFC 9457), and which codes a route may answer, for the OpenAPI document.

import { ERRORS, type ErrorCode } from '../../errors/registry.js';
import { type TSchema, Type } from '../json-schema.js';

export const PROBLEM_CONTENT_TYPE = 'application/problem+json';

export const problemShape = Type.Object(
  {
    type: Type.String({ description: 'Where the code is explained', examples: ['/docs/errors#INVALID_REQUEST'] }),
    title: Type.String({ examples: ['The request is not valid'] }),
    status: Type.Integer({ examples: [400] }),
    detail: Type.String({
      description: 'What to do next',
      examples: ["The query field 'ofset' is unknown. Allowed: offset, maxEvents."],
    }),
    code: Type.String({ description: 'Stable; branch on this', examples: ['INVALID_REQUEST'] }),
    requestId: Type.Optional(Type.String({ examples: ['k3v9x2-1'] })),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          index: Type.Optional(Type.Integer({ description: 'Which event of the request, from 0' })),
          path: Type.Optional(Type.String({ description: 'JSON pointer into it, or into the body, query or path' })),
          rule: Type.Optional(Type.String({ description: 'What it breaks, where rules have names' })),
          message: Type.String(),
        }),
      ),
    ),
  },
  { $id: 'Problem', additionalProperties: true, description: 'What went wrong and what to do next' },
);

/** Of a call that takes no body, or an empty object. */
export const BODY_CODES: readonly ErrorCode[] = [
  'MESSAGE_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'INVALID_JSON',
  'INVALID_UTF8',
];

export type ProblemResponses = Readonly<Record<number, TSchema>>;

/** Codes of every call: what its middleware may answer. */
const COMMON: readonly ErrorCode[] = ['INVALID_REQUEST', 'HEADERS_TOO_LARGE', 'SHUTTING_DOWN', 'UNKNOWN_SERVER_ERROR'];

/** Response schemas by status for the codes that a route may answer, besides those that every route may. */
export function problems(...codes: readonly ErrorCode[]): ProblemResponses {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set([...codes, ...COMMON])) {
    const { status } = ERRORS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const responses: Record<number, TSchema> = {};
  for (const [status, ofStatus] of byStatus) {
    responses[status] = Type.Unsafe({ $ref: 'Problem#', description: ofStatus.join(', ') });
  }
  return responses;
}
