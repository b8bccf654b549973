// What a bench is and what it gives back.

export type BenchRow = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The same measure of the least that could do the work; null where there is none. */
  readonly floor: number | null;
  /** value / floor. */
  readonly ratio: number | null;
  /** All parts of the goal, in words. */
  readonly goal: string;
  /** Every part of the goal was reached. */
  readonly pass: boolean;
  /** Further figures of the goal. */
  readonly also?: string;
};

export type BenchContext = {
  /** A smoke run: too short for figures worth keeping. */
  readonly short: boolean;
  readonly rounds: number;
  readonly warmUpMs: number;
  readonly durationMs: number;
  readonly log: (line: string) => void;
};

export type BenchCase = (context: BenchContext) => Promise<BenchRow>;
