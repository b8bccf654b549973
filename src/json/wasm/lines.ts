// AssemblyScript. decode ▸ where the lines of an NDJSON body end, sixteen bytes a step.
import { CARRIAGE_RETURN, LINE_FEED, SPACE, setLimit, space, VECTOR_BYTES } from './bytes';

/** A line that is blank or ends in CR: the body can't stay as it is. */
const UNTIDY: i32 = -1;
const TOO_MANY: i32 = -2;

/**
 * Stores where each line ends, from `payload` on, and gives their number. Zeros must stand behind the payload. The last
 * line may do without its line feed.
 */
export function lineEnds(payload: usize, length: usize, ends: usize, most: u32): i32 {
  const behind = payload + length;
  let count: u32 = 0;
  let start = payload;
  while (start < behind) {
    const end = lineEnd(start, behind);
    if (load<u8>(end - 1) === CARRIAGE_RETURN || isBlank(start, end)) return UNTIDY;
    if (count === most) return TOO_MANY;
    store<u32>(ends + (count << 2), (end - payload) as u32);
    count += 1;
    start = end + 1;
  }
  return count;
}

function lineEnd(start: usize, behind: usize): usize {
  for (let i = start; i < behind; i += VECTOR_BYTES) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(i), i8x16.splat(LINE_FEED)));
    if (mask !== 0) return i + ctz(mask);
  }
  return behind;
}

function isBlank(start: usize, end: usize): bool {
  if (load<u8>(start) > SPACE) return false;
  setLimit(end);
  return space(start) === end;
}
