// The contract with topics of one's own in it: what they take as an operation, what subscribers get as a webhook, and
// their schemas, so that a generated client knows the user's own event types.
import { PosthornError } from '../errors/posthorn-error.js';
import { OPENAPI_SCHEMAS_MAX_BYTES } from '../model/limits.js';
import type { JsonSchema } from '../schemas/schema-check.js';
import { componentsOf } from './portable-schema.js';
import { DELIVERY_HEADERS } from './shapes/delivery-headers.js';

type Described = Readonly<Record<string, unknown>>;
type Operation = Described & { readonly parameters: readonly Described[]; readonly responses: Described };

/** As much of an OpenAPI document as is read here. */
export type Contract = Described & {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: { readonly schemas: Described };
};

/** `versions`: oldest first; empty: any JSON value is an event. */
export type TypedTopic = {
  readonly topic: string;
  readonly versions: readonly { readonly version: number; readonly schema: unknown }[];
};

const PRODUCE_PATH = '/v1/topics/{topic}/events';

/** The base is left as it is. @throws INVALID_REQUEST where the schemas are too large together */
export function typedContract(base: Contract, topics: readonly TypedTopic[]): Contract {
  const schemas: Record<string, unknown> = { ...base.components.schemas };
  // What operations refer to keeps its name: a part of topic `a` can be called as topic `a.v1` is.
  const taken = new Set([
    ...Object.keys(schemas),
    ...topics.flatMap(({ topic, versions }) => versions.map(({ version }) => componentName(topic, version))),
  ]);
  let bytes = 0;
  for (const { topic, versions } of topics) {
    for (const { version, schema } of versions) {
      bytes += Buffer.byteLength(JSON.stringify(schema));
      if (bytes > OPENAPI_SCHEMAS_MAX_BYTES) throw tooLarge();
      Object.assign(schemas, componentsOf(componentName(topic, version), schema as JsonSchema, taken));
    }
  }
  const produce = base.paths[PRODUCE_PATH]?.['post'] as Operation;
  const names = distinctNames(topics);
  return {
    ...base,
    paths: {
      ...base.paths,
      ...Object.fromEntries(
        topics.map((topic) => [
          PRODUCE_PATH.replace('{topic}', topic.topic),
          { post: produceOperation(produce, topic, names.get(topic.topic) ?? '') },
        ]),
      ),
    },
    webhooks: Object.fromEntries(
      topics.map((topic) => [topic.topic, { post: webhookOperation(topic, names.get(topic.topic) ?? '') }]),
    ),
    components: { ...base.components, schemas },
  };
}

const componentName = (topic: string, version: number) => `${topic}.v${version}`;

function bodyOf({ topic, versions }: TypedTopic, description: string) {
  const newest = versions.at(-1);
  const schema = newest === undefined ? {} : { $ref: `#/components/schemas/${componentName(topic, newest.version)}` };
  return { required: true, description, content: { 'application/json': { schema } } };
}

/** As the call for any topic, with one event in JSON. */
function produceOperation(produce: Operation, topic: TypedTopic, name: string) {
  const { parameters, responses } = produce;
  return {
    operationId: `produce${name}Event`,
    summary: `Append an event to the topic ${topic.topic}`,
    tags: ['events'],
    parameters: parameters.filter((parameter) => parameter['in'] !== 'path'),
    requestBody: bodyOf(topic, 'The value of one event'),
    responses: { ...responses, 200: oneEventAnswer(responses['200']) },
  };
}

/** Of the forms of the answer, the one for one event. */
function oneEventAnswer(answer: unknown): unknown {
  type Answer = {
    readonly content: { readonly 'application/json': { readonly schema: { readonly anyOf: unknown[] } } };
  };
  const { content, ...described } = answer as Answer & Described;
  const { schema, ...media } = content['application/json'];
  return { ...described, content: { 'application/json': { ...media, schema: schema.anyOf[0] } } };
}

function webhookOperation(topic: TypedTopic, name: string) {
  const older = topic.versions.length > 1 ? ' Events that were appended earlier may follow an earlier version.' : '';
  return {
    operationId: `receive${name}Event`,
    summary: `An event of the topic ${topic.topic}`,
    description: `What the endpoint of a subscription is sent, with the default format and no batches.${older}`,
    tags: ['subscriptions'],
    parameters: DELIVERY_HEADERS,
    requestBody: bodyOf(topic, 'The very bytes that were produced'),
    responses: {
      '2XX': { description: 'Acknowledges the event' },
      '410': { description: 'Pauses the subscription, which keeps its lag' },
      default: { description: 'A failure: tried again by the schedule of the subscription, or dead-lettered' },
    },
  };
}

/** `order-items` and `order.items` would be one name. */
function distinctNames(topics: readonly TypedTopic[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    topics.map(({ topic }) => {
      const words = topic.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
      const own = words.map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`).join('');
      let free = own;
      for (let count = 2; taken.has(free); count += 1) free = `${own}${count}`;
      taken.add(free);
      return [topic, free];
    }),
  );
}

function tooLarge(): PosthornError {
  return new PosthornError(
    'INVALID_REQUEST',
    `The schemas of these topics have more than ${OPENAPI_SCHEMAS_MAX_BYTES} bytes together. Ask for fewer topics.`,
    { errors: [{ path: '/topics', message: 'have schemas too large for one document' }] },
  );
}
