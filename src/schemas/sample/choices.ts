// Where a schema leaves a choice, what one attempt at a sample takes.

export type Choices = {
  /** One of `count`: a branch of `anyOf` or `oneOf`, a type, a value of `enum`. */
  readonly pick: (count: number) => number;
  /** Whether a member that is not required is there. */
  readonly optional: () => boolean;
  /** Whether `examples` or `default` are taken where the schema has them. */
  readonly literal: () => boolean;
};
