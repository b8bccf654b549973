// A seek as it is asked for, and what it comes to.

import { Type } from '../json-schema.js';

const place = {
  topic: Type.String({ examples: ['orders'] }),
  partition: Type.Integer({ examples: [0] }),
};
const narrowed = {
  topics: Type.Optional(
    Type.Array(Type.String(), { description: 'Only these of its topics, by name', examples: [['orders']] }),
  ),
};

/** Judged in full by push/seek-body.ts, so that its messages reach the caller: here only for the documentation. */
export const seekBody = Type.Union([
  Type.Object(
    { to: Type.Union([Type.Literal('earliest'), Type.Literal('latest')], { examples: ['earliest'] }), ...narrowed },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      timestamp: Type.Integer({
        description: 'To the first event at or after it, milliseconds since the epoch',
        examples: [1_767_225_600_000],
      }),
      ...narrowed,
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      offsets: Type.Array(
        Type.Object({ ...place, offset: Type.Integer({ examples: [1000] }) }, { additionalProperties: false }),
        { description: 'The partitions that move, each once', minItems: 1 },
      ),
    },
    { additionalProperties: false },
  ),
]);

const replayed = Type.Integer({
  description: 'Events from the new offset up to the committed one: they are sent again',
  examples: [40],
});
const skipped = Type.Integer({
  description:
    'Events that were not delivered and will not be: from the committed offset up to the new one, and those below the new one that were under way or waited for their next attempt',
  examples: [0],
});

export const seekShape = Type.Object({
  dryRun: Type.Boolean({ description: 'Nothing was changed', examples: [false] }),
  replayed,
  skipped,
  offsets: Type.Array(
    Type.Object({
      ...place,
      committedOffset: Type.Integer({ description: 'Before the seek', examples: [1040] }),
      newOffset: Type.Integer({ description: 'The next event is this one', examples: [1000] }),
      replayed,
      skipped,
    }),
  ),
});
