// Proofs of the keywords that judge the same value by other schemas: references, branches, conditions.

import type { Place } from '../schema-document.js';
import { isEmpty } from './empty.js';
import { listAt, schemaAt } from './keywords.js';
import { type Check, type Claim, findAll, finding, notProvable, type Proof } from './proof.js';
import type { Finding } from './rules.js';
import { sameKeyword } from './same-schema.js';
import { narrowed, nodeOf, writerOf } from './writer.js';

/** Whether a fact of the writer has these keywords in the same words (or, like the reader, hasn't). */
export function hasSame({ step }: Proof, { reader, writer }: Claim, keywords: readonly string[]): boolean {
  const node = nodeOf(reader);
  return writer.facts.some((fact) =>
    keywords.every((keyword) => {
      if (node[keyword] === undefined && nodeOf(fact)[keyword] === undefined) return true;
      return sameKeyword(keyword, { a: reader, b: fact, step, assumed: new Map() });
    }),
  );
}

export const checkRef: Check = (proof, claim) => {
  const { reader, writer } = claim;
  const target = reader.document.resolve(nodeOf(reader), String(nodeOf(reader)['$ref']));
  if (target === undefined) return [notProvable(claim, 'where "$ref" leads to is not looked into')];
  return proof.include(target, writer);
};

export const checkAllOf: Check = (proof, { reader, writer }) =>
  findAll(proof, listAt(reader, 'allOf'), (part) => proof.include(part, writer));

export const checkAnyOf: Check = (proof, claim) => {
  const { reader, writer } = claim;
  const branches = listAt(reader, 'anyOf');
  const taken = branches.some((branch) => proof.succeeds(() => proof.include(branch, writer)));
  return taken ? [] : noBranch(proof, claim, branches);
};

export const checkOneOf: Check = (proof, claim) => {
  const { reader, writer } = claim;
  if (hasSame(proof, claim, ['oneOf'])) return [];
  const branches = listAt(reader, 'oneOf');
  const taking = branches.filter((branch) => proof.succeeds(() => proof.include(branch, writer)));
  if (taking.length === 0) return noBranch(proof, claim, branches);
  const [only] = taking;
  const alone = branches.every((other) => other === only || isEmpty(narrowed(writer, [other]), proof.step));
  return alone ? [] : [notProvable(claim, 'more than one branch of "oneOf" may take a value')];
};

/** Where only one branch can take such values at all, what is wrong with that one says more. */
function noBranch(proof: Proof, claim: Claim, branches: readonly Place[]): readonly Finding[] {
  const possible = proof.trying
    ? []
    : branches.filter((branch) => !isEmpty(narrowed(claim.writer, [branch]), proof.step));
  const [only] = possible;
  if (only !== undefined && possible.length === 1) return proof.include(only, claim.writer);
  return [
    finding(
      'any-of-narrowed',
      claim,
      ({ reader, writer }) =>
        `no single branch of "${claim.keyword}" of ${reader} takes all that ${writer} allows at '${claim.writer.path}'`,
    ),
  ];
}

/** Proven where the two can't both hold, or where the writer excludes at least as much. */
export const checkNot: Check = (proof, claim) => {
  const { reader, writer } = claim;
  const excluded = schemaAt(reader, 'not');
  if (excluded === undefined) return [];
  if (hasSame(proof, claim, ['not']) || isEmpty(narrowed(writer, [excluded]), proof.step)) return [];
  const excludes = writer.facts.some((fact) => {
    const other = schemaAt(fact, 'not');
    return other !== undefined && proof.succeeds(() => proof.include(other, writerOf([excluded], excluded.path)));
  });
  return excludes ? [] : [notProvable(claim, 'what "not" excludes may be allowed')];
};

export const checkConditional: Check = (proof, claim) => {
  const { reader, writer } = claim;
  const [then, otherwise] = [schemaAt(reader, 'then'), schemaAt(reader, 'else')];
  if (then === undefined && otherwise === undefined) return [];
  if (hasSame(proof, claim, ['if', 'then', 'else'])) return [];
  const branches = [then, otherwise].filter((branch) => branch !== undefined);
  if (branches.every((branch) => proof.succeeds(() => proof.include(branch, writer)))) return [];
  return [notProvable(claim, '"if" is not told apart; both "then" and "else" would have to take every value')];
};
