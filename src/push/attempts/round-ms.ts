// Durations in attempts: hundredths of a millisecond say enough.

export function roundMs(ms: number): number {
  return Math.round(ms * 100) / 100;
}
