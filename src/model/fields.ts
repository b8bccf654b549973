// Reads the fields of a JSON object by name and collects everything that is wrong with them.
import type { Places } from './places.js';

/** Of a name that an answer repeats. */
const NAMED_MAX_CHARS = 100;

export type Fields = {
  take(name: string): unknown;
  /** `fallback` where the field is absent, null or wrong. */
  integer(name: string, min: number, max: number, fallback: number): number;
  oneOf<T extends string>(name: string, allowed: readonly T[], fallback: T): T;
  inner(name: string): Fields;
  wrong(path: string, message: string): void;
  /** Every field that nobody has taken is wrong. */
  refuseOthers(): void;
};

export function makeFields(object: Readonly<Record<string, unknown>>, path: string, places: Places): Fields {
  const known = new Set<string>();
  const take = (name: string): unknown => {
    known.add(name);
    return Object.hasOwn(object, name) ? object[name] : undefined;
  };
  const wrong = (name: string, message: string): void => {
    places.add(`${path}/${name}`, message);
  };
  return {
    take,
    wrong,
    integer: (name, min, max, fallback) => {
      const value = take(name) ?? fallback;
      if (value === fallback || (Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max)) {
        return value as number;
      }
      wrong(name, `must be an integer from ${min} to ${max}`);
      return fallback;
    },
    oneOf: <T extends string>(name: string, allowed: readonly T[], fallback: T): T => {
      const value = take(name) ?? fallback;
      if (allowed.includes(value as T)) return value as T;
      wrong(name, `must be ${allowed.map((one) => `"${one}"`).join(', ')}`);
      return fallback;
    },
    inner: (name) => {
      const value = take(name) ?? {};
      const isObject = typeof value === 'object' && !Array.isArray(value);
      if (!isObject) wrong(name, 'must be an object');
      return makeFields(isObject ? (value as Record<string, unknown>) : {}, `${path}/${name}`, places);
    },
    refuseOthers: () => {
      let message: string | undefined;
      for (const name in object) {
        if (known.has(name) || !Object.hasOwn(object, name)) continue;
        if (places.full()) {
          places.skip(1);
          continue;
        }
        message ??= `is not a field: leave it out (there are ${[...known].join(', ')})`;
        wrong(name.slice(0, NAMED_MAX_CHARS), message);
      }
    },
  };
}
