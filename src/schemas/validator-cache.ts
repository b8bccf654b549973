// What every produce asks: the validator of a topic's latest schema, compiled once and forgotten when the schema changes.
import type { Registry } from '../engine/engine.js';
import type { CompileSchema, SchemaValidator } from './compile-schema.js';
import { versionsOf } from './stored-versions.js';

export type ValidatorCache = {
  /** Undefined where the topic has no schema. The same object until the topic's schema changes. */
  validatorFor(topic: string): SchemaValidator | undefined;
  latestVersion(topic: string): number | undefined;
  /** Version of the document that the validator is of; 0 where the topic has no schema. */
  documentVersion(topic: string): number;
  close(): void;
};

export function makeValidatorCache(
  registry: Pick<Registry, 'get' | 'onChange'>,
  compile: CompileSchema,
): ValidatorCache {
  const validators = new Map<string, SchemaValidator | undefined>();
  // Apart from the validators: describing topics must not compile their schemas.
  const latestVersions = new Map<string, number | undefined>();
  const documentVersions = new Map<string, number>();
  const latestOf = (topic: string) => versionsOf(registry.get('schemas', topic)).at(-1);
  const close = registry.onChange((signals) => {
    for (const { collection, name } of signals) {
      if (collection !== 'schemas') continue;
      validators.delete(name);
      latestVersions.delete(name);
      documentVersions.delete(name);
    }
  });

  const load = (topic: string): SchemaValidator | undefined => {
    const stored = registry.get('schemas', topic);
    const latest = versionsOf(stored).at(-1);
    const validator = latest === undefined ? undefined : compile(latest.schema, latest.version);
    validators.set(topic, validator);
    documentVersions.set(topic, stored?.version ?? 0);
    return validator;
  };

  return {
    validatorFor: (topic) => (validators.has(topic) ? validators.get(topic) : load(topic)),
    latestVersion(topic) {
      if (!latestVersions.has(topic)) latestVersions.set(topic, latestOf(topic)?.version);
      return latestVersions.get(topic);
    },
    documentVersion(topic) {
      if (!documentVersions.has(topic)) load(topic);
      return documentVersions.get(topic) ?? 0;
    },
    close,
  };
}
