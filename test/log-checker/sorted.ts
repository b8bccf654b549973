// Halving in ascending numbers.

/** The index of the first number >= `value`; the length where there is none. */
export function indexFrom(numbers: readonly number[], value: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The highest value told so far, as it was at any earlier line. Lines are told in ascending order. */
export type Steps = {
  add(line: number, value: number): void;
  /** Of what was told before `line`; -1: nothing. */
  before(line: number): number;
};

export function makeSteps(): Steps {
  const lines: number[] = [];
  const values: number[] = [];
  return {
    add: (line, value) => {
      if (value <= (values.at(-1) ?? -1)) return;
      lines.push(line);
      values.push(value);
    },
    before: (line) => values[indexFrom(lines, line) - 1] ?? -1,
  };
}
