// Compatibility as a topic chooses it: in which direction a new schema is compared, and with which earlier versions.
import { COMPATIBILITY_MAX_STEPS, COMPATIBILITY_MAX_STEPS_IN_ALL } from '../../model/limits.js';
import type { JsonSchema } from '../schema-check.js';
import { type Compared, checkCompatibility } from './check-compatibility.js';
import type { CompatibilityProblem } from './rules.js';

/**
 * `backward`: the new schema takes all that the earlier one allows, so new readers can read old events. `forward`: the
 * earlier one takes all that the new one allows. `full`: both. With the latest version, `…-transitive` with every version.
 */
export const COMPATIBILITIES = [
  'none',
  'backward',
  'forward',
  'full',
  'backward-transitive',
  'forward-transitive',
  'full-transitive',
] as const;

export type Compatibility = (typeof COMPATIBILITIES)[number];

export const isCompatibility = (value: unknown): value is Compatibility =>
  (COMPATIBILITIES as readonly unknown[]).includes(value);

type EarlierVersion = { readonly version: number; readonly schema: unknown };

/** `version`: the earlier one that the schema breaks with. `path`: a JSON pointer into the new schema. */
export type VersionProblem = CompatibilityProblem & { readonly version: number };

/**
 * Newest version first; empty where the schema may follow. `earlier`: oldest first. Lets other work through between two
 * versions: there can be a thousand of them.
 */
export async function problemsWith(
  schema: JsonSchema,
  earlier: readonly EarlierVersion[],
  compatibility: Compatibility,
): Promise<readonly VersionProblem[]> {
  if (compatibility === 'none') return [];
  const [direction, transitive] = compatibility.split('-');
  const compared = transitive === undefined ? earlier.slice(-1) : [...earlier].reverse();
  const problems: VersionProblem[] = [];
  let left = COMPATIBILITY_MAX_STEPS_IN_ALL;
  const compare = (
    version: number,
    reader: JsonSchema,
    writer: JsonSchema,
    view: Pick<Compared, 'changed' | 'names'>,
  ) => {
    const budget = { left: Math.min(left, COMPATIBILITY_MAX_STEPS) };
    left -= budget.left;
    for (const problem of checkCompatibility(reader, writer, { ...view, budget }))
      problems.push({ version, ...problem });
    left += Math.max(0, budget.left);
  };
  for (const { version, schema: other } of compared) {
    const [old, its] = [other as JsonSchema, `version ${version}`];
    if (direction !== 'forward') {
      compare(version, schema, old, { changed: 'reader', names: { reader: THE_NEW_ONE, writer: its } });
    }
    if (direction !== 'backward') {
      compare(version, old, schema, { changed: 'writer', names: { reader: its, writer: THE_NEW_ONE } });
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return problems;
}

const THE_NEW_ONE = 'the new schema';
