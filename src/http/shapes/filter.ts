// Filters of events, for the documentation.
import { Type } from '../json-schema.js';

const FILTER = { match: { '/total': { gt: 10 }, '/currency': 'EUR' } };

export const EXAMPLE_FILTER = JSON.stringify(FILTER);

export const FILTER_DESCRIPTION =
  'A filter is an object with one dialect, or a list of such objects, which all must hold. ' +
  '`match`: JSON pointers into the value, each with a condition; a value that is not JSON never matches. ' +
  '`key`: a condition on the key. `headers`: header names, each with a condition. ' +
  'A condition is a string, number, boolean or null, which must be equal (integers of 64 bits are not rounded), or an ' +
  'object of `eq`, `ne` (also where there is nothing), `in`, `gt`, `gte`, `lt`, `lte`, `prefix`, `suffix`, `exists` and ' +
  '`anything-but` (there is something else), which hold together. ' +
  '`exact`, `prefix`, `suffix`: attributes of a CloudEvent, each with a text; other events have none. ' +
  '`sql`: an expression of CloudEvents SQL 1.0 over such attributes, all of them texts; it must come out as true. ' +
  '`all`, `any`: a list of filters; `not`: a filter.';

/** A filter as a field of a body. */
export const filterField = Type.Unsafe({ description: FILTER_DESCRIPTION, examples: [FILTER] });

/** Of a subscription. */
export const subscriptionFilterField = Type.Unsafe({
  description:
    `Which events it wants: the others cost no request, and move its offsets. ${FILTER_DESCRIPTION} An event for which it can't ` +
    'be evaluated does not pass. Another filter holds from the next event on; what was taken stays owed as it was. Integers ' +
    'go to 2^53 - 1 here. Fetches by its name, while it is paused, are filtered too; `lag` and `lost` count all events',
  examples: [FILTER],
});

const verdictShape = Type.Object({
  matches: Type.Boolean({ description: 'The event passes', examples: [true] }),
  error: Type.Optional(
    Type.Object(
      {
        kind: Type.String({
          description: 'cast, math, missingAttribute, functionEvaluation or generic',
          examples: ['missingAttribute'],
        }),
        message: Type.String({ examples: ['the event has no attribute subject'] }),
      },
      { description: 'Why an expression of the filter could not be evaluated for this event, and so did not hold' },
    ),
  ),
});

export const filterCheckShape = Type.Object({
  results: Type.Array(verdictShape, {
    description: 'One an event, in their order',
    examples: [[{ matches: true }, { matches: false }]],
  }),
});
