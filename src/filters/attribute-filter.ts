// The dialects `exact`, `prefix` and `suffix`: texts of CloudEvents attributes
// (https://github.com/cloudevents/spec/blob/main/subscriptions/spec.md, 3.2.4.1.1).
import type { Count } from './condition.js';
import type { EventView } from './event-view.js';
import { type FilterNode, membersOf, textOf } from './filter-text.js';
import { invalidFilter, shown } from './invalid-filter.js';

const NAME = /^[a-z0-9]{1,100}$/;

/** How each of them compares an attribute with what the filter says. */
export const TEXT_MATCHES = {
  exact: (attribute: string, text: string) => attribute === text,
  prefix: (attribute: string, text: string) => attribute.startsWith(text),
  suffix: (attribute: string, text: string) => attribute.endsWith(text),
} as const;

/** All of the attributes are there and match. @throws INVALID_FILTER */
export function attributeFilter(
  node: FilterNode,
  matches: (attribute: string, text: string) => boolean,
  view: EventView,
  count: Count,
): () => boolean {
  const wanted = membersOf(node, '{"type":"order.created"}').map(({ name, value }) => {
    if (!NAME.test(name)) {
      const hint = 'names of CloudEvents attributes are a-z 0-9; {"headers":{…}} looks at other headers';
      throw invalidFilter(value.path, `${shown(name)} is no attribute: ${hint}`);
    }
    count(value.path);
    return { name, text: textOf(value) };
  });
  return () =>
    wanted.every(({ name, text }) => {
      const attribute = view.attribute(name);
      return attribute !== undefined && matches(attribute, text);
    });
}
