// Which registered schemas can be referred to: those whose root has an absolute `$id`, over all topics and versions.
import type { Registry } from '../engine/engine.js';
import { LIST_MAX_LIMIT } from '../model/limits.js';
import type { JsonSchema } from './schema-check.js';
import { isNode, resolveUri, splitUri } from './schema-document.js';
import { versionsOf } from './stored-versions.js';

export type SchemaIds = {
  /** Of the version registered last, whichever topic it is of. `id`: absolute, without fragment. */
  newest(id: string): JsonSchema | undefined;
  /** Ends the listening to the engine. */
  close(): void;
};

type Known = { readonly version: number; readonly registeredAt: number };

/** Read at the first question, kept up to date from then on: most registrations refer to nothing. */
export function makeSchemaIds(registry: Registry): SchemaIds {
  const byTopic = new Map<string, ReadonlyMap<string, Known>>();
  const stale = new Set<string>();
  let loaded = false;
  const close = registry.onChange((signals) => {
    for (const { collection, name } of signals) if (loaded && collection === 'schemas') stale.add(name);
  });

  const read = (topic: string): void => {
    const ids = new Map<string, Known>();
    for (const { schema, version, registeredAt } of versionsOf(registry.get('schemas', topic))) {
      const id = rootId(schema);
      if (id !== undefined) ids.set(id, { version, registeredAt });
    }
    if (ids.size > 0) byTopic.set(topic, ids);
    else byTopic.delete(topic);
  };
  const refresh = (): void => {
    if (!loaded) {
      for (let after = ''; ; ) {
        const page = registry.list('schemas', { ...(after === '' ? {} : { after }), limit: LIST_MAX_LIMIT });
        for (const { name } of page) stale.add(name);
        if (page.length < LIST_MAX_LIMIT) break;
        after = page.at(-1)?.name ?? '';
      }
      loaded = true;
    }
    for (const topic of stale) read(topic);
    stale.clear();
  };

  return {
    newest(id) {
      refresh();
      let found: (Known & { readonly topic: string }) | undefined;
      for (const [topic, ids] of byTopic) {
        const known = ids.get(id);
        if (known !== undefined && (found === undefined || known.registeredAt >= found.registeredAt)) {
          found = { ...known, topic };
        }
      }
      if (found === undefined) return undefined;
      const { topic, version } = found;
      const versions = versionsOf(registry.get('schemas', topic));
      return versions.find((each) => each.version === version)?.schema as JsonSchema | undefined;
    },
    close,
  };
}

function rootId(schema: unknown): string | undefined {
  const id = isNode(schema) ? schema['$id'] : undefined;
  if (typeof id !== 'string' || !URL.canParse(id)) return undefined;
  return splitUri(resolveUri(id, ''))[0];
}
