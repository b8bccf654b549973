// One event as JSON text, its value spliced in as its own bytes. Shared by the document and the line format.
import type { LogSlice } from '../engine/engine.js';
import { columnAt, valueAt } from '../model/event-batch.js';
import { isJsonType, oneLine } from '../model/values.js';
import type { ByteWriter } from './byte-writer.js';

/** `framed`: the event must stay on one line. `opening`: the object's start, up to where `"offset"` goes on. */
export function writeEvent(out: ByteWriter, slice: LogSlice, index: number, framed: boolean, opening = '{'): void {
  const { batch, baseOffset, timestamp } = slice;
  const { columns } = batch;
  const key = columnAt(columns.key, index);
  const contentType = columnAt(columns.contentType, index);
  const schemaVersion = columnAt(columns.schemaVersion, index);
  out.text(
    `${opening}"offset":${baseOffset + index},"timestamp":${columnAt(columns.timestamp, index) ?? timestamp}` +
      `,"key":${key === null ? 'null' : JSON.stringify(key)},"headers":${columnAt(columns.headers, index) ?? '{}'}` +
      (contentType === null ? '' : `,"contentType":${JSON.stringify(contentType)}`) +
      (schemaVersion === null ? '' : `,"schemaVersion":${schemaVersion}`),
  );
  if (columnAt(columns.tombstone, index) === 1) {
    out.text(',"value":null}');
    return;
  }
  const value = valueAt(batch, index);
  if (contentType !== null && !isJsonType(contentType)) {
    out.text(`,"valueBase64":"${Buffer.from(value.buffer, value.byteOffset, value.length).toString('base64')}"}`);
    return;
  }
  out.text(',"value":');
  out.bytes(framed && columnAt(columns.unframed, index) === 1 ? oneLine(value) : value);
  out.text('}');
}
