// A transaction as it is asked for, and what it comes to.
import { Type } from '../json-schema.js';
import { envelopeEventShape, eventResultShape } from './produce.js';

const group = Type.String({ examples: ['billing'] });
const topic = Type.String({ examples: ['payments'] });
const partition = Type.Integer({ minimum: 0, examples: [0] });
const offset = Type.Integer({
  minimum: 0,
  description: 'The next one that the group needs: one above the last that is done',
  examples: [42],
});
const offsets = Type.Array(Type.Object({ topic, partition, offset }, { additionalProperties: false }), { minItems: 1 });

/** Judged in full by transactions/transaction-body.ts and by produce: here only for the documentation. */
export const transactionBody = Type.Object(
  {
    produce: Type.Optional(
      Type.Array(
        Type.Object(
          {
            topic: Type.String({ examples: ['receipts'] }),
            events: Type.Array(envelopeEventShape, { minItems: 1 }),
          },
          { additionalProperties: false },
        ),
        { description: 'Events, as in POST /v1/topics/{topic}/batches' },
      ),
    ),
    commit: Type.Optional(
      Type.Array(
        Type.Object(
          {
            group,
            memberId: Type.Optional(
              Type.String({ description: 'Of the member that was handed the events; goes with generation' }),
            ),
            generation: Type.Optional(Type.Integer({ minimum: 0, description: 'As the last fetch answered it' })),
            offsets,
          },
          { additionalProperties: false },
        ),
        { description: 'Committed offsets, as in POST /v1/groups/{group}/offsets; each group once' },
      ),
    ),
  },
  { additionalProperties: false },
);

export const transactionShape = Type.Object(
  {
    produce: Type.Array(Type.Object({ topic: Type.String(), results: Type.Array(eventResultShape) }), {
      description: 'In the order of the request, as are the results',
    }),
    commit: Type.Array(Type.Object({ group, offsets })),
    timestamp: Type.Integer({ description: 'Time of the commit, ms since the epoch', examples: [1_767_225_600_000] }),
    duplicate: Type.Boolean({
      description: 'The transaction was committed before, under this idempotency-key: the answer is the first one’s',
    }),
  },
  {
    examples: [
      {
        produce: [{ topic: 'receipts', results: [{ partition: 0, offset: 7, duplicate: false }] }],
        commit: [{ group: 'billing', offsets: [{ topic: 'payments', partition: 0, offset: 42 }] }],
        timestamp: 1_767_225_600_000,
        duplicate: false,
      },
    ],
  },
);
