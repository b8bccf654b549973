// How a subscription treats its endpoint, as it is put; and what is known of the endpoint, as it is shown.
import { DISABLE_AFTER_DEFAULT_MS, RATE_LIMIT_MAX_REQUESTS } from '../../model/limits.js';
import { Type } from '../json-schema.js';

export const healthFields = {
  rateLimit: Type.Optional(
    Type.Object(
      {
        requests: Type.Integer({ minimum: 1, maximum: RATE_LIMIT_MAX_REQUESTS, examples: [50] }),
        perMs: Type.Optional(Type.Integer({ default: 1_000, description: 'Milliseconds', examples: [1_000] })),
        burst: Type.Optional(
          Type.Integer({ description: 'How many may begin at once; default: what 100 ms give', examples: [5] }),
        ),
      },
      {
        description: 'At most so many requests in so long, retries and probes among them. Default: no limit',
        examples: [{ requests: 50, perMs: 1_000 }],
      },
    ),
  ),
  disableAfterMs: Type.Optional(
    Type.Integer({
      default: DISABLE_AFTER_DEFAULT_MS,
      description: 'The subscription is paused when for so long no request has succeeded; -1: never',
      examples: [DISABLE_AFTER_DEFAULT_MS],
    }),
  ),
};

export const healthField = Type.Object(
  {
    state: Type.Union([Type.Literal('closed'), Type.Literal('open'), Type.Literal('half-open')], {
      description:
        '`closed`: it is well. `open`: it is plainly down; one probe at a time is sent, with growing pauses, and lag grows. ' +
        '`half-open`: a probe has succeeded; a few more must',
      examples: ['closed'],
    }),
    since: Type.Optional(Type.Integer({ description: 'Milliseconds since the epoch', examples: [1_767_225_600_000] })),
    failureRate: Type.Optional(
      Type.Number({ description: 'Share of the requests of the last 30 seconds that failed', examples: [0] }),
    ),
    inFlightLimit: Type.Optional(
      Type.Integer({ description: 'Requests that may run at once now, up to `maxInFlight`', examples: [32] }),
    ),
    nextProbeAt: Type.Optional(Type.Integer({ description: 'Nothing is sent before', examples: [1_767_225_601_000] })),
    failingSince: Type.Optional(
      Type.Integer({ description: 'No request has succeeded since', examples: [1_767_225_600_000] }),
    ),
  },
  { description: 'Of the endpoint. What is not kept over a restart is shown while the subscription is active' },
);
