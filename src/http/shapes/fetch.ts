// The answer to a fetch in its three forms.
import { Type } from '../json-schema.js';
import { eventShape } from './event.js';
import { topicNameField } from './topic.js';

const fetchedShape = Type.Object({
  topic: topicNameField,
  partition: Type.Integer({ examples: [0] }),
  logStartOffset: Type.Integer({ examples: [0] }),
  highWatermark: Type.Integer({ examples: [1042] }),
  nextOffset: Type.Integer({ description: 'Where the next fetch goes on', examples: [1042] }),
  events: Type.Array(eventShape),
});

const exampleEvent = {
  offset: 1041,
  timestamp: 1_767_225_600_000,
  key: 'A-17',
  headers: {},
  schemaVersion: 1,
  value: { orderId: 'A-17' },
};

const position = (description: string, example: number) => ({
  description,
  type: 'integer',
  examples: [example],
});

/** Several media types: the framework hands such an answer on without serialising it. */
export const fetchResponse = Type.Unsafe({
  description: 'The events',
  headers: {
    'posthorn-log-start-offset': position('Oldest readable offset', 0),
    'posthorn-high-watermark': position('First offset not yet readable', 1042),
    'posthorn-base-offset': position('Offset of the first event in the answer', 1041),
    'posthorn-next-offset': position('Where the next fetch goes on', 1042),
  },
  content: {
    'application/json': { schema: fetchedShape },
    'application/x-ndjson': {
      schema: { type: 'string', description: 'One event a line', examples: [`${JSON.stringify(exampleEvent)}\n`] },
    },
    'application/vnd.posthorn.values+x-ndjson': {
      schema: { type: 'string', description: 'One value a line', examples: ['{"orderId":"A-17"}\n'] },
    },
  },
});
