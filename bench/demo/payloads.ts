// GitHub's own webhook bodies, as its documentation collects them: the real input of the demo.
import { createRequire } from 'node:module';

type Example = { readonly repository?: { readonly full_name?: string } };
type Definition = { readonly name: string; readonly examples: readonly Example[] };

export type Payload = {
  /** GitHub's name of the event, sent as `x-github-event`. */
  readonly event: string;
  readonly key: string;
  readonly body: Buffer;
};

/** Of the payloads that belong to no repository. */
const NO_REPOSITORY = 'no-repository';

/** Holds for all of GitHub's payloads: an object; where there is an action, a repository or a sender, of this form. */
export const PAYLOAD_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  minProperties: 1,
  properties: {
    action: { type: 'string' },
    sender: {
      type: 'object',
      properties: { login: { type: 'string' }, id: { type: 'integer' } },
      required: ['login', 'id'],
    },
    repository: {
      type: 'object',
      properties: { full_name: { type: 'string' } },
      required: ['full_name'],
    },
  },
};

export function githubPayloads(): Payload[] {
  const definitions = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Definition[];
  return definitions.flatMap(({ name, examples }) =>
    examples.map((example) => ({
      event: name,
      key: example.repository?.full_name ?? NO_REPOSITORY,
      body: Buffer.from(JSON.stringify(example)),
    })),
  );
}
