// What one pass of compaction keeps in mind: the newest offset of each key, in a table of fixed size. Open addressing with
// linear probing, after Kafka's SkimpyOffsetMap; but keys of up to 15 bytes stand there themselves, and longer ones by 120 bits
// of their SHA-256, so that nobody can make two keys look like one.
import { createHash } from 'node:crypto';

export type KeyOffsets = {
  readonly size: number;
  /** Offsets come in ascending order: the last one of a key stays. @throws RangeError beyond `maxKeys` */
  put(bytes: Uint8Array, start: number, end: number, offset: number): void;
  /** -1: the key is not there. */
  find(bytes: Uint8Array, start: number, end: number): number;
};

const WORDS = 4;
const KEY_BYTES = WORDS * 4 - 1;
const HASHED = 0xff;
const SPARE = 1.4;

/** @param seed keeps what clients choose as keys from falling into few places of the table */
export function makeKeyOffsets(maxKeys: number, seed: number): KeyOffsets {
  const slots = 2 ** Math.ceil(Math.log2(Math.max(16, maxKeys * SPARE)));
  const mask = slots - 1;
  const keys = new Int32Array(slots * WORDS);
  /** Offset plus one; 0: free. */
  const offsets = new Float64Array(slots);
  const key = new Int32Array(WORDS);
  const keyBytes = new Uint8Array(key.buffer);
  let size = 0;

  const load = (bytes: Uint8Array, start: number, end: number): void => {
    if (end - start > KEY_BYTES) {
      const digest = createHash('sha256').update(bytes.subarray(start, end)).digest();
      keyBytes.set(digest.subarray(0, KEY_BYTES), 1);
      keyBytes[0] = HASHED;
      return;
    }
    key.fill(0);
    keyBytes[0] = end - start;
    for (let at = start; at < end; at += 1) keyBytes[at - start + 1] = bytes[at] as number;
  };

  const slotOf = (bytes: Uint8Array, start: number, end: number): number => {
    load(bytes, start, end);
    let hash = seed;
    for (let word = 0; word < WORDS; word += 1) hash = mix(hash ^ (key[word] as number));
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      if (offsets[slot] === 0 || isAt(slot)) return slot;
    }
  };

  const isAt = (slot: number): boolean => {
    const at = slot * WORDS;
    return keys[at] === key[0] && keys[at + 1] === key[1] && keys[at + 2] === key[2] && keys[at + 3] === key[3];
  };

  return {
    get size() {
      return size;
    },
    put: (bytes, start, end, offset) => {
      const slot = slotOf(bytes, start, end);
      if (offsets[slot] === 0) {
        if (size >= maxKeys) throw new RangeError('more keys than there is room for');
        size += 1;
        keys.set(key, slot * WORDS);
      }
      offsets[slot] = offset + 1;
    },
    find: (bytes, start, end) => (offsets[slotOf(bytes, start, end)] as number) - 1,
  };
}

/** Multiply and shift, as murmur3's finalizer does. */
function mix(word: number): number {
  let hash = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
