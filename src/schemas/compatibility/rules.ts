// The rules by which a schema can break with another one, and what to do instead. A rule is named by what happened to the
// schema that changed: where that is the writing side, the same finding bears the name of the opposite change.

type RuleText = {
  /** The rule's name where the writer is the schema that changed. */
  readonly opposite: string;
  /** What would be compatible, where the reader changed and where the writer changed. */
  readonly mend: readonly [readerChanged: string, writerChanged: string];
};

const bounds = (opposite: string): RuleText => ({
  opposite,
  mend: ['Keep the bound at least as wide as it was.', 'Keep the bound at least as narrow as it was.'],
});
const same = (what: string, opposite: string): RuleText => ({
  opposite,
  mend: [`Leave the ${what} as it was, or take it out.`, `Leave the ${what} as it was.`],
});

export const RULES = {
  'nothing-allowed': { opposite: 'nothing-allowed-lifted', mend: ['Allow what was allowed.', 'Leave it forbidden.'] },
  'type-narrowed': {
    opposite: 'type-widened',
    mend: ['Keep every type that was allowed; more may be added.', 'Add no type; types may be taken out.'],
  },
  'enum-narrowed': {
    opposite: 'enum-widened',
    mend: ['Keep every value that was allowed; more may be added.', 'Add no value; values may be taken out.'],
  },
  'const-changed': { opposite: 'const-changed', mend: ['Leave the value as it was.', 'Leave the value as it was.'] },
  'required-added': {
    opposite: 'required-removed',
    mend: ['Leave the property optional.', 'Leave the property required.'],
  },
  'dependent-required-added': {
    opposite: 'dependent-required-removed',
    mend: ['Leave the property optional.', 'Leave the property required.'],
  },
  'property-added': {
    opposite: 'property-removed',
    mend: [
      'Add a property with a schema only where other properties were refused ("additionalProperties": false), or let it take any value.',
      'Keep the property with its schema, or refuse other properties ("additionalProperties": false).',
    ],
  },
  'property-removed': {
    opposite: 'property-added',
    mend: [
      'Keep the property, or allow other properties.',
      'Add a property only where the earlier schema allows others.',
    ],
  },
  'additional-properties-narrowed': {
    opposite: 'additional-properties-widened',
    mend: ['Go on allowing other properties as before.', 'Go on refusing other properties as before.'],
  },
  'pattern-properties-changed': same('pattern', 'pattern-properties-changed'),
  'property-names-narrowed': {
    opposite: 'property-names-widened',
    mend: ['Keep every name that was allowed.', 'Allow no further names.'],
  },
  'min-properties-raised': bounds('min-properties-lowered'),
  'max-properties-lowered': bounds('max-properties-raised'),
  'items-narrowed': { opposite: 'items-widened', mend: ['Allow items as before.', 'Refuse items as before.'] },
  'min-items-raised': bounds('min-items-lowered'),
  'max-items-lowered': bounds('max-items-raised'),
  'unique-items-added': {
    opposite: 'unique-items-removed',
    mend: ['Leave equal items allowed.', 'Leave equal items refused.'],
  },
  'contains-changed': same('"contains" and its bounds', 'contains-changed'),
  'min-length-raised': bounds('min-length-lowered'),
  'max-length-lowered': bounds('max-length-raised'),
  'pattern-changed': same('pattern', 'pattern-changed'),
  'format-changed': same('format', 'format-changed'),
  'minimum-raised': bounds('minimum-lowered'),
  'maximum-lowered': bounds('maximum-raised'),
  'multiple-of-changed': {
    opposite: 'multiple-of-changed',
    mend: [
      'Use a divisor of the number that was there, of integers with bounds within 2^53, or take it out.',
      'Use a multiple of the number that was there, with bounds within 2^53.',
    ],
  },
  'any-of-narrowed': {
    opposite: 'any-of-widened',
    mend: ['Keep a branch that takes it.', 'Add no branch that goes beyond the earlier ones.'],
  },
  'not-provable': {
    opposite: 'not-provable',
    mend: ['Leave this part as it was, or write it without.', 'Leave this part as it was, or write it without.'],
  },
} as const satisfies Readonly<Record<string, RuleText>>;

export type Rule = keyof typeof RULES;

/** Which of the two schemas is the new one. */
export type Changed = 'reader' | 'writer';

/** How the two are called in messages. */
export type Names = { readonly reader: string; readonly writer: string };

/** Something that the writer allows and the reader refuses, or that can't be proven to be allowed by it. */
export type Finding = {
  readonly rule: Rule;
  /** Where it stands in each of the two, as JSON pointers. */
  readonly reader: string;
  readonly writer: string;
  readonly says: (names: Names) => string;
};

/** `path`: a JSON pointer into the schema that changed. */
export type CompatibilityProblem = { readonly path: string; readonly rule: string; readonly message: string };

export function problemOfFinding(finding: Finding, changed: Changed, names: Names): CompatibilityProblem {
  const { opposite, mend } = RULES[finding.rule];
  const says = finding.says(names);
  return {
    path: finding[changed],
    rule: changed === 'reader' ? finding.rule : opposite,
    message: `${says[0]?.toUpperCase()}${says.slice(1)}. ${mend[changed === 'reader' ? 0 : 1]}`,
  };
}

const SHOWN_MAX_CHARS = 120;

const SHOWN_MAX_VALUES = 20;

/** Values of a schema, in a message. */
export function shownAll(values: readonly unknown[]): string {
  const more = values.length - SHOWN_MAX_VALUES;
  return values.slice(0, SHOWN_MAX_VALUES).map(shown).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** A value of a schema, in a message. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > SHOWN_MAX_CHARS ? `${text.slice(0, SHOWN_MAX_CHARS)}...` : text;
}
