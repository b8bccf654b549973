// Numbers and texts within the bounds that the parts of a schema set together.
import { SAMPLE_MAX_CHARS } from '../../model/listen-limits.js';
import { fits, largest, smallest } from './facets.js';
import { type Facet, Unsampled } from './gather.js';
import { samplePattern } from './pattern-sample.js';

/** @param salt moves on by as many steps: 0 is the one that reads best */
export function sampleNumber(facets: readonly Facet[], whole: boolean, salt: number): number {
  const steps = facets.flatMap(({ node }) => (typeof node['multipleOf'] === 'number' ? [node['multipleOf']] : []));
  const step = commonStep(whole ? [1, ...steps] : steps.length === 0 ? [1] : steps);
  const low = largest(facets, 'minimum') ?? Number.NEGATIVE_INFINITY;
  const above = largest(facets, 'exclusiveMinimum') ?? Number.NEGATIVE_INFINITY;
  const high = smallest(facets, 'maximum') ?? Number.POSITIVE_INFINITY;
  const below = smallest(facets, 'exclusiveMaximum') ?? Number.POSITIVE_INFINITY;
  const floor = Math.max(low, above);
  const ceiling = Math.min(high, below);
  const lowest = Number.isFinite(floor) ? Math.ceil(floor / step) * step : Number.NEGATIVE_INFINITY;
  const highest = Number.isFinite(ceiling) ? Math.floor(ceiling / step) * step : Number.POSITIVE_INFINITY;
  const start = lowest <= step && step <= highest ? step : Number.isFinite(lowest) ? lowest : highest;
  const tried = [start + salt * step, start + (salt + 1) * step, start - (salt + 1) * step, salt === 0 ? 0 : start];
  // Between two bounds that are closer than a step.
  const middle = whole || steps.length > 0 ? [] : [(floor + ceiling) / 2, floor + (ceiling - floor) / (salt + 3)];
  const found = [...tried, ...middle].find((value) => Number.isFinite(value) && fits(value, facets));
  if (found === undefined) throw new Unsampled();
  return found;
}

const SCALE = 1_000_000;

/** The least common multiple, of steps with at most six decimals. */
function commonStep(steps: readonly number[]): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  const scaled = steps.map((step) => Math.round(step * SCALE));
  const common = scaled.reduce((a, b) => (a / Math.max(1, divisor(a, b))) * b, 1);
  return Number.isSafeInteger(common) && common > 0 ? common / SCALE : Math.max(...steps);
}

/** Of each format one that looks like an example. https://json-schema.org/draft/2020-12/json-schema-validation, 7.3 */
const FORMATS: Readonly<Record<string, (digit: number) => string>> = {
  'date-time': (digit) => `2026-01-0${digit + 1}T12:00:00Z`,
  date: (digit) => `2026-01-0${digit + 1}`,
  time: (digit) => `12:00:0${digit}Z`,
  duration: (digit) => `P${digit + 1}D`,
  email: (digit) => `user${digit}@example.com`,
  'idn-email': (digit) => `user${digit}@example.com`,
  hostname: (digit) => `host${digit}.example.com`,
  'idn-hostname': (digit) => `host${digit}.example.com`,
  ipv4: (digit) => `192.0.2.${digit + 1}`,
  ipv6: (digit) => `2001:db8::${digit + 1}`,
  uri: (digit) => `https://example.com/${digit}`,
  'uri-reference': (digit) => `/${digit}`,
  iri: (digit) => `https://example.com/${digit}`,
  'iri-reference': (digit) => `/${digit}`,
  'uri-template': (digit) => `https://example.com/{id}/${digit}`,
  url: (digit) => `https://example.com/${digit}`,
  uuid: (digit) => `0f8c5a52-7c1d-4d0e-9f65-1f5ad9c7b1f${digit}`,
  'json-pointer': (digit) => `/a/${digit}`,
  'relative-json-pointer': (digit) => `${digit}`,
  regex: (digit) => `^a{${digit}}$`,
  byte: () => 'c2FtcGxl',
};
const FORMAT_SAMPLES = 9;

export function sampleText(facets: readonly Facet[], salt: number): string {
  const least = largest(facets, 'minLength') ?? 0;
  const most = smallest(facets, 'maxLength') ?? SAMPLE_MAX_CHARS;
  if (least > SAMPLE_MAX_CHARS || most < least) throw new Unsampled();
  const texts = [...texted(facets, salt, least)].flatMap((text) => [text, fitted(text, least, most)]);
  const found = texts.find((text) => fits(text, facets));
  if (found === undefined) throw new Unsampled();
  return found;
}

/** What is closest to what the parts say, best first. */
function* texted(facets: readonly Facet[], salt: number, least: number): Iterable<string> {
  for (const { node } of facets) {
    const format = typeof node['format'] === 'string' ? FORMATS[node['format']] : undefined;
    if (format !== undefined) yield format(salt % FORMAT_SAMPLES);
    if (typeof node['pattern'] !== 'string') continue;
    for (const more of [salt, 0, least, least + salt]) yield samplePattern(node['pattern'], more);
  }
  yield salt === 0 ? 'sample' : `sample${salt}`;
  yield String.fromCharCode('a'.charCodeAt(0) + (salt % 26));
  yield '';
}

function fitted(text: string, least: number, most: number): string {
  const chars = [...text];
  if (chars.length > most) return chars.slice(chars.length - most).join('');
  return text + (chars.at(-1) ?? 'a').repeat(Math.max(0, least - chars.length));
}
