// validate ▸ every value against its size limit, and as JSON or against the topic's schema. What the proof over bytes does
// not prove is looked at one by one, with a schema parsed; what is stored stays the bytes that came.
import { isUtf8 } from 'node:buffer';
import { type JsonFault, jsonFault } from '../json/fault.js';
import { type Proof, proveJson } from '../json/prover.js';
import { columnAt, type EventBatch, valueStart } from '../model/event-batch.js';
import { JSON_MAX_DEPTH } from '../model/limits.js';
import { isJsonType } from '../model/values.js';
import type { Faults } from './faults.js';
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
  const contentType = columnAt(columns.contentType, index);
  return contentType === null || isJsonType(contentType);
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

/** Looks at one value that is not proven. */
type Judge = (index: number) => void;

/** `utf8`: the payload as a whole is known to be UTF-8. */
function jsonJudge(batch: EventBatch, utf8: boolean, faults: Faults): Judge {
  const payload = batch.payload as Buffer;
  return (index) => {
    if (!isJson(batch, index)) return;
    const fault = jsonFault(payload, valueStart(batch.ends, index), batch.ends[index] as number, utf8);
    if (fault !== undefined) faults.add(fault.code, index, '', fault.message);
  };
}

/** A value this short can't go deeper than is allowed, so parsing alone proves it. */
const SHALLOW_BYTES = JSON_MAX_DEPTH;

function schemaJudge(batch: EventBatch, utf8: boolean, validator: SchemaValidator, faults: Faults): Judge {
  const payload = batch.payload as Buffer;
  const textOf = textsOf(batch, !utf8 || validator.prove === undefined);
  const tell = (index: number, { code, message }: JsonFault): undefined => void faults.add(code, index, '', message);
  const parse = (index: number): unknown => {
    const start = valueStart(batch.ends, index);
    const end = batch.ends[index] as number;
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
  return (index) => {
    if (!isJson(batch, index)) {
      const message = `is ${columnAt(batch.columns.contentType, index)}, and the topic's schema (version ${validator.version}) takes JSON`;
      faults.add('INVALID_RECORD', index, '', message);
      return;
    }
    const value = parse(index);
    if (value === undefined) return;
    for (const wrong of validator.validate(value)) faults.add('INVALID_RECORD', index, wrong.path, wrong.message);
  };
}

const nothingProven: Proof = (from) => from;

export function validate(
  batch: EventBatch,
  maxEventBytes: number,
  validator: SchemaValidator | undefined,
  faults: Faults,
): void {
  checkSizes(batch, maxEventBytes, faults);
  const { count, columns } = batch;
  const utf8 = isUtf8(batch.payload);
  const prove = validator === undefined ? proveJson : validator.prove;
  const proof = utf8 ? (prove?.(batch.payload, batch.ends) ?? nothingProven) : nothingProven;
  const judge = validator === undefined ? jsonJudge(batch, utf8, faults) : schemaJudge(batch, utf8, validator, faults);
  const allJson = columns.tombstone === undefined && columns.contentType === undefined;
  let index = 0;
  while (index < count) {
    if (allJson && !faults.has(index)) {
      index = proof(index, count);
      if (index === count) break;
    }
    const left = faults.has(index) || columnAt(columns.tombstone, index) === 1;
    const proven = !left && !allJson && isJson(batch, index) && proof(index, index + 1) > index;
    if (!left && !proven) judge(index);
    index += 1;
  }
}
