// What the push thread loads for the first subscription with `replies`: how producing judges events, with the schemas of their
// topics. It is the share of src/bus.ts in the push thread.
import type { Engine } from './engine/engine.js';
import { type EventsPlan, makeProducer } from './produce/produce.js';
import { TOPIC_FIELD } from './push/replies/reply-form.js';
import type { PlannedEvents, ReplyPlanner } from './push/replies/reply-planner.js';
import { makeSchemaCompiler } from './schemas/compile-schema.js';
import { makeValidatorCache } from './schemas/validator-cache.js';
import { makeTopicLookup } from './topics/topic-lookup.js';

export function makeReplyPlanner(engine: Engine): ReplyPlanner {
  const { registry } = engine;
  const { lookup: lookupTopic } = makeTopicLookup(registry);
  const { validatorFor, documentVersion } = makeValidatorCache(registry, makeSchemaCompiler());
  const producer = makeProducer({ engine, lookupTopic, validatorFor });
  const planned = ({ topic, incarnation, appends }: EventsPlan): PlannedEvents => ({
    ...{ topic, incarnation, appends },
    schemas: documentVersion(topic),
  });
  return {
    planEvents: (request) => planned(producer.plan({ ...request, callersField: TOPIC_FIELD })),
    planCloudEvents: (request) => planned(producer.planRequest(request)),
  };
}
