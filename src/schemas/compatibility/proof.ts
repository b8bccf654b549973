// What one proof carries along: how much work is left, and which claims are being proven further up. A claim may rest on
// itself only where the proof has gone into a smaller value since: the proof is one by induction over values.
import { COMPATIBILITY_MAX_DEPTH } from '../../model/limits.js';
import { isNode, type Place } from '../schema-document.js';
import type { Finding, Rule } from './rules.js';
import type { Step } from './work.js';
import { type Writer, whereIs } from './writer.js';

/** Thrown where a proof takes more steps than it may. */
export const TOO_MUCH = Symbol('too many cases');

export type Proof = {
  /** @throws TOO_MUCH */
  readonly step: Step;
  /**
   * Proves that the reader takes every value of the writer; empty: it does. `inward`: the value is a part of the one that
   * the claim before was about.
   */
  include(reader: Place, writer: Writer, inward?: boolean): readonly Finding[];
  /** Whether `prove` finds nothing. Meanwhile one finding is enough, so that what fails costs little. */
  succeeds(prove: () => readonly Finding[]): boolean;
  /** Only asked whether: the first finding ends it. */
  readonly trying: boolean;
};

/** One keyword of the reader, to be proven for the writer. */
export type Claim = { readonly reader: Place; readonly writer: Writer; readonly keyword: string };

/** Empty: proven. */
export type Check = (proof: Proof, claim: Claim) => readonly Finding[];

/** Steps that may still be taken, by all proofs of one question together. */
export type Budget = { left: number };

/** `prove`: one claim, which asks the proof it is given for those it rests on. */
export function makeProof(
  budget: Budget,
  prove: (proof: Proof, reader: Place, writer: Writer) => readonly Finding[],
): Proof {
  let depth = 0;
  let inwards = 0;
  let attempts = 0;
  const ids = new Map<unknown, number>();
  /** Claims further up, with how far inside they stand. */
  const open = new Map<string, number>();

  const idOf = (schema: unknown): number => {
    const id = ids.get(schema) ?? ids.size;
    ids.set(schema, id);
    return id;
  };
  const keyOf = (reader: Place, writer: Writer): string => {
    const facts = writer.facts.map(({ schema }) => idOf(schema)).sort((a, b) => a - b);
    const choices = writer.choices.map((branches) => branches.map(({ schema }) => idOf(schema)).join('|'));
    return `${idOf(reader.schema)}<${facts.join()}<${choices.join()}<${writer.never}`;
  };
  const step: Step = (weight = 1) => {
    budget.left -= weight;
    if (budget.left < 0) throw TOO_MUCH;
  };

  const proof: Proof = {
    step,
    get trying() {
      return attempts > 0;
    },
    succeeds(attempt) {
      attempts += 1;
      try {
        return attempt().length === 0;
      } finally {
        attempts -= 1;
      }
    },
    include(reader, writer, inward = false) {
      step(1 + writer.weight);
      if (!isNode(reader.schema)) return prove(proof, reader, writer);
      const key = keyOf(reader, writer);
      const before = open.get(key);
      const level = inwards + (inward ? 1 : 0);
      if (before !== undefined && level > before) return [];
      if (before !== undefined || depth >= COMPATIBILITY_MAX_DEPTH) return [endless(reader, writer)];
      open.set(key, level);
      inwards = level;
      depth += 1;
      try {
        return prove(proof, reader, writer);
      } finally {
        open.delete(key);
        depth -= 1;
        if (inward) inwards -= 1;
      }
    },
  };
  return proof;
}

function endless(reader: Place, writer: Writer): Finding {
  return {
    rule: 'not-provable',
    reader: reader.path,
    writer: writer.path,
    says: () => 'the references here lead too deep to be followed',
  };
}

/** What all of `checks` find; while it is only asked whether there is anything, what the first of them finds. */
export function findAll<T>(proof: Proof, each: Iterable<T>, check: (one: T) => readonly Finding[]): readonly Finding[] {
  const found: Finding[] = [];
  for (const one of each) {
    found.push(...check(one));
    if (proof.trying && found.length > 0) return found;
  }
  return found;
}

/** A finding at a keyword of the reader, and where the writer has the same keyword, if anywhere. */
export function finding(rule: Rule, { reader, writer, keyword }: Claim, says: Finding['says']): Finding {
  return { rule, reader: `${reader.path}/${keyword}`, writer: whereIs(writer, keyword), says };
}

export function notProvable(claim: Claim, why: string): Finding {
  return finding(
    'not-provable',
    claim,
    ({ reader, writer }) => `it can't be proven that ${reader} takes all that ${writer} allows: ${why}`,
  );
}
