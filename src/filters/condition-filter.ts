// The dialects `match`, `key` and `headers`: conditions on places of a JSON value, on the key and on headers.
import { JSON_MAX_DEPTH } from '../model/limits.js';
import { type Condition, type Count, parseCondition } from './condition.js';
import type { EventView } from './event-view.js';
import { type FilterNode, membersOf } from './filter-text.js';
import { type Found, foundText } from './found.js';
import { invalidFilter, shown } from './invalid-filter.js';

type Test = { readonly found: () => Found; readonly condition: Condition };

const LONE_TILDE = /~(?![01])/;

/** `{"/json/pointer": condition, …}`; a value that is not JSON never matches. @throws INVALID_FILTER */
export function matchFilter(node: FilterNode, view: EventView, count: Count): () => boolean {
  const tests = membersOf(node, '{"/total":{"gt":10}}').map(({ name, value }): Test => {
    const condition = parseCondition(value, count);
    return { found: view.place(stepsOf(name, value.path)), condition };
  });
  return () => view.isJson() && allHold(tests);
}

/** `{"name": condition, …}`, names in any case. @throws INVALID_FILTER */
export function headersFilter(node: FilterNode, view: EventView, count: Count): () => boolean {
  const tests = membersOf(node, '{"region":{"prefix":"eu-"}}').map(({ name, value }): Test => {
    const lower = name.toLowerCase();
    return { found: () => foundText(view.header(lower)), condition: parseCondition(value, count) };
  });
  return () => allHold(tests);
}

/** @throws INVALID_FILTER */
export function keyFilter(node: FilterNode, view: EventView, count: Count): () => boolean {
  const condition = parseCondition(node, count);
  return () => condition(foundText(view.key()));
}

function allHold(tests: readonly Test[]): boolean {
  for (const { found, condition } of tests) if (!condition(found())) return false;
  return true;
}

/** The steps of a JSON pointer (RFC 6901), unescaped. */
function stepsOf(pointer: string, path: string): readonly string[] {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) {
    throw invalidFilter(
      path,
      `${shown(pointer)} is no JSON pointer: write ${shown(`/${pointer.replaceAll('.', '/')}`)}`,
    );
  }
  if (LONE_TILDE.test(pointer)) {
    throw invalidFilter(path, `${shown(pointer)} is no JSON pointer: ~ is written as ~0, and / inside a name as ~1`);
  }
  const steps = pointer.split('/').slice(1);
  if (steps.length > JSON_MAX_DEPTH) {
    throw invalidFilter(path, `the pointer has ${steps.length} steps, and no value goes deeper than ${JSON_MAX_DEPTH}`);
  }
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
