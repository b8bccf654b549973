// POST /v1/filters/check: which of some sample events a filter lets pass. Nothing is stored.
import type { FilterCheck } from '../../filters/check-filter.js';
import { FILTER_CHECK_BODY_MAX_BYTES, FILTER_CHECK_MAX_EVENTS } from '../../model/filter-limits.js';
import { Type } from '../json-schema.js';
import type { Route } from '../route.js';
import { filterCheckShape, filterField } from '../shapes/filter.js';
import { problems } from '../shapes/problem.js';
import { envelopeEventShape } from '../shapes/produce.js';

const OPENAPI_BODY: Route['openapiBody'] = {
  'application/json': {
    schema: Type.Object(
      {
        filter: filterField,
        events: Type.Array(envelopeEventShape, { minItems: 1, maxItems: FILTER_CHECK_MAX_EVENTS }),
      },
      { additionalProperties: false },
    ),
    example: {
      filter: { match: { '/total': { gt: 10 } } },
      events: [{ value: { total: 12.5 } }, { value: { total: 3 }, key: 'c-7', headers: { region: 'eu-1' } }],
    },
  },
};

export const checkFilterRoute = (check: FilterCheck): Route => ({
  method: 'POST',
  url: '/v1/filters/check',
  scope: 'consume',
  rawBody: true,
  bodyLimit: FILTER_CHECK_BODY_MAX_BYTES,
  openapiBody: OPENAPI_BODY,
  schema: {
    operationId: 'checkFilter',
    summary: 'Try a filter on sample events',
    description: 'Nothing is stored. The events say themselves what they have: key, headers, content type.',
    tags: ['events'],
    response: {
      200: filterCheckShape,
      ...problems(
        'INVALID_FILTER',
        'INVALID_JSON',
        'INVALID_UTF8',
        'INVALID_RECORD',
        'EMPTY_REQUEST',
        'MESSAGE_TOO_LARGE',
        'UNSUPPORTED_MEDIA_TYPE',
        'REQUEST_TIMED_OUT',
        'THROTTLING_QUOTA_EXCEEDED',
      ),
    },
  },
  handler: (request) => check({ body: request.body as Buffer, headers: request.headers }),
});
