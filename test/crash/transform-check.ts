// The verdict on a consume-transform-produce run: every input was transformed exactly once, in the order of its partition.
import { groupBy } from './group-by.js';

export type Input = { readonly partition: number; readonly offset: number };
/** One stored output, and the input that it says it was made of. */
export type Output = Input & { readonly of: Input };

export type TransformViolation = {
  readonly kind: 'missing' | 'doubled' | 'invented' | 'out-of-order';
  readonly detail: string;
};

const nameOf = ({ partition, offset }: Input): string => `${partition}/${offset}`;

/** `outputs`: those of one input partition lie in one partition, because its number is their key. */
export function checkTransform(inputs: readonly Input[], outputs: readonly Output[]): TransformViolation[] {
  const known = new Set(inputs.map(nameOf));
  const made = groupBy(outputs, ({ of }) => nameOf(of));
  const violations: TransformViolation[] = [];
  for (const input of known) {
    if (!made.has(input)) violations.push({ kind: 'missing', detail: `input ${input} has no output` });
  }
  for (const [input, copies] of made) {
    const places = copies.map(nameOf).join(', ');
    if (copies.length > 1) violations.push({ kind: 'doubled', detail: `input ${input} has the outputs ${places}` });
    if (!known.has(input)) violations.push({ kind: 'invented', detail: `output ${places} is of no input: ${input}` });
  }
  for (const [, line] of groupBy(outputs, ({ of }) => of.partition)) {
    const stored = [...line].sort((left, right) => left.partition - right.partition || left.offset - right.offset);
    stored.forEach((output, nth) => {
      const before = stored[nth - 1];
      if (before === undefined || before.of.offset < output.of.offset) return;
      const detail = `output ${nameOf(output)} of input ${nameOf(output.of)} stands behind that of ${nameOf(before.of)}`;
      violations.push({ kind: 'out-of-order', detail });
    });
  }
  return violations;
}
