// Proofs of what an object's members are, and of what follows from their being there.

import { isNode, type Place } from '../schema-document.js';
import { isEmpty } from './empty.js';
import { hasSchemaFor, matchingMember, memberOf, otherMember } from './inside.js';
import { mapAt, membersOf, schemaAt, stringsOf } from './keywords.js';
import { isObject, requiredBy } from './object-size-checks.js';
import { type Check, type Claim, findAll, finding, type Proof } from './proof.js';
import { type Finding, shown, shownAll } from './rules.js';
import { weightOfMany } from './work.js';
import { narrowed, nodeOf, valuesOf, type Writer } from './writer.js';

/** Three kinds of members: those that either side names, those that match a pattern of the reader, all others. */
export const checkMembers: Check = (proof, claim) => {
  const { reader, writer } = claim;
  if (!isObject(writer)) return [];
  const properties = mapAt(reader, 'properties');
  const patterns = mapAt(reader, 'patternProperties');
  const rest = schemaAt(reader, 'additionalProperties');
  const names = new Set([
    ...properties.keys(),
    ...writer.facts.flatMap((fact) => [...mapAt(fact, 'properties').keys()]),
  ]);
  const named = findAll(proof, names, (name) => checkNamed(proof, claim, name));
  if (proof.trying && named.length > 0) return named;
  const matching = findAll(proof, patterns, ([source, place]) => checkMatching(proof, claim, source, place));
  const found = [...named, ...matching];
  if (rest === undefined || (proof.trying && found.length > 0)) return found;
  proof.step(writer.weight);
  const others = otherMember(writer, new Set(patterns.keys()));
  if (rest.schema !== false) return [...found, ...proof.include(rest, others, true)];
  if (isEmpty(others, proof.step)) return found;
  return [...found, othersRefused({ ...claim, keyword: 'additionalProperties' })];
};

function othersRefused(at: Claim): Finding {
  return finding(
    'additional-properties-narrowed',
    at,
    ({ reader, writer }) => `${writer} allows properties that it does not name, ${reader} refuses them`,
  );
}

function checkNamed(proof: Proof, { reader, writer }: Claim, name: string): readonly Finding[] {
  const places = membersOf(reader, name, proof.step);
  const member = memberOf(writer, name, proof.step);
  if (places === undefined) {
    const says: Finding['says'] = (names) => `it can't be told which patterns of ${names.reader} take ${shown(name)}`;
    return [finding('not-provable', { reader, writer, keyword: 'patternProperties' }, says)];
  }
  if (places.length === 0 || isEmpty(member, proof.step)) return [];
  const own = mapAt(reader, 'properties').has(name);
  const at = { writer: { ...writer, path: member.path }, reader: places[0] as Place };
  if (!own && places[0]?.schema === false) {
    const says: Finding['says'] = (names) =>
      `${names.writer} allows the property ${shown(name)}, ${names.reader} does not`;
    const { path } = reader;
    return [{ rule: 'property-removed', reader: `${path}/additionalProperties`, writer: member.path, says }];
  }
  const found = places.flatMap((place) => proof.include(place, member, true));
  if (found.length === 0 || !own || hasSchemaFor(writer, name, proof.step)) return found;
  return [
    {
      rule: 'property-added',
      reader: at.reader.path,
      writer: writer.path,
      says: (names) =>
        `${names.reader} has a schema for the property ${shown(name)}, which may hold anything in ${names.writer}`,
    },
  ];
}

function checkMatching(proof: Proof, claim: Claim, source: string, place: Place): readonly Finding[] {
  const found = proof.include(place, matchingMember(claim.writer, source, proof.step), true);
  const known = claim.writer.facts.some((fact) => mapAt(fact, 'patternProperties').has(source));
  if (found.length === 0 || known) return found;
  return [
    finding(
      'pattern-properties-changed',
      { ...claim, keyword: 'patternProperties' },
      ({ reader, writer }) =>
        `${reader} has a schema for properties like ${shown(source)}, ${writer} has not that pattern`,
    ),
  ];
}

export const checkDependentRequired: Check = (proof, claim) => {
  const { reader, writer } = claim;
  if (!isObject(writer)) return [];
  const given = requiredBy(writer);
  return Object.entries(nodeOf(reader)['dependentRequired'] as object).flatMap(([name, needs]) => {
    const wanted = stringsOf(needs);
    proof.step(weightOfMany(1 + wanted.length + writer.facts.length));
    const implied = neededWith(proof, writer, name);
    const missing = wanted.filter((need) => !given.has(need) && !implied.has(need));
    if (missing.length === 0 || isEmpty(memberOf(writer, name, proof.step), proof.step)) return [];
    const says: Finding['says'] = (names) =>
      `${names.reader} requires ${shownAll(missing)} where there is ${shown(name)}, ${names.writer} does not`;
    return [finding('dependent-required-added', claim, says)];
  });
};

/** What the writer requires where there is the member `name`. */
function neededWith(proof: Proof, writer: Writer, name: string): ReadonlySet<string> {
  const needed = new Set<string>();
  for (const dependents of valuesOf(writer, 'dependentRequired')) {
    if (!isNode(dependents) || !Object.hasOwn(dependents, name)) continue;
    const names = stringsOf(dependents[name]);
    proof.step(weightOfMany(names.length));
    for (const each of names) needed.add(each);
  }
  return needed;
}

const requirements = new WeakMap<object, Map<string, { readonly required: readonly string[] }>>();

/** Of an object that has the member, so it is known to have it; the same object for the same question. */
function having(reader: Place, name: string) {
  const known = requirements.get(nodeOf(reader)) ?? new Map<string, { readonly required: readonly string[] }>();
  requirements.set(nodeOf(reader), known);
  const schema = known.get(name) ?? { required: [name] };
  known.set(name, schema);
  return schema;
}

export const checkDependentSchemas: Check = (proof, claim) => {
  const { reader, writer } = claim;
  if (!isObject(writer)) return [];
  return [...mapAt(reader, 'dependentSchemas')].flatMap(([name, place]) => {
    if (isEmpty(memberOf(writer, name, proof.step), proof.step)) return [];
    const present = narrowed(writer, [{ ...reader, schema: having(reader, name), path: writer.path }]);
    const same = writer.facts.flatMap((fact) => mapAt(fact, 'dependentSchemas').get(name) ?? []);
    return proof.include(place, narrowed(present, same));
  });
};
