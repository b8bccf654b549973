// What a tail sends, for the documentation.
import { Type } from '../json-schema.js';

const EXAMPLE = `: tail of orders

retry: 2000
id: 0:1041,1:99

id: 0:1042,1:99
event: event
data: {"topic":"orders","partition":0,"offset":1041,"timestamp":1767225600000,"key":"A-17","headers":{},"value":{"orderId":"A-17"}}

`;

export const tailResponse = Type.Unsafe({
  description: 'Server-sent events, until the client closes, the topic is deleted or the server stops',
  content: {
    'text/event-stream': {
      schema: {
        type: 'string',
        description:
          '`event: event`: `data` is an event as a fetch shows it, with `topic` and `partition`; its `id` names the ' +
          'offset that comes next in every partition (`0:1042,1:99`; a partition not named begins at its log start). ' +
          '`event: lost`: offsets `from` to `to` (exclusive) of `partition` were deleted before they were read. ' +
          '`event: end`: the topic was deleted. An `id` alone is a position, comments keep the connection alive.',
        examples: [EXAMPLE],
      },
    },
  },
});
