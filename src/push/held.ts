// What a lane holds of the log in memory. One read is one block: it counts until its last user lets it go, since a
// view of one event keeps the whole read alive.
import type { LogSlice } from '../engine/engine.js';

/** Users: the lane's buffer, and every delivery that was taken from it. */
type Block = { readonly bytes: number; users: number };

export type Holder = {
  /** Read ahead of the lane's position. */
  buffer: readonly LogSlice[];
  cursor: number;
  block: Block | null;
  /** Behind the last event that was looked at for the buffer, where a filter left out some; 0: it holds all that was read. */
  readTo: number;
  /** Bytes of all blocks that are still in use. */
  blockBytes: number;
};

export type Holding = { slices: readonly LogSlice[] | null; block: Block | null };

function newBlock(holder: Holder, slices: readonly LogSlice[]): Block {
  let bytes = 0;
  for (const { batch } of slices) bytes += batch.payload.byteLength;
  holder.blockBytes += bytes;
  return { bytes, users: 1 };
}

function release(holder: Holder, block: Block | null): void {
  if (block === null) return;
  block.users -= 1;
  if (block.users === 0) holder.blockBytes -= block.bytes;
}

export function fillBuffer(holder: Holder, slices: readonly LogSlice[], readTo = 0): void {
  release(holder, holder.block);
  holder.readTo = readTo;
  holder.buffer = slices;
  holder.cursor = 0;
  holder.block = slices.length === 0 ? null : newBlock(holder, slices);
}

export function dropBuffer(holder: Holder): void {
  if (holder.buffer.length > 0) fillBuffer(holder, []);
}

/** The delivery was taken from the buffer. */
export function holdFromBuffer(holder: Holder, entry: Holding): void {
  entry.block = holder.block;
  if (entry.block !== null) entry.block.users += 1;
}

/** The delivery's bytes were read again, for it alone. */
export function holdAgain(holder: Holder, entry: Holding, slices: readonly LogSlice[]): readonly LogSlice[] {
  entry.slices = slices;
  entry.block = newBlock(holder, slices);
  return slices;
}

/** They are read again when they are needed. */
export function letGo(holder: Holder, entry: Holding): void {
  release(holder, entry.block);
  entry.block = null;
  entry.slices = null;
}
