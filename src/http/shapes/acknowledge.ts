// What workers of a shared group say of the events that they hold.
import { LEASE_MAX_MS, LEASE_MIN_MS, NACK_MAX_DELAY_MS } from '../../model/group-limits.js';
import { Type } from '../json-schema.js';

const receipt = {
  topic: Type.String({ examples: ['images'] }),
  partition: Type.Integer({ minimum: 0, examples: [0] }),
  offset: Type.Integer({ minimum: 0, examples: [41] }),
  attempt: Type.Integer({ minimum: 1, description: 'As the fetch gave it', examples: [1] }),
};

/** Judged in full by consume/groups/shared: here only for the documentation. */
export const settlementFields = {
  ack: Type.Optional(
    Type.Array(Type.Object(receipt, { additionalProperties: false }), { description: 'Done: they never come again' }),
  ),
  nack: Type.Optional(
    Type.Array(
      Type.Object(
        {
          ...receipt,
          delayMs: Type.Optional(
            Type.Integer({
              minimum: 0,
              maximum: NACK_MAX_DELAY_MS,
              description: 'Due again after this, ms; default 0',
              examples: [60_000],
            }),
          ),
        },
        { additionalProperties: false },
      ),
      { description: 'Returned: another worker gets them, or, after maxAttempts, the dead letter topic' },
    ),
  ),
  extend: Type.Optional(
    Type.Array(
      Type.Object(
        {
          ...receipt,
          leaseMs: Type.Integer({
            minimum: LEASE_MIN_MS,
            maximum: LEASE_MAX_MS,
            description: 'Held for so long from now, ms',
            examples: [30_000],
          }),
        },
        { additionalProperties: false },
      ),
      { description: 'Still being worked on' },
    ),
  ),
};

export const acknowledgeBody = Type.Object(
  {
    memberId: Type.Optional(
      Type.String({ description: 'Only what this member holds; default: whoever holds it', examples: ['worker-1'] }),
    ),
    ...settlementFields,
  },
  { additionalProperties: false },
);

const count = (what: string) => Type.Integer({ description: `How many events were ${what}`, examples: [1] });

export const acknowledgeShape = Type.Object({
  group: Type.String({ examples: ['resizers'] }),
  ack: count('finished'),
  nack: count('returned'),
  extend: count('held on to'),
});
