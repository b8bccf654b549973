// Assembles an answer from text of our own and bytes of the log without ever reading those bytes: text and small runs
// are copied into blocks, long runs are passed on as they lie.
import { FETCH_ZERO_COPY_BYTES } from '../model/limits.js';

const FIRST_BLOCK_BYTES = 16 * 1024;
const BLOCK_BYTES = 256 * 1024;
const UTF8_MAX_BYTES_PER_UNIT = 3;

export type ByteWriter = {
  text(text: string): void;
  bytes(bytes: Uint8Array): void;
  /** How much there is so far; text may count too little until it is finished. */
  size(): number;
  finish(): { readonly chunks: readonly Uint8Array[]; readonly bytes: number };
};

export function makeByteWriter(): ByteWriter {
  const chunks: Uint8Array[] = [];
  let chunkBytes = 0;
  let block = Buffer.allocUnsafe(FIRST_BLOCK_BYTES);
  let start = 0;
  let end = 0;
  // Text is gathered until bytes follow: encoding costs by the call, not by the character.
  let pending = '';

  const push = (chunk: Uint8Array): void => {
    if (chunk.length === 0) return;
    chunks.push(chunk);
    chunkBytes += chunk.length;
  };
  const cutBlock = (): void => {
    push(block.subarray(start, end));
    start = end;
  };
  const reserve = (bytes: number): void => {
    if (end + bytes <= block.length) return;
    cutBlock();
    block = Buffer.allocUnsafe(Math.max(BLOCK_BYTES, bytes));
    start = 0;
    end = 0;
  };
  const writePending = (): void => {
    if (pending === '') return;
    reserve(pending.length * UTF8_MAX_BYTES_PER_UNIT);
    end += block.write(pending, end);
    pending = '';
  };

  return {
    text(text) {
      pending += text;
    },
    bytes(bytes) {
      writePending();
      if (bytes.length >= FETCH_ZERO_COPY_BYTES) {
        cutBlock();
        push(bytes);
        return;
      }
      reserve(bytes.length);
      block.set(bytes, end);
      end += bytes.length;
    },
    size: () => chunkBytes + (end - start) + pending.length,
    finish() {
      writePending();
      cutBlock();
      return { chunks, bytes: chunkBytes };
    },
  };
}
