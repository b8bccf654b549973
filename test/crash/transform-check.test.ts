import { expect, it } from 'vitest';
import { checkTransform, type Input, type Output } from './transform-check.js';

const inputs: readonly Input[] = [0, 1, 2].map((offset) => ({ partition: 1, offset }));
const output = (offset: number, of: number): Output => ({ partition: 0, offset, of: { partition: 1, offset: of } });
const kinds = (...outputs: readonly Output[]) => checkTransform(inputs, outputs).map(({ kind }) => kind);

it('finds nothing where every input has one output, in order', () => {
  expect(kinds(output(0, 0), output(1, 1), output(2, 2))).toEqual([]);
});

it('finds what was planted', () => {
  expect(kinds(output(0, 0), output(1, 2))).toEqual(['missing']);
  expect(kinds(output(0, 0), output(1, 1), output(2, 1), output(3, 2))).toEqual(['doubled', 'out-of-order']);
  expect(kinds(output(0, 0), output(1, 1), output(2, 2), output(3, 3))).toEqual(['invented']);
  expect(kinds(output(0, 1), output(1, 0), output(2, 2))).toEqual(['out-of-order']);
});
