// What a registration would make of a topic's versions: decided on data, so that trying it is the same as doing it.
import { PosthornError } from '../errors/posthorn-error.js';
import { type Compatibility, problemsWith, type VersionProblem } from './compatibility/modes.js';
import type { JsonSchema } from './schema-check.js';
import type { StoredVersion } from './stored-versions.js';

export type NextVersion = {
  /** The number it would get, or has where the schema is the latest one's. */
  readonly version: number;
  /** True: the latest version has this schema. */
  readonly known: boolean;
  readonly compatibility: Compatibility;
  /** Empty where the schema may follow. */
  readonly problems: readonly VersionProblem[];
};

/** `versions`: oldest first. `known`: the latest has this schema. `asked` undefined: its compatibility goes on. */
export async function nextVersion(
  versions: readonly StoredVersion[],
  schema: JsonSchema,
  known: boolean,
  asked: Compatibility | undefined,
): Promise<NextVersion> {
  const latest = versions.at(-1);
  const compatibility = asked ?? latest?.compatibility ?? 'none';
  if (latest !== undefined && known) {
    return { version: latest.version, known: true, compatibility, problems: [] };
  }
  const problems = await problemsWith(schema, versions, compatibility);
  return { version: (latest?.version ?? 0) + 1, known: false, compatibility, problems };
}

export function incompatibleSchema(topic: string, { compatibility, problems }: NextVersion): PosthornError {
  const [first] = problems;
  const errors = problems.map(({ path, rule, message }) => ({ path: `/schema${path}`, rule, message }));
  const more = problems.length > 1 ? ` (${problems.length} places in all, see errors)` : '';
  return new PosthornError(
    'INCOMPATIBLE_SCHEMA',
    `The schema is not ${compatibility} compatible with version ${first?.version} of topic '${topic}': ` +
      `/schema${first?.path}: ${first?.message} (${first?.rule})${more}. ` +
      `Change it, trying it with POST /v1/topics/${topic}/schema/check; or send "compatibility": "none" with it.`,
    { errors },
  );
}
