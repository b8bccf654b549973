// Values to test the subscribers of a topic with: one that its schema allows, or what is wrong with one that was given.
import type { Engine } from '../../engine/engine.js';
import type { ErrorPlace } from '../../errors/posthorn-error.js';
import type { SchemaValidator } from '../compile-schema.js';
import type { JsonSchema } from '../schema-check.js';
import { versionsOf } from '../stored-versions.js';
import { sampleOf } from './sample.js';

export type TopicSamples = {
  /** JSON; of a topic without a schema a small object. Undefined: no value was found that the schema allows. */
  sampleFor(topic: string): string | undefined;
  /** @param value JSON */
  problemsOf(topic: string, value: Uint8Array): readonly ErrorPlace[];
};

const ANY_SAMPLE = '{"posthorn":"test"}';

export function makeTopicSamples(
  registry: Pick<Engine['registry'], 'get'>,
  validatorFor: (topic: string) => SchemaValidator | undefined,
): TopicSamples {
  return {
    sampleFor: (topic) => {
      const latest = versionsOf(registry.get('schemas', topic)).at(-1);
      const validator = latest === undefined ? undefined : validatorFor(topic);
      if (latest === undefined || validator === undefined) return ANY_SAMPLE;
      const found = sampleOf(latest.schema as JsonSchema, (value) => validator.validate(value).length === 0);
      return found === undefined ? undefined : JSON.stringify(found.value);
    },
    problemsOf: (topic, value) => {
      const parsed: unknown = JSON.parse(Buffer.from(value).toString('utf8'));
      const problems = validatorFor(topic)?.validate(parsed) ?? [];
      return problems.map((problem) => ({ ...problem, path: `/value${problem.path ?? ''}` }));
    },
  };
}
