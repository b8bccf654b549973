// Schemas, changes to them, and values, for properties of the proof of compatibility.
import fc from 'fast-check';

type Json = unknown;
type Node = Readonly<Record<string, unknown>>;

const NAMES = ['a', 'b', 'kind', 'x-1'];
const TYPES = ['null', 'boolean', 'object', 'array', 'string', 'integer', 'number'];
const PATTERNS = ['^x-', '[ab]', '^a'];
const name = fc.constantFrom(...NAMES);
const small = fc.integer({ min: 0, max: 3 });
const bound = fc.constantFrom(-2, -1, 0, 0.5, 1, 2, 3);
const leaf = fc.constantFrom<Json>('', 'a', 'ab', 'abc', 0, 1, 1.5, 2, 3, -2, true, false, null);

/** Objects as JSON.parse makes them. */
const plain = <T>(made: T): T => JSON.parse(JSON.stringify(made)) as T;

/** Values in which the generated schemas differ. */
export const value: fc.Arbitrary<Json> = fc
  .letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(name, tie('value'), { maxKeys: 4 }),
    ),
  }))
  .value.map(plain);

const type = fc.oneof(
  fc.constantFrom(...TYPES),
  fc.uniqueArray(fc.constantFrom(...TYPES), { minLength: 1, maxLength: 3 }),
);

/** Keywords by themselves: a schema is some of them. `part`: a schema further in. */
const keywordsOf = (part: fc.Arbitrary<Json>): Readonly<Record<string, fc.Arbitrary<Json>>> => ({
  type,
  enum: fc.uniqueArray(fc.oneof(leaf, fc.constantFrom<Json>([1], { a: 1 }, { kind: 'a' })), {
    minLength: 1,
    maxLength: 4,
    selector: (each) => JSON.stringify(each),
  }),
  const: leaf,
  minimum: bound,
  maximum: bound,
  exclusiveMinimum: bound,
  exclusiveMaximum: bound,
  multipleOf: fc.constantFrom(1, 2, 3, 0.5),
  minLength: small,
  maxLength: small,
  pattern: fc.constantFrom(...PATTERNS),
  format: fc.constantFrom('date', 'uuid'),
  minItems: small,
  maxItems: small,
  uniqueItems: fc.boolean(),
  items: part,
  prefixItems: fc.array(part, { minLength: 1, maxLength: 2 }),
  contains: part,
  minContains: small,
  maxContains: small,
  minProperties: small,
  maxProperties: small,
  required: fc.uniqueArray(name, { maxLength: 2 }),
  properties: fc.dictionary(name, part, { maxKeys: 3 }),
  patternProperties: fc.dictionary(fc.constantFrom(...PATTERNS), part, { maxKeys: 2 }),
  additionalProperties: fc.oneof(fc.constant(false), part),
  propertyNames: fc.oneof(
    fc.record({ enum: fc.uniqueArray(name, { minLength: 1 }) }),
    fc.record({ maxLength: small, pattern: fc.constantFrom(...PATTERNS) }, { requiredKeys: [] }),
  ),
  dependentRequired: fc.dictionary(name, fc.uniqueArray(name, { maxLength: 2 }), { maxKeys: 2 }),
  dependentSchemas: fc.dictionary(name, part, { maxKeys: 1 }),
  allOf: fc.array(part, { minLength: 1, maxLength: 2 }),
  anyOf: fc.array(part, { minLength: 1, maxLength: 3 }),
  oneOf: fc.array(part, { minLength: 1, maxLength: 3 }),
  not: part,
  if: part,
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
  then: part,
  else: part,
  unevaluatedProperties: fc.oneof(fc.boolean(), part),
  unevaluatedItems: fc.oneof(fc.boolean(), part),
  // Inside an item or a member only, so that no schema calls itself on the same value.
  title: fc.constant('x'),
});

const recursive = fc.constantFrom<Json>({ $ref: '#/$defs/one' }, { $ref: '#/$defs/two' });

const { part } = fc.letrec<{ part: Json }>((tie) => ({
  part: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.boolean(),
    fc.record({ type }),
    someOf(keywordsOf(tie('part'))),
  ),
}));

function someOf(keywords: Readonly<Record<string, fc.Arbitrary<Json>>>): fc.Arbitrary<Node> {
  return fc
    .uniqueArray(fc.constantFrom(...Object.keys(keywords)), { minLength: 1, maxLength: 4 })
    .chain((chosen) =>
      fc.record(Object.fromEntries(chosen.map((keyword) => [keyword, keywords[keyword] as fc.Arbitrary<Json>]))),
    );
}

/** A definition: its references stand inside members and items. */
const definition = fc.oneof(
  part,
  fc.record(
    {
      type: fc.constantFrom('object', 'array', ['object', 'string']),
      properties: fc.dictionary(name, fc.oneof(recursive, part), { maxKeys: 2 }),
      items: fc.oneof(recursive, part),
      additionalProperties: fc.oneof(recursive, fc.boolean()),
      required: fc.uniqueArray(name, { maxLength: 1 }),
    },
    { requiredKeys: [] },
  ),
);

export const schema: fc.Arbitrary<Node> = fc
  .tuple(fc.oneof(recursive, part, definition), definition, definition)
  .map(([root, one, two]) => plain({ ...(typeof root === 'object' ? root : { allOf: [root] }), $defs: { one, two } }));

const simple = fc.oneof(fc.boolean(), fc.record({ type }), fc.record({ const: leaf }));
const GROUPS = [
  ['type', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ['type', 'minLength', 'maxLength', 'pattern', 'enum', 'const', 'not'],
  ['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems'],
  ['items', 'minItems', 'contains', 'minContains', 'maxContains'],
  ['properties', 'patternProperties', 'additionalProperties', 'required', 'propertyNames', 'minProperties'],
  ['properties', 'additionalProperties', 'dependentRequired', 'dependentSchemas', 'maxProperties', 'required'],
  ['type', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'],
];

/** Keywords that work together, on one level: there the smallest changes decide. */
export const flat: fc.Arbitrary<Node> = fc.constantFrom(...GROUPS).chain((group) => {
  const keywords = keywordsOf(simple);
  const chosen = Object.fromEntries(group.map((keyword) => [keyword, keywords[keyword] as fc.Arbitrary<Json>]));
  return fc.record(chosen, { requiredKeys: [] }).map(plain);
});

/** The schema with something changed at some place: a keyword taken out, put in, or replaced. */
export function changed(whole: Node): fc.Arbitrary<Node> {
  return fc
    .array(fc.record({ at: fc.nat(), keyword: fc.nat(), fresh: someOf(keywordsOf(part)), how: fc.nat(3) }), {
      minLength: 1,
      maxLength: 2,
    })
    .map((edits) => plain(edits.reduce<Node>((before, edit) => edited(before, edit), whole)));
}

type Edit = { readonly at: number; readonly keyword: number; readonly fresh: Node; readonly how: number };

function edited(whole: Node, { at, keyword, fresh, how }: Edit): Node {
  const copy = structuredClone(whole) as Record<string, unknown>;
  const nodes: Record<string, unknown>[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if (!Array.isArray(node)) nodes.push(node as Record<string, unknown>);
    for (const [key, inner] of Object.entries(node)) if (key !== 'enum' && key !== 'const') visit(inner);
  };
  visit(copy);
  const node = nodes[at % nodes.length] as Record<string, unknown>;
  const keys = Object.keys(node).filter((key) => key !== '$defs' && key !== '$ref');
  const key = keys[keyword % Math.max(1, keys.length)];
  if (how === 0 && key !== undefined) delete node[key];
  else if (how === 1 && key !== undefined && fresh[key] !== undefined) node[key] = fresh[key];
  else if (how === 3 && key !== undefined) {
    const bound = keyword % 2 === 0 ? OTHER_BOUND[key] : undefined;
    const value = node[key];
    delete node[key];
    node[bound ?? key] = bound === undefined ? nudged(key, value, at) : value;
  } else Object.assign(node, fresh);
  return copy;
}

const OTHER_BOUND: Readonly<Record<string, string>> = {
  minimum: 'exclusiveMinimum',
  exclusiveMinimum: 'minimum',
  maximum: 'exclusiveMaximum',
  exclusiveMaximum: 'maximum',
};

/** A bound moved by one, another order, one choice less: the smallest changes are the hardest to judge. */
function nudged(key: string, old: unknown, by: number): unknown {
  if (typeof old === 'number' && key !== 'multipleOf' && key !== 'const') return Math.max(0, old + (by % 3) - 1);
  if (!Array.isArray(old) || old.length < 2) return old;
  return by % 2 === 0 ? old.toReversed() : old.slice(1);
}
