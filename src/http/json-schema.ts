// JSON Schemas of the routes, built so that TypeScript knows the type of what they describe. A handful of builders of
// our own: the library for this loads six hundred modules, a third of the time that the program took to be ready.

declare const described: unique symbol;
export const OPTIONAL: unique symbol = Symbol('optional');

/** A JSON Schema (2020-12) of values of type `T`. */
export type TSchema<T = unknown> = { readonly [described]?: [T]; readonly [keyword: string]: unknown };
/** A member that may be absent. */
export type TOptional<T> = TSchema<T> & { readonly [OPTIONAL]: true };

export type Static<S> = S extends { readonly [described]?: [infer T] } ? T : never;

type Keywords = Readonly<Record<string, unknown>>;
type Members = Readonly<Record<string, TSchema>>;
type OptionalNames<M> = { [K in keyof M]: M[K] extends { readonly [OPTIONAL]: true } ? K : never }[keyof M];
type ObjectOf<M> = { [K in Exclude<keyof M, OptionalNames<M>>]: Static<M[K]> } & {
  [K in OptionalNames<M>]?: Static<M[K]>;
};

function object<const M extends Members>(properties: M, keywords: Keywords = {}): TSchema<ObjectOf<M>> {
  const required = Object.keys(properties).filter((name) => !(OPTIONAL in (properties[name] as object)));
  return { type: 'object', ...(required.length > 0 ? { required } : {}), properties, ...keywords } as TSchema<
    ObjectOf<M>
  >;
}

function union<const S extends readonly TSchema[]>(anyOf: S, keywords: Keywords = {}): TSchema<Static<S[number]>> {
  return { anyOf, ...keywords } as TSchema<Static<S[number]>>;
}

const simple =
  <T>(type: string) =>
  (keywords: Keywords = {}) =>
    ({ type, ...keywords }) as TSchema<T>;

export const Type = {
  String: simple<string>('string'),
  Integer: simple<number>('integer'),
  Number: simple<number>('number'),
  Boolean: simple<boolean>('boolean'),
  Null: simple<null>('null'),
  Unknown: (keywords: Keywords = {}) => ({ ...keywords }) as TSchema,
  Literal: <const T extends string>(value: T, keywords: Keywords = {}) =>
    ({ type: 'string', const: value, ...keywords }) as TSchema<T>,
  Array: <T>(items: TSchema<T>, keywords: Keywords = {}) => ({ type: 'array', items, ...keywords }) as TSchema<T[]>,
  /** An object with any names. */
  Record: <T>(_names: TSchema<string>, values: TSchema<T>, keywords: Keywords = {}) =>
    ({ type: 'object', patternProperties: { '^.*$': values }, ...keywords }) as unknown as TSchema<Record<string, T>>,
  Object: object,
  Union: union,
  Optional: <T>(schema: TSchema<T>) => ({ ...schema, [OPTIONAL]: true }) as unknown as TOptional<T>,
  /** Every member may be absent. */
  Partial: <T>({ required: _required, ...rest }: TSchema<T>, keywords: Keywords = {}) =>
    ({ ...rest, ...keywords }) as TSchema<Partial<T>>,
  /** Keywords as they are, of a type that only the caller knows. */
  Unsafe: <T = unknown>(keywords: Keywords) => keywords as TSchema<T>,
};
