// How far a tail has come, as the text of an event's `id`: `0:123,1:99` says that offset 123 of partition 0 and offset 99 of
// partition 1 come next. A partition that it does not name begins at its log start: so does one that is added later.
import { PosthornError } from '../errors/posthorn-error.js';

const TEXT = /^\d{1,16}:\d{1,16}(?:,\d{1,16}:\d{1,16})*$/;

/** @param positions next offset of every partition, by index */
export function positionsText(positions: readonly number[]): string {
  return named(positions, 0, positions.length).join(',');
}

/** What stands before and behind one partition's offset in the text. */
export function textAround(positions: readonly number[], partition: number): { before: string; after: string } {
  const before = [...named(positions, 0, partition), `${partition}:`].join(',');
  const after = named(positions, partition + 1, positions.length);
  return { before, after: after.map((each) => `,${each}`).join('') };
}

/** Offset 0 is where a partition begins anyway; partition 0 is always named, so that the text is never empty. */
function named(positions: readonly number[], from: number, to: number): string[] {
  const parts: string[] = [];
  for (let partition = from; partition < to; partition += 1) {
    const offset = positions[partition] as number;
    if (offset > 0 || partition === 0) parts.push(`${partition}:${offset}`);
  }
  return parts;
}

/** Next offset by partition. @throws INVALID_REQUEST */
export function parsePositions(text: string): ReadonlyMap<number, number> {
  const positions = new Map<number, number>();
  if (!TEXT.test(text)) throw notPositions(text);
  for (const part of text.split(',')) {
    const [partition = -1, offset = -1] = part.split(':').map(Number);
    if (positions.has(partition) || !Number.isSafeInteger(offset)) throw notPositions(text);
    positions.set(partition, offset);
  }
  return positions;
}

function notPositions(text: string): PosthornError {
  return new PosthornError(
    'INVALID_REQUEST',
    `'${text.slice(0, 80)}' is no event id of a tail: these read partition:offset,…, each partition once, such as ` +
      '0:123,1:99. Send the last id that was received as it was, or leave it out and say from=latest or from=earliest.',
  );
}
