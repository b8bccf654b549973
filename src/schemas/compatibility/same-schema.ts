// Whether two schemas say the same in the same words, references followed: then they allow the same values, whatever the
// keywords mean. This is what stands behind keywords that no other rule looks into.
import { isNode, isSchema, type Place, placeAt, type SchemaNode, SHAPES } from '../schema-document.js';
import { jsonEqual } from './json-equal.js';
import { ANNOTATIONS } from './keywords.js';
import { type Step, weightOfMany } from './work.js';

/** Counts what it looks at. @throws what `step` throws where it was too much */
export function sameSchema(a: Place, b: Place, step: Step, assumed = new Map<unknown, Set<unknown>>()): boolean {
  step();
  if (!isNode(a.schema) || !isNode(b.schema)) return a.schema === b.schema;
  const known = assumed.get(a.schema) ?? new Set();
  if (known.has(b.schema)) return true;
  assumed.set(a.schema, known.add(b.schema));
  const keywords = assertionsOf(a.schema);
  const others = assertionsOf(b.schema);
  return (
    keywords.length === others.length && keywords.every((keyword) => sameKeyword(keyword, { a, b, step, assumed }))
  );
}

type Pair = {
  readonly a: Place;
  readonly b: Place;
  readonly step: Step;
  readonly assumed: Map<unknown, Set<unknown>>;
};

/** Only one keyword of two schemas. */
export function sameKeyword(keyword: string, pair: Pair): boolean {
  const { a, b, step, assumed } = pair;
  const [one, other] = [(a.schema as SchemaNode)[keyword], (b.schema as SchemaNode)[keyword]];
  if (keyword === '$dynamicRef' || one === undefined || other === undefined) return false;
  if (keyword === '$ref') {
    const [to, toOther] = [targetOf(a, one), targetOf(b, other)];
    return to !== undefined && toOther !== undefined && sameSchema(to, toOther, step, assumed);
  }
  const shape = SHAPES.get(keyword);
  if (shape === undefined) return sameValue(one, other, step);
  if (shape === 'one') {
    return (
      isSchema(one) &&
      isSchema(other) &&
      sameSchema(placeAt(a, one, keyword), placeAt(b, other, keyword), step, assumed)
    );
  }
  return sameMembers(keyword, pair, one as object, other as object);
}

function sameMembers(keyword: string, { a, b, step, assumed }: Pair, one: object, other: object): boolean {
  const names = Object.keys(one);
  step(weightOfMany(names.length));
  if (names.length !== Object.keys(other).length) return false;
  return names.every((name) => {
    if (!Object.hasOwn(other, name)) return false;
    const [inner, innerOther] = [(one as SchemaNode)[name], (other as SchemaNode)[name]];
    if (!isSchema(inner) || !isSchema(innerOther)) return sameValue(inner, innerOther, step);
    return sameSchema(placeAt(a, inner, keyword, name), placeAt(b, innerOther, keyword, name), step, assumed);
  });
}

function sameValue(one: unknown, other: unknown, step: Step): boolean {
  const weight = weightOfMany(1);
  return jsonEqual(one, other, () => step(weight));
}

function targetOf(place: Place, ref: unknown): Place | undefined {
  return typeof ref === 'string' ? place.document.resolve(place.schema as SchemaNode, ref) : undefined;
}

const assertionsOf = (node: SchemaNode): readonly string[] =>
  Object.keys(node).filter((keyword) => !ANNOTATIONS.has(keyword));
