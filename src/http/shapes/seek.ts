// A seek as it is asked for, and what it comes to.

import { SUBSCRIPTION_MAX_REPLAYS } from '../../model/limits.js';
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

const offsets = Type.Array(
  Type.Object({ ...place, offset: Type.Integer({ examples: [1000] }) }, { additionalProperties: false }),
  { description: 'Each partition once', minItems: 1 },
);
const time = Type.Integer({
  description: 'To the first event at or after it, milliseconds since the epoch',
  examples: [1_767_225_600_000],
});
const point = Type.Union([
  Type.Union([Type.Literal('earliest'), Type.Literal('latest')], { examples: ['earliest'] }),
  Type.Object({ timestamp: time }, { additionalProperties: false }),
  Type.Object({ offsets }, { additionalProperties: false }),
]);

const moves = [
  Type.Object(
    { to: Type.Union([Type.Literal('earliest'), Type.Literal('latest')], { examples: ['earliest'] }), ...narrowed },
    { additionalProperties: false },
  ),
  Type.Object({ timestamp: time, ...narrowed }, { additionalProperties: false }),
  Type.Object({ offsets }, { additionalProperties: false }),
] as const;

/** Judged in full by model/seek-body.ts, so that its messages reach the caller: here only for the documentation. */
export const groupSeekBody = Type.Union(moves);

/** The same of a subscription. */
export const seekBody = Type.Union([
  ...moves,
  Type.Object(
    {
      range: Type.Object({ from: point, to: point, ...narrowed }, { additionalProperties: false }),
    },
    {
      additionalProperties: false,
      description:
        '`from` up to, and without, `to`: sent once more beside the live flow, which does not move. Offsets name the ' +
        'partitions that take part, and then `topics` is left out.',
    },
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

const matching = Type.Optional(
  Type.Integer({
    description:
      "Of a dry run: how many of the replayed events the subscription's filter lets pass. Absent where it has none, and where " +
      'they are too many to look at: `replayed` counts them all',
    examples: [12],
  }),
);

const dryRun = Type.Boolean({ description: 'Nothing was changed', examples: [false] });

const movedFields = {
  dryRun,
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
};

/** Of a group. */
export const movedShape = Type.Object(movedFields);

const inRange = Type.Integer({ description: 'Events of the range', examples: [40] });
const rangeFields = {
  ...place,
  from: Type.Integer({ description: 'First offset', examples: [1000] }),
  to: Type.Integer({ description: 'First offset that is no longer part of it', examples: [1040] }),
};
export const replayIdField = Type.String({
  description: 'The id of a replay, as the seek answered it',
  examples: ['b2c7f0de-6f3b-4d1a-8e57-c0b6e921a4f0'],
});

const replayBegunShape = Type.Object({
  dryRun,
  replay: Type.Optional({
    ...replayIdField,
    description: 'The id of the replay that was begun; absent after a dry run, and where the range holds no event',
  }),
  replayed: inRange,
  matching,
  ranges: Type.Array(Type.Object({ ...rangeFields, replayed: inRange })),
});

export const seekShape = Type.Union([Type.Object({ ...movedFields, matching }), replayBegunShape]);

const unfinished = Type.Integer({
  description: 'Unfinished deliveries below the committed offset: under way, or waiting for their next attempt',
  examples: [0],
});

export const replayShape = Type.Object({
  id: replayIdField,
  at: Type.Integer({ description: 'When it was begun, milliseconds since the epoch', examples: [1_767_225_600_000] }),
  replayed: Type.Integer({ description: 'Events below its committed offsets', examples: [30] }),
  remaining: Type.Integer({ description: 'Events from there on', examples: [10] }),
  parked: unfinished,
  lost: Type.Integer({
    description: 'Events that a trim or retention deleted before they were replayed',
    examples: [0],
  }),
  ranges: Type.Array(
    Type.Object({
      ...rangeFields,
      committedOffset: Type.Integer({ description: 'Everything below is delivered or parked', examples: [1030] }),
      parked: unfinished,
    }),
  ),
});
export const replaysField = Type.Array(replayShape, {
  description: `The replays that run, oldest first; ${SUBSCRIPTION_MAX_REPLAYS} at most`,
});
