// Whether a schema may follow another one: a pure decision on the two, and the modes in which it is asked.
import { COMPATIBILITY_MAX_STEPS } from '../../model/limits.js';
import type { JsonSchema } from '../schema-check.js';
import { makeSchemaDocument } from '../schema-document.js';
import { proveClaim } from './inclusion.js';
import { type Budget, makeProof, TOO_MUCH } from './proof.js';
import { type Changed, type CompatibilityProblem, type Names, problemOfFinding } from './rules.js';
import { writerOf } from './writer.js';

export type Compared = { readonly changed?: Changed; readonly names?: Names; readonly budget?: Budget };

const NAMES: Names = { reader: 'the reader', writer: 'the writer' };

/**
 * Empty where every value that is valid under `writer` is valid under `reader`, both JSON Schemas (2020-12) that compile.
 * Sound and not complete: what can't be proven is a problem (`not-provable`). `changed` is the schema that is new: paths
 * lead into it, and rules and advice are told from its side; default: the reader.
 */
export function checkCompatibility(
  reader: JsonSchema,
  writer: JsonSchema,
  { changed = 'reader', names = NAMES, budget = { left: COMPATIBILITY_MAX_STEPS } }: Compared = {},
): readonly CompatibilityProblem[] {
  const from = makeSchemaDocument(writer).root;
  try {
    const found = makeProof(budget, proveClaim).include(makeSchemaDocument(reader).root, writerOf([from], ''));
    return distinct(found.map((each) => problemOfFinding(each, changed, names)));
  } catch (error) {
    // References can also lead deeper than the stack.
    if (error !== TOO_MUCH && !(error instanceof RangeError)) throw error;
    const message =
      'The schemas have too many cases to be compared. Use fewer branches, or compare with fewer versions.';
    return [{ path: '', rule: 'not-provable', message }];
  }
}

/** Through references the same place is met more than once. */
function distinct(problems: readonly CompatibilityProblem[]): readonly CompatibilityProblem[] {
  const byText = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  return [...byText.values()];
}
