// From a schema to a value that it allows, for test deliveries: built many times, each time by other choices, until the
// validator takes one. What the author of the schema wrote himself (examples, default) comes first.
import { SAMPLE_MAX_TRIES } from '../../model/listen-limits.js';
import type { JsonSchema } from '../schema-check.js';
import { makeSchemaDocument } from '../schema-document.js';
import { buildValue, Unsampled } from './build-value.js';
import type { Choices } from './choices.js';

/** @param isValid judges by the same schema. @returns undefined where none was found within the bounds */
export function sampleOf(
  schema: JsonSchema,
  isValid: (value: unknown) => boolean,
): { readonly value: unknown } | undefined {
  const { root } = makeSchemaDocument(schema);
  for (let attempt = 0; attempt < SAMPLE_MAX_TRIES; attempt += 1) {
    try {
      const value = buildValue(root, choicesOf(attempt));
      if (value !== undefined && isValid(value)) return { value };
    } catch (error) {
      // Another choice may lead further.
      if (!(error instanceof Unsampled)) throw error;
    }
  }
  return undefined;
}

/** First everything that the schema names, then what it requires alone, then by chance, the same at every call. */
function choicesOf(attempt: number): Choices {
  if (attempt < 2) return { pick: () => 0, optional: () => attempt === 0, literal: () => true };
  if (attempt < 4) return { pick: () => 0, optional: () => attempt === 2, literal: () => false };
  const random = linear(attempt);
  return {
    pick: (count) => Math.floor(random() * count),
    optional: () => random() < 0.5,
    literal: () => random() < 0.5,
  };
}

/** Numerical Recipes' linear congruential generator: evenly spread is all that is asked of it. */
function linear(seed: number): () => number {
  let state = Math.imul(seed, 2_654_435_761) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
