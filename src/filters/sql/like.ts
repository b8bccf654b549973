// LIKE: `%` stands for any characters, `_` for one, either for itself behind a backslash (CloudEvents SQL, 3.4.3). No regular
// expression: each step moves one character on, or begins again one character behind the last `%`, so that the work is
// counted and bounded.
import { type Run, spendSteps } from './expression.js';

const ANY = -1;
const ONE = -2;

/** Code points, ANY and ONE. */
export type LikePattern = readonly number[];

export function parseLike(text: string): LikePattern {
  const pattern: number[] = [];
  const points = codePoints(text);
  const [percent, underscore, backslash] = codePoints('%_\\') as [number, number, number];
  for (let at = 0; at < points.length; at += 1) {
    const point = points[at] as number;
    const next = points[at + 1];
    if (point === backslash && (next === percent || next === underscore)) {
      pattern.push(next);
      at += 1;
    } else if (point === percent) pattern.push(ANY);
    else pattern.push(point === underscore ? ONE : point);
  }
  return pattern;
}

/** False as well where it takes too many steps, which the run then says. */
export function isLike(value: string, pattern: LikePattern, run: Run): boolean {
  const text = codePoints(value);
  let [at, place, lastAny, resumeAt] = [0, 0, -1, 0];
  spendSteps(run, text.length);
  while (at < text.length) {
    const wanted = pattern[place];
    if (wanted === ONE || wanted === text[at]) {
      place += 1;
      at += 1;
    } else if (wanted === ANY) {
      lastAny = place;
      resumeAt = at;
      place += 1;
    } else if (lastAny >= 0) {
      spendSteps(run, 1 + at - resumeAt);
      if (run.fault !== undefined) return false;
      resumeAt += 1;
      at = resumeAt;
      place = lastAny + 1;
    } else return false;
  }
  while (pattern[place] === ANY) place += 1;
  return place === pattern.length;
}

/** The characters of the language. */
export function codePoints(text: string): number[] {
  const points: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const point = text.codePointAt(at) as number;
    points.push(point);
    if (point > 0xffff) at += 1;
  }
  return points;
}
