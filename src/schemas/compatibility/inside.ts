// What a writer knows of a value inside its value: of a member by name, of all other members, of an item.
import type { Place } from '../schema-document.js';
import { listAt, mapAt, membersOf, schemaAt } from './keywords.js';
import { type Step, weightOfMany } from './work.js';
import { type Choice, type Writer, writerOf } from './writer.js';

/** Of the member `name`. */
export function memberOf(writer: Writer, name: string, step: Step): Writer {
  step(weightOfMany(1 + writer.facts.length));
  const places = writer.facts.flatMap((fact) => membersOf(fact, name, step) ?? []);
  return writerOf(places, places[0]?.path ?? writer.path);
}

/** Whether a fact says anything of the member. */
export function hasSchemaFor(writer: Writer, name: string, step: Step): boolean {
  return writer.facts.some((fact) => membersOf(fact, name, step)?.some(({ schema }) => schema !== true) ?? true);
}

/** Of a member that `properties` of no fact names, and that matches none of the patterns in `except`. */
export function otherMember(writer: Writer, except: ReadonlySet<string>): Writer {
  const { places, choices } = others(writer.facts, except);
  return writerOf(places, places[0]?.path ?? writer.path, choices);
}

/** Of a member that matches the pattern `source` and that `properties` of no fact names. */
export function matchingMember(writer: Writer, source: string, step: Step): Writer {
  // Of all facts the patterns are gone through.
  step(writer.weight);
  const matching = writer.facts.flatMap((fact) => mapAt(fact, 'patternProperties').get(source) ?? []);
  const without = writer.facts.filter((fact) => !mapAt(fact, 'patternProperties').has(source));
  const { places, choices } = others(without, new Set());
  return writerOf([...matching, ...places], matching[0]?.path ?? writer.path, choices);
}

/** Where a fact has patterns, any of them may judge the member, or `additionalProperties`. */
function others(facts: readonly Place[], except: ReadonlySet<string>) {
  const places: Place[] = [];
  const choices: Choice[] = [];
  for (const fact of facts) {
    const rest = schemaAt(fact, 'additionalProperties');
    if (rest === undefined) continue;
    const patterns = [...mapAt(fact, 'patternProperties')].filter(([source]) => !except.has(source));
    if (patterns.length === 0) places.push(rest);
    else choices.push([rest, ...patterns.map(([, place]) => place)]);
  }
  return { places, choices };
}

/** Of the item at `index`. */
export function itemOf(writer: Writer, index: number): Writer {
  const places = writer.facts.flatMap((fact) => listAt(fact, 'prefixItems')[index] ?? schemaAt(fact, 'items') ?? []);
  return writerOf(places, places[0]?.path ?? writer.path);
}

/** How many items facts judge one by one. */
export function listedItems(writer: Writer): number {
  return writer.facts.reduce((most, fact) => Math.max(most, listAt(fact, 'prefixItems').length), 0);
}
