// validate ▸ every value against its size limit, and as JSON or against the topic's schema. With a schema each value is
// parsed, once, to be looked at; what is stored stays the bytes that came.
import { isUtf8 } from 'node:buffer';
import { columnAt, type EventBatch, valueStart } from '../model/event-batch.js';
import { JSON_MAX_DEPTH } from '../model/limits.js';
import { isJsonType } from '../model/values.js';
import type { Faults } from './faults.js';
import { type JsonFault, jsonFault } from './json-proof.js';
import type { SchemaValidator } from './topic-view.js';

function checkSizes(batch: EventBatch, maxEventBytes: number, faults: Faults): void {
  if (batch.payload.length <= maxEventBytes) return;
  for (let index = 0; index < batch.count; index += 1) {
    const bytes = (batch.ends[index] as number) - valueStart(batch.ends, index);
    if (bytes <= maxEventBytes) continue;
    faults.add('MESSAGE_TOO_LARGE', index, '', `has ${bytes} bytes; the topic's maxEventBytes is ${maxEventBytes}`);
  }
}

/** Whether value `index` must be JSON. */
function isJson({ columns }: EventBatch, index: number): boolean {
  if (columnAt(columns.tombstone, index) === 1) return false;
  const contentType = columnAt(columns.contentType, index);
  return contentType === null || isJsonType(contentType);
}

function checkJson(batch: EventBatch, faults: Faults): void {
  const payload = batch.payload as Buffer;
  const utf8 = isUtf8(payload);
  const plain = batch.columns.tombstone === undefined && batch.columns.contentType === undefined;
  let start = 0;
  for (let index = 0; index < batch.count; index += 1) {
    const end = batch.ends[index] as number;
    if ((plain || isJson(batch, index)) && !faults.has(index)) {
      const fault = jsonFault(payload, start, end, utf8);
      if (fault !== undefined) faults.add(fault.code, index, '', fault.message);
    }
    start = end + 1;
  }
}

/** The text of each value. Where all are needed, one decoding and one split are cheaper than a decoding a value. */
function textsOf(batch: EventBatch, all: boolean): (index: number) => string {
  const payload = batch.payload as Buffer;
  if (all && batch.columns.unframed === undefined) {
    const lines = payload.toString('utf8').split('\n');
    return (index) => lines[index] as string;
  }
  return (index) => payload.toString('utf8', valueStart(batch.ends, index), batch.ends[index]);
}

/** A value this short can't go deeper than is allowed, so parsing alone proves it. */
const SHALLOW_BYTES = JSON_MAX_DEPTH;

function checkSchema(batch: EventBatch, validator: SchemaValidator, faults: Faults): void {
  const payload = batch.payload as Buffer;
  const { proves } = validator;
  const utf8 = isUtf8(payload);
  const provable = utf8 && proves !== undefined;
  const textOf = textsOf(batch, !provable);
  const parse = (index: number, start: number, end: number): unknown => {
    if (!utf8 || end - start > SHALLOW_BYTES) {
      const fault = jsonFault(payload, start, end, utf8);
      if (fault !== undefined) return tell(index, fault);
    }
    try {
      return JSON.parse(textOf(index));
    } catch (error) {
      return tell(index, jsonFault(payload, start, end, utf8) ?? { code: 'INVALID_JSON', message: String(error) });
    }
  };
  const tell = (index: number, { code, message }: JsonFault): undefined => void faults.add(code, index, '', message);

  for (let index = 0; index < batch.count; index += 1) {
    if (faults.has(index) || columnAt(batch.columns.tombstone, index) === 1) continue;
    if (!isJson(batch, index)) {
      const type = columnAt(batch.columns.contentType, index);
      faults.add(
        'INVALID_RECORD',
        index,
        '',
        `is ${type}, and the topic's schema (version ${validator.version}) takes JSON`,
      );
      continue;
    }
    const start = valueStart(batch.ends, index);
    const end = batch.ends[index] as number;
    if (provable && proves(payload, start, end)) continue;
    const value = parse(index, start, end);
    if (value === undefined) continue;
    for (const wrong of validator.validate(value)) faults.add('INVALID_RECORD', index, wrong.path, wrong.message);
  }
}

export function validate(
  batch: EventBatch,
  maxEventBytes: number,
  validator: SchemaValidator | undefined,
  faults: Faults,
): void {
  checkSizes(batch, maxEventBytes, faults);
  if (validator === undefined) checkJson(batch, faults);
  else checkSchema(batch, validator, faults);
}
