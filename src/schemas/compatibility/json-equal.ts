// Equality of JSON values as schemas mean it (enum, const, uniqueItems): numbers by value, so that 0 is -0, members in
// any order. JSON Schema 2020-12, core, 4.2.2.

const nothing = (): void => {};

/** `look`: called for every value that is compared, inner ones too. */
export function jsonEqual(a: unknown, b: unknown, look: () => void = nothing): boolean {
  look();
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every(
    (name) =>
      Object.hasOwn(b, name) &&
      jsonEqual((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name], look),
  );
}

const texts = new WeakMap<object, string>();

/** The same text for equal values, and only for them. Of an object or array it is made once. */
export function canonicalText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const known = texts.get(value) ?? canonicalOf(value);
  texts.set(value, known);
  return known;
}

function canonicalOf(value: object): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join()}]`;
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${canonicalText(member)}`);
  return `{${members.sort().join()}}`;
}
