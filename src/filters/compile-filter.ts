// The text of a filter ▸ one function over stored events, compiled once. A filter is an object with one dialect as its field,
// or a list of such objects, which all must hold, as in the CloudEvents Subscriptions API
// (https://github.com/cloudevents/spec/blob/main/subscriptions/spec.md, 3.2.4).
import type { LogSlice } from '../engine/engine.js';
import { FILTER_MAX_CONDITIONS, FILTER_MAX_DEPTH } from '../model/filter-limits.js';
import { attributeFilter, TEXT_MATCHES } from './attribute-filter.js';
import type { Count } from './condition.js';
import { headersFilter, keyFilter, matchFilter } from './condition-filter.js';
import { type EventView, type FilterFault, makeEventView } from './event-view.js';
import { type FilterNode, itemsOf, parseFilterText, textOf, unknownName } from './filter-text.js';
import { invalidFilter } from './invalid-filter.js';
import { compileSql, passes } from './sql/sql-filter.js';

export type Filter = {
  /** Does the event `index` of the slice's batch pass? Never throws. */
  matches(slice: LogSlice, index: number): boolean;
  /** Bytes looked at and steps taken, for all events so far: what a filter costs whoever asks it. */
  spent(): number;
  /** Of the event asked about last: the first expression of it that could not be evaluated, and so did not match. */
  fault(): FilterFault | undefined;
};

/** What a filter is compiled with. `depth`: filters that it lies in. */
type Scope = { readonly view: EventView; readonly count: Count; readonly depth: number };
type Test = () => boolean;
type Dialect = (node: FilterNode, scope: Scope) => Test;

const EXAMPLE = '{"match":{"/total":{"gt":10}}}';

const DIALECTS: Readonly<Record<string, Dialect>> = {
  exact: (node, { view, count }) => attributeFilter(node, TEXT_MATCHES.exact, view, count),
  prefix: (node, { view, count }) => attributeFilter(node, TEXT_MATCHES.prefix, view, count),
  suffix: (node, { view, count }) => attributeFilter(node, TEXT_MATCHES.suffix, view, count),
  match: (node, { view, count }) => matchFilter(node, view, count),
  key: (node, { view, count }) => keyFilter(node, view, count),
  headers: (node, { view, count }) => headersFilter(node, view, count),
  sql: (node, { view, count }) => sqlFilter(node, view, count),
  all: (node, scope) => {
    const tests = inside(node, scope);
    return () => tests.every((test) => test());
  },
  any: (node, scope) => {
    const tests = inside(node, scope);
    return () => tests.some((test) => test());
  },
  not: (node, scope) => {
    const test = testOf(node, { ...scope, depth: scope.depth + 1 });
    return () => !test();
  },
};

/**
 * @param text JSON
 * @param at JSON pointer to it in what the caller sent, for the places of errors
 * @throws INVALID_FILTER
 */
export function compileFilter(text: string, at = ''): Filter {
  const view = makeEventView();
  let conditions = 0;
  const count = (path: string): void => {
    conditions += 1;
    if (conditions <= FILTER_MAX_CONDITIONS) return;
    throw invalidFilter(path, `the filter has more than ${FILTER_MAX_CONDITIONS} conditions: write fewer`);
  };
  const node = parseFilterText(text, at);
  const scope: Scope = { view, count, depth: 0 };
  const tests = node.kind === 'array' ? node.items.map((item) => testOf(item, scope)) : [testOf(node, scope)];
  return {
    matches: (slice, index) => {
      view.look(slice, index);
      try {
        return tests.every((test) => test());
      } finally {
        view.leave();
      }
    },
    spent: view.spent,
    fault: view.fault,
  };
}

function testOf(node: FilterNode, scope: Scope): Test {
  if (scope.depth > FILTER_MAX_DEPTH) {
    throw invalidFilter(node.path, `it lies in more than ${FILTER_MAX_DEPTH} other filters: write it flatter`);
  }
  if (node.kind !== 'object') throw invalidFilter(node.path, `a filter is an object such as ${EXAMPLE}`);
  const [member, another] = node.members;
  if (member === undefined) throw invalidFilter(node.path, `a filter has one field, its dialect, such as ${EXAMPLE}`);
  const dialect = Object.hasOwn(DIALECTS, member.name) ? DIALECTS[member.name] : undefined;
  if (dialect === undefined) throw unknownName(member.value.path, member.name, Object.keys(DIALECTS));
  if (another !== undefined) {
    throw invalidFilter(another.value.path, 'a filter has one field: put both into {"all":[{…},{…}]}, an object each');
  }
  return dialect(member.value, scope);
}

function sqlFilter(node: FilterNode, view: EventView, count: Count): Test {
  count(node.path);
  const evaluate = compileSql(textOf(node), node.path, count);
  return () => {
    const result = evaluate(view.attribute);
    view.spend(result.steps);
    const { passed, fault } = passes(result);
    if (fault !== undefined) view.tell(fault);
    return passed;
  };
}

function inside(node: FilterNode, scope: Scope): readonly Test[] {
  const items = itemsOf(node, FILTER_MAX_CONDITIONS, 'filters');
  return items.map((item) => testOf(item, { ...scope, depth: scope.depth + 1 }));
}
