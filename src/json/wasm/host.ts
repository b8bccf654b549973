// AssemblyScript. What src/json/prover.ts gives.

/** Containers that may be open at once. */
export declare const depthMax: u32;

/** Whether the characters from `start` to `end` pass test `test` of the program: a pattern, a format. */
export declare function check(test: u32, start: usize, end: usize): bool;
