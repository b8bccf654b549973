// Proofs of which members an object must have, how many, and with which names.

import type { Place } from '../schema-document.js';
import { admits } from './admits.js';
import { memberCountOf } from './bounds.js';
import { mapAt, numberOf, schemaAt, stringsOf } from './keywords.js';
import { type Check, finding } from './proof.js';
import { shown } from './rules.js';
import { weightOfMany } from './work.js';
import { atomsOf, narrowed, nodeOf, valuesOf, type Writer, writerOf } from './writer.js';

export const isObject = (writer: Writer) => atomsOf(writer).has('object');

export const requiredBy = (writer: Writer): ReadonlySet<string> =>
  new Set(valuesOf(writer, 'required').flatMap(stringsOf));

export const checkRequired: Check = (proof, at) => {
  if (!isObject(at.writer)) return [];
  const given = requiredBy(at.writer);
  const missing = stringsOf(nodeOf(at.reader)['required']).filter((name) => !given.has(name));
  // Each finding looks for its place among the facts.
  proof.step(missing.length * weightOfMany(1 + at.writer.facts.length));
  return missing.map((name) =>
    finding('required-added', at, ({ reader, writer }) => {
      return `${reader} requires the property ${shown(name)}, in ${writer} it may be absent`;
    }),
  );
};

export const checkMemberCount: Check = (_proof, at) => {
  if (!isObject(at.writer)) return [];
  const { least, most } = memberCountOf(at.writer);
  const limit = numberOf(nodeOf(at.reader), at.keyword) as number;
  const lower = at.keyword === 'minProperties';
  if (lower ? least >= limit : most <= limit) return [];
  const bound = lower ? least : most;
  return [
    finding(
      lower ? 'min-properties-raised' : 'max-properties-lowered',
      at,
      ({ reader, writer }) =>
        `${reader} has the ${at.keyword} ${limit}, that of ${writer} is ${Number.isFinite(bound) ? bound : 'none'}`,
    ),
  ];
};

const STRING = { type: 'string' };

export const checkPropertyNames: Check = (proof, claim) => {
  const { reader, writer } = claim;
  const allowed = schemaAt(reader, 'propertyNames');
  if (!isObject(writer) || allowed === undefined) return [];
  const known = writer.facts.map(closedNames).find((names) => names !== undefined);
  if (known?.every((name) => admits(allowed, name, proof.step) === 'allowed') === true) return [];
  const places = writer.facts.flatMap((fact) => schemaAt(fact, 'propertyNames') ?? []);
  const aString = { ...reader, schema: STRING, path: writer.path };
  const names = narrowed(writerOf(places, places[0]?.path ?? writer.path), [aString]);
  const found = proof.include(allowed, names, true);
  if (found.length === 0) return [];
  // What the names must be is said further in, but only where the writer says something of them too.
  if (places.length > 0) return found;
  return [
    finding(
      'property-names-narrowed',
      claim,
      (called) => `${called.writer} allows names of properties that ${called.reader} may refuse`,
    ),
  ];
};

/** All names that the fact allows; undefined: it doesn't list them. */
function closedNames(fact: Place): readonly string[] | undefined {
  const { additionalProperties, patternProperties } = nodeOf(fact);
  if (additionalProperties !== false || patternProperties !== undefined) return undefined;
  return [...mapAt(fact, 'properties').keys()];
}
