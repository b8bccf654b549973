// Proofs of the keywords of arrays.

import { hasSame } from './applicator-checks.js';
import { itemCountOf } from './bounds.js';
import { isEmpty } from './empty.js';
import { itemOf, listedItems } from './inside.js';
import { listAt, numberOf, schemaAt } from './keywords.js';
import { type Check, finding } from './proof.js';
import type { Finding } from './rules.js';
import { sameKeyword } from './same-schema.js';
import { atomsOf, nodeOf, valuesOf, type Writer } from './writer.js';

const isArray = (writer: Writer) => atomsOf(writer).has('array');

/** One position after the other, then all that come behind. */
export const checkItems: Check = (proof, { reader, writer }) => {
  if (!isArray(writer)) return [];
  const first = listAt(reader, 'prefixItems');
  const rest = schemaAt(reader, 'items');
  const { most } = itemCountOf(writer);
  const found: Finding[] = [];
  const last = rest === undefined ? first.length - 1 : Math.max(first.length, listedItems(writer));
  for (let index = 0; index <= last && index < most; index += 1) {
    const place = first[index] ?? rest;
    const item = itemOf(writer, index);
    // No item here: none behind it either.
    if (isEmpty(item, proof.step)) return found;
    if (place?.schema === false) {
      found.push(closed(index, { reader, writer, keyword: 'items' }));
      return found;
    }
    if (place !== undefined) found.push(...proof.include(place, item, true));
    if (proof.trying && found.length > 0) return found;
  }
  return found;
};

function closed(index: number, at: Parameters<Check>[1]): Finding {
  return finding(
    'items-narrowed',
    at,
    ({ reader, writer }) => `${reader} allows at most ${index} items, ${writer} allows more`,
  );
}

export const checkItemCount: Check = (_proof, at) => {
  if (!isArray(at.writer)) return [];
  const { least, most } = itemCountOf(at.writer);
  const limit = numberOf(nodeOf(at.reader), at.keyword) as number;
  const lower = at.keyword === 'minItems';
  if (lower ? least >= limit : most <= limit) return [];
  const bound = lower ? least : most;
  return [
    finding(
      lower ? 'min-items-raised' : 'max-items-lowered',
      at,
      ({ reader, writer }) =>
        `${reader} has the ${at.keyword} ${limit}, that of ${writer} is ${Number.isFinite(bound) ? bound : 'none'}`,
    ),
  ];
};

export const checkUniqueItems: Check = (_proof, at) => {
  if (!isArray(at.writer) || nodeOf(at.reader)['uniqueItems'] !== true) return [];
  if (valuesOf(at.writer, 'uniqueItems').includes(true) || itemCountOf(at.writer).most <= 1) return [];
  return [
    finding('unique-items-added', at, ({ reader, writer }) => `${reader} refuses equal items, ${writer} allows them`),
  ];
};

/** Only recognised: the same `contains`, with bounds at least as tight. */
export const checkContains: Check = (proof, claim) => {
  const { reader, writer } = claim;
  const least = numberOf(nodeOf(reader), 'minContains') ?? 1;
  const most = numberOf(nodeOf(reader), 'maxContains');
  if (!isArray(writer) || (least === 0 && most === undefined)) return [];
  if (hasSame(proof, claim, ['contains', 'minContains', 'maxContains'])) return [];
  const tighter = writer.facts.some((fact) => {
    const node = nodeOf(fact);
    if (!sameKeyword('contains', { a: reader, b: fact, step: proof.step, assumed: new Map() })) return false;
    const upper = numberOf(node, 'maxContains') ?? Number.POSITIVE_INFINITY;
    return (numberOf(node, 'minContains') ?? 1) >= least && upper <= (most ?? Number.POSITIVE_INFINITY);
  });
  if (tighter) return [];
  return [
    finding('contains-changed', claim, (names) => `${names.reader} asks for items that ${names.writer} need not have`),
  ];
};
