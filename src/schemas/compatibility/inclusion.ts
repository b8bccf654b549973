// The proof that every value of the writer is valid under the reader, keyword by keyword: whatever the reader asserts must
// follow from the writer's facts. Sound and not complete: what isn't proven is a finding.
// After "Finding Data Compatibility Bugs with JSON Subschema Checking", Habib et al., ISSTA 2021, without its canonical
// form: findings must name the places that the user wrote.
import type { Place } from '../schema-document.js';
import { admits } from './admits.js';
import { checkAllOf, checkAnyOf, checkConditional, checkNot, checkOneOf, checkRef } from './applicator-checks.js';
import { checkContains, checkItemCount, checkItems, checkUniqueItems } from './array-checks.js';
import { isEmpty, isRefused } from './empty.js';
import { ANNOTATIONS, type Atom } from './keywords.js';
import { checkDependentRequired, checkDependentSchemas, checkMembers } from './object-checks.js';
import { checkMemberCount, checkPropertyNames, checkRequired } from './object-size-checks.js';
import { type Check, type Claim, findAll, finding, notProvable, type Proof } from './proof.js';
import { type Finding, type Rule, shownAll } from './rules.js';
import { sameSchema } from './same-schema.js';
import { checkLength, checkListed, checkMultipleOf, checkRange, checkText, checkType } from './scalar-checks.js';
import { atomsOf, casesOf, listedValues, narrowed, nodeOf, type Writer } from './writer.js';

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['type', checkType],
  ['enum', checkListed],
  ['const', checkListed],
  ['minimum', checkRange],
  ['maximum', checkRange],
  ['exclusiveMinimum', checkRange],
  ['exclusiveMaximum', checkRange],
  ['multipleOf', checkMultipleOf],
  ['minLength', checkLength],
  ['maxLength', checkLength],
  ['pattern', checkText],
  ['format', checkText],
  ['minItems', checkItemCount],
  ['maxItems', checkItemCount],
  ['uniqueItems', checkUniqueItems],
  ['items', checkItems],
  ['prefixItems', checkItems],
  ['contains', checkContains],
  ['minProperties', checkMemberCount],
  ['maxProperties', checkMemberCount],
  ['required', checkRequired],
  ['propertyNames', checkPropertyNames],
  ['properties', checkMembers],
  ['patternProperties', checkMembers],
  ['additionalProperties', checkMembers],
  ['dependentRequired', checkDependentRequired],
  ['dependentSchemas', checkDependentSchemas],
  ['$ref', checkRef],
  ['allOf', checkAllOf],
  ['anyOf', checkAnyOf],
  ['oneOf', checkOneOf],
  ['not', checkNot],
  ['if', checkConditional],
]);

/** Read together with another keyword, and nothing without it. */
const COMPANIONS: ReadonlySet<string> = new Set(['nullable', 'then', 'else', 'minContains', 'maxContains']);

/** Keywords for one type alone that no check knows. */
const TYPE_OF_UNKNOWN: ReadonlyMap<string, Atom> = new Map([
  ['unevaluatedProperties', 'object'],
  ['unevaluatedItems', 'array'],
  ['dependencies', 'object'],
  ['formatMinimum', 'string'],
  ['formatMaximum', 'string'],
]);

/** Proves one claim; `makeProof` runs it. @throws TOO_MUCH */
export function proveClaim(proof: Proof, reader: Place, writer: Writer): readonly Finding[] {
  if (reader.schema === true) return [];
  if (reader.schema === false) return isEmpty(writer, proof.step) ? [] : [nothingAllowed(reader, writer)];
  if (writer.facts.some((fact) => sameSchema(reader, fact, proof.step))) return [];
  const values = listedValues(writer);
  const known = values === undefined ? undefined : includeValues(proof, reader, writer, values);
  if (known !== undefined) return known;
  const done = new Set<Check>();
  const keywords = Object.keys(reader.schema);
  return findAll(proof, proof.trying ? cheapestFirst(keywords) : keywords, (keyword) => {
    if (ANNOTATIONS.has(keyword) || COMPANIONS.has(keyword)) return [];
    const check = CHECKS.get(keyword) ?? checkUnknown;
    // One proof of members, one of items, whichever of their keywords comes first.
    if ((check === checkMembers || check === checkItems) && done.has(check)) return [];
    done.add(check);
    return byCases(proof, check, { reader, writer, keyword });
  });
}

const CHEAP: ReadonlySet<string> = new Set(['type', 'enum', 'const', 'required']);

const cheapestFirst = (keywords: readonly string[]): readonly string[] => [
  ...keywords.filter((keyword) => CHEAP.has(keyword)),
  ...keywords.filter((keyword) => !CHEAP.has(keyword)),
];

/** undefined: for some value it can't be told. */
function includeValues(
  proof: Proof,
  reader: Place,
  writer: Writer,
  values: readonly unknown[],
): readonly Finding[] | undefined {
  const refused = new Map<string, { path: string; keyword: string; values: unknown[] }>();
  let told = true;
  for (const value of values) {
    const verdict = admits(reader, value, proof.step);
    if (verdict === 'allowed' || isRefused(writer, value, proof.step)) continue;
    if (verdict === undefined) told = false;
    else {
      const at = `${verdict.path}/${verdict.keyword}`;
      const known = refused.get(at) ?? { ...verdict, values: [] };
      known.values.push(value);
      refused.set(at, known);
    }
  }
  if (refused.size === 0) return told ? [] : undefined;
  return [...refused.values()].map(({ path, keyword, values: which }): Finding => {
    const at = { reader: { ...reader, path }, writer, keyword };
    const rule = RULE_OF_KEYWORD.get(keyword) ?? 'enum-narrowed';
    const says: Finding['says'] = (names) => `${names.writer} allows ${shownAll(which)} here, ${names.reader} does not`;
    return keyword === 'false' ? { ...nothingAllowed(at.reader, writer), says } : finding(rule, at, says);
  });
}

const RULE_OF_KEYWORD: ReadonlyMap<string, Rule> = new Map([
  ['type', 'type-narrowed'],
  ['const', 'const-changed'],
  ['anyOf', 'any-of-narrowed'],
  ['oneOf', 'any-of-narrowed'],
]);

/** As a whole; else, where the writer has choices, case by case; else by type, where the reader's branches may be by type. */
function byCases(proof: Proof, check: Check, claim: Claim): readonly Finding[] {
  const { writer } = claim;
  proof.step(1 + writer.weight);
  const types = check === checkAnyOf || check === checkOneOf ? typesOf(writer) : [];
  if (writer.choices.length === 0 && types.length < 2) {
    const found = check(proof, claim);
    return found.length === 0 || isEmpty(writer, proof.step) ? [] : found;
  }
  if (proof.succeeds(() => check(proof, claim)) || isEmpty(writer, proof.step)) return [];
  if (writer.choices.length > 0) {
    return findAll(proof, casesOf(writer), (each) => byCases(proof, check, { ...claim, writer: each }));
  }
  return findAll(proof, types, (type) =>
    check(proof, { ...claim, writer: narrowed(writer, [{ ...claim.reader, schema: type, path: writer.path }]) }),
  );
}

const TYPES = new Map<Atom, { readonly type: string }>(
  (['null', 'boolean', 'object', 'array', 'string', 'integer'] as const).map((type) => [type, { type }]),
);
const NUMBER = { type: 'number' };

/** A schema for each type that the value may have; the same objects every time, so that claims can be recognised. */
function typesOf(writer: Writer): readonly { readonly type: string }[] {
  const atoms = [...atomsOf(writer)];
  const fraction = atoms.includes('fraction');
  const whole = atoms.flatMap((atom) => (fraction && atom === 'integer' ? [] : (TYPES.get(atom) ?? [])));
  return fraction ? [...whole, NUMBER] : whole;
}

const checkUnknown: Check = (_proof, at) => {
  const type = TYPE_OF_UNKNOWN.get(at.keyword);
  const value = nodeOf(at.reader)[at.keyword];
  if (value === true && at.keyword.startsWith('unevaluated')) return [];
  if (type !== undefined && !atomsOf(at.writer).has(type)) return [];
  return [notProvable(at, `"${at.keyword}" is only recognised where nothing beside it has changed`)];
};

function nothingAllowed(reader: Place, writer: Writer): Finding {
  return {
    rule: 'nothing-allowed',
    reader: reader.path,
    writer: writer.path,
    says: (names) => `${names.reader} allows nothing here (false), ${names.writer} does`,
  };
}
