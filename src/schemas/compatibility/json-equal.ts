// Equality of JSON values as schemas mean it (enum, const, uniqueItems): numbers by value, so that 0 is -0, members in
// any order. JSON Schema 2020-12, core, 4.2.2.

export function jsonEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every(
    (name) =>
      Object.hasOwn(b, name) && jsonEqual((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name]),
  );
}
