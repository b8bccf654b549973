// PUT /v1/subscriptions/{name}: `format`, `eventHeaders` and `busHeaders`.

import { EVENT_HEADER_CHOICE_MAX, EVENT_HEADER_PREFIX_MAX_CHARS } from '../../model/delivery-limits.js';
import type { Fields } from '../../model/fields.js';
import { isHeaderName, isReservedHeader } from '../headers.js';
import {
  BUS_HEADERS,
  type BusHeader,
  type EventHeaderChoice,
  FORMATS,
  type Format,
  type FormatConfig,
  isLoneFormat,
} from './format-config.js';

/** @param maxEvents of a batch. What has its default is left out. */
export function readFormat(fields: Fields, maxEvents: number): FormatConfig {
  const format = fields.oneOf<Format>('format', FORMATS, 'raw');
  if (isLoneFormat(format) && maxEvents > 1) {
    const instead = format === 'cloudevents-binary' ? '' : ', or choose the format "cloudevents-batch"';
    fields.wrong('batch/maxEvents', `must be 1: a request in the format "${format}" carries one event${instead}`);
  }
  const eventHeaders = readEventHeaders(fields);
  const busHeaders = readBusHeaders(fields);
  return {
    ...(format === 'raw' ? {} : { format }),
    ...(eventHeaders === undefined ? {} : { eventHeaders }),
    ...(busHeaders === undefined ? {} : { busHeaders }),
  };
}

function readEventHeaders(fields: Fields): EventHeaderChoice | undefined {
  const given = fields.take('eventHeaders') ?? undefined;
  if (given === undefined) return undefined;
  const choice = fields.inner('eventHeaders');
  const include = choice.take('include') ?? 'all';
  const prefix = choice.take('prefix') ?? '';
  choice.refuseOthers();
  if (typeof prefix !== 'string' || prefix.length > EVENT_HEADER_PREFIX_MAX_CHARS) {
    choice.wrong('prefix', `must be a string of at most ${EVENT_HEADER_PREFIX_MAX_CHARS} characters, such as "x-"`);
  } else if (prefix !== '' && !isHeaderName(prefix)) choice.wrong('prefix', 'is no beginning of a header name');
  else if (isReservedHeader(prefix)) choice.wrong('prefix', 'begins as the headers of the bus itself do');
  if (include !== 'all' && include !== 'none' && !isNameList(include)) {
    const form = `must be "all", "none" or a list of at most ${EVENT_HEADER_CHOICE_MAX} header names`;
    choice.wrong('include', form);
    return undefined;
  }
  const lower = typeof prefix === 'string' ? prefix.toLowerCase() : '';
  const names = typeof include === 'string' ? include : [...new Set(include.map((name) => name.toLowerCase()))];
  if (names === 'all' && lower === '') return undefined;
  return { include: names, ...(lower === '' ? {} : { prefix: lower }) };
}

function isNameList(value: unknown): value is readonly string[] {
  if (!Array.isArray(value) || value.length > EVENT_HEADER_CHOICE_MAX) return false;
  return value.every((name) => typeof name === 'string' && name !== '');
}

function readBusHeaders(fields: Fields): readonly BusHeader[] | undefined {
  const given = fields.take('busHeaders') ?? 'all';
  if (given === 'all') return undefined;
  if (given === 'none') return [];
  if (!Array.isArray(given) || given.length > BUS_HEADERS.length) {
    fields.wrong('busHeaders', `must be "all", "none" or a list of ${BUS_HEADERS.join(', ')}`);
    return undefined;
  }
  for (const [index, name] of given.entries()) {
    if (BUS_HEADERS.includes(name as BusHeader)) continue;
    fields.wrong(`busHeaders/${index}`, `must be one of ${BUS_HEADERS.join(', ')}`);
  }
  return [...new Set(given as BusHeader[])];
}
