// The writing side of a proof: one value of which everything is known that the schemas it is valid under say. `$ref` and
// `allOf` are followed, so that what is known is a flat list of facts; `anyOf` and `oneOf` stay as choices, to be told
// apart only where a proof needs it. What isn't read here (`not`, `if`, ...) makes the list say less, never something false.
import { isNode, type Place, type SchemaNode } from '../schema-document.js';
import { ATOMS, type Atom, atomsOfValue, listAt, typeAtoms } from './keywords.js';
import { weightOfMany, weightOfNode } from './work.js';

/** The value is valid under at least one of the branches. */
export type Choice = readonly Place[];

export type Writer = {
  /** Where it begins, for messages. */
  readonly path: string;
  /** Nodes that the value is valid under, all of them. */
  readonly facts: readonly Place[];
  readonly choices: readonly Choice[];
  /** True: a schema `false` is among them, so there is no such value. */
  readonly never: boolean;
  /** Of going through all that it says. */
  readonly weight: number;
};

/** A value that is valid under all of `places`. */
export function writerOf(places: readonly Place[], path: string, choices: readonly Choice[] = []): Writer {
  return narrowed({ path, facts: [], choices, never: false, weight: 0 }, places);
}

/** The same value, known to be valid under `places` too. */
export function narrowed(writer: Writer, places: readonly Place[]): Writer {
  const seen = new Set<unknown>(writer.facts.map(({ schema }) => schema));
  const facts = [...writer.facts];
  const choices = [...writer.choices];
  let { never } = writer;
  const add = (place: Place): void => {
    const { schema } = place;
    if (schema === false) never = true;
    if (!isNode(schema) || seen.has(schema)) return;
    seen.add(schema);
    facts.push(place);
    // `$dynamicRef` says nothing here: where it leads can change on the way.
    const ref = schema['$ref'];
    const target = typeof ref === 'string' ? place.document.resolve(schema, ref) : undefined;
    if (target !== undefined) add(target);
    for (const part of listAt(place, 'allOf')) add(part);
    for (const keyword of ['anyOf', 'oneOf']) {
      const branches = listAt(place, keyword);
      if (branches.length > 0) choices.push(branches);
    }
  };
  for (const place of places) add(place);
  let weight = 0;
  for (const fact of facts) weight += weightOfNode(nodeOf(fact));
  for (const branches of choices) weight += weightOfMany(branches.length);
  return { path: writer.path, facts, choices, never, weight };
}

/** The cases of the first choice: one of them holds. */
export function* casesOf(writer: Writer): Iterable<Writer> {
  const [choice, ...others] = writer.choices;
  if (choice === undefined) yield writer;
  for (const branch of choice ?? []) {
    yield narrowed({ ...writer, path: branch.path === '' ? writer.path : branch.path, choices: others }, [branch]);
  }
}

export const nodeOf = (fact: Place): SchemaNode => fact.schema as SchemaNode;

/** Values of one keyword, wherever it stands. */
export function valuesOf(writer: Writer, keyword: string): readonly unknown[] {
  return writer.facts.flatMap((fact) => {
    const value = nodeOf(fact)[keyword];
    return value === undefined ? [] : [value];
  });
}

/** The path of the keyword where it stands, else of the value's schema. */
export function whereIs(writer: Writer, keyword: string): string {
  const fact = writer.facts.find((place) => Object.hasOwn(nodeOf(place), keyword));
  return fact === undefined ? writer.path : `${fact.path}/${keyword}`;
}

const knownAtoms = new WeakMap<Writer, ReadonlySet<Atom>>();

/** The types that the value may have. */
export function atomsOf(writer: Writer): ReadonlySet<Atom> {
  const known = knownAtoms.get(writer) ?? readAtoms(writer);
  knownAtoms.set(writer, known);
  return known;
}

function readAtoms(writer: Writer): ReadonlySet<Atom> {
  let atoms: ReadonlySet<Atom> = new Set(writer.never ? [] : ATOMS);
  const keep = (allowed: ReadonlySet<Atom>) => {
    atoms = new Set([...atoms].filter((atom) => allowed.has(atom)));
  };
  for (const fact of writer.facts) {
    const node = nodeOf(fact);
    const types = typeAtoms(node);
    if (types !== undefined) keep(types);
    const values = listed(node);
    if (values !== undefined) keep(atomsOfListed(values));
  }
  return atoms;
}

const listedAtoms = new WeakMap<readonly unknown[], ReadonlySet<Atom>>();

/** Looked at once: a list is met wherever it is referred to. */
function atomsOfListed(values: readonly unknown[]): ReadonlySet<Atom> {
  const known = listedAtoms.get(values) ?? new Set(values.map(atomsOfValue));
  listedAtoms.set(values, known);
  return known;
}

function listed(node: SchemaNode): readonly unknown[] | undefined {
  if (Object.hasOwn(node, 'const')) return [node['const']];
  return Array.isArray(node['enum']) ? node['enum'] : undefined;
}

/** All values that are possible, where the schemas list them; undefined: they don't. */
export function listedValues(writer: Writer): readonly unknown[] | undefined {
  let shortest: readonly unknown[] | undefined;
  for (const fact of writer.facts) {
    const values = listed(nodeOf(fact));
    if (values !== undefined && (shortest === undefined || values.length < shortest.length)) shortest = values;
  }
  if (shortest !== undefined) return shortest;
  const atoms = [...atomsOf(writer)];
  if (atoms.some((atom) => atom !== 'boolean' && atom !== 'null')) return undefined;
  return atoms.flatMap((atom) => (atom === 'null' ? [null] : [true, false]));
}
