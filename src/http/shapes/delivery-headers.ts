// The headers of a delivery, for the webhooks of the contract; push/delivery.ts sends them.

type Kind = 'string' | 'integer';

const header = (name: string, type: Kind, example: unknown, description: string, required = true) => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type },
  example,
});

export const DELIVERY_HEADERS = [
  header('webhook-id', 'string', 'msg_2f9c6f3b8d1a4e57c0b6e921_41', 'The same on every attempt'),
  header('webhook-timestamp', 'integer', 1_767_225_600, 'Seconds since the epoch; signed'),
  header('webhook-signature', 'string', 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=', 'Standard Webhooks'),
  header('posthorn-subscription', 'string', 'mailer', 'The name of the subscription'),
  header('posthorn-topic', 'string', 'orders', 'The topic of the event'),
  header('posthorn-partition', 'integer', 0, 'Its partition'),
  header('posthorn-offset', 'integer', 41, 'Its offset; -1 in a test delivery'),
  header(
    'posthorn-previous-offset',
    'integer',
    40,
    'The offset that this subscription got before, since it was last moved, or in this replay; -1: none',
  ),
  header('posthorn-attempt', 'integer', 1, 'From 1'),
  header('posthorn-timestamp', 'integer', 1_767_225_600_000, 'Of the event, milliseconds since the epoch'),
  header('posthorn-key', 'string', 'c-7', 'The key of the event, if it has one', false),
  header('posthorn-tombstone', 'string', 'true', 'The event is a tombstone', false),
  header('posthorn-replay', 'string', 'b2c7f0de-6f3b-4d1a-8e57-c0b6e921a4f0', 'In a replay alone: its id', false),
  header('posthorn-test', 'string', 'true', 'In a test delivery alone: the event is stored nowhere', false),
  header('traceparent', 'string', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', 'W3C Trace Context'),
];
