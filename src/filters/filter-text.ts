// The text of a filter ▸ a tree of what it says, each part with its place. Numbers stay the text that they are: a 64-bit
// integer does not survive JSON.parse.
import { arrayElements, type JsonRange, jsonKindAt, jsonString, objectMembers } from '../json/parts.js';
import { findJsonFault, scanValue, skipSpace } from '../json/scan.js';
import { FILTER_MAX_BYTES } from '../model/filter-limits.js';
import { invalidFilter, shown } from './invalid-filter.js';

export type FilterNode = { /** JSON pointer to it. */ readonly path: string } & (
  | { readonly kind: 'object'; readonly members: readonly FilterMember[] }
  | { readonly kind: 'array'; readonly items: readonly FilterNode[] }
  | { readonly kind: 'string' | 'number'; readonly text: string }
  | { readonly kind: 'true' | 'false' | 'null' }
);
export type FilterMember = { readonly name: string; readonly value: FilterNode };

/** @param at the filter's own place in what the caller sent @throws INVALID_FILTER */
export function parseFilterText(text: string, at: string): FilterNode {
  const bytes = Buffer.from(text);
  if (bytes.length > FILTER_MAX_BYTES) {
    throw invalidFilter(at, `it has ${bytes.length} bytes, and ${FILTER_MAX_BYTES} are allowed: write a shorter one`);
  }
  const fault = findJsonFault(bytes, 0, bytes.length);
  if (fault >= 0) {
    const hint =
      'it must be a JSON object such as {"match":{"/total":{"gt":10}}}, URL-encoded where it stands in a query';
    throw invalidFilter(at, `it stops being JSON at byte ${fault}: ${hint}`);
  }
  const start = skipSpace(bytes, 0, bytes.length);
  return nodeAt(bytes, { start, end: scanValue(bytes, start, bytes.length) }, at);
}

function nodeAt(bytes: Buffer, range: JsonRange, path: string): FilterNode {
  const kind = jsonKindAt(bytes, range.start);
  switch (kind) {
    case 'object':
      return { path, kind, members: membersAt(bytes, range, path) };
    case 'array':
      return {
        path,
        kind,
        items: arrayElements(bytes, range).map((item, index) => nodeAt(bytes, item, `${path}/${index}`)),
      };
    case 'string':
      return { path, kind, text: jsonString(bytes, range.start, range.end) };
    case 'number':
      return { path, kind, text: bytes.toString('latin1', range.start, range.end) };
    default:
      return { path, kind };
  }
}

function membersAt(bytes: Buffer, range: JsonRange, path: string): FilterMember[] {
  const names = new Set<string>();
  return objectMembers(bytes, range).map(({ name, value }) => {
    const at = into(path, name);
    if (names.has(name)) throw invalidFilter(at, 'it comes twice: leave one of them out');
    names.add(name);
    return { name, value: nodeAt(bytes, value, at) };
  });
}

/** `pointer` one member deeper (RFC 6901). */
export function into(pointer: string, name: string): string {
  return `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The members of an object that has some. @throws INVALID_FILTER */
export function membersOf(node: FilterNode, example: string): readonly FilterMember[] {
  if (node.kind !== 'object') throw invalidFilter(node.path, `it must be an object such as ${example}`);
  if (node.members.length === 0) throw invalidFilter(node.path, `it is empty: write at least one, such as ${example}`);
  return node.members;
}

/** A string that is not empty. @throws INVALID_FILTER */
export function textOf(node: FilterNode): string {
  if (node.kind !== 'string') throw invalidFilter(node.path, 'it must be a string');
  if (node.text === '')
    throw invalidFilter(node.path, 'it is an empty string: leave it out, or write what to look for');
  return node.text;
}

/** The parts of a list that has some. @throws INVALID_FILTER */
export function itemsOf(node: FilterNode, max: number, what: string): readonly FilterNode[] {
  if (node.kind !== 'array') throw invalidFilter(node.path, `it must be a list of ${what}`);
  if (node.items.length === 0) throw invalidFilter(node.path, `it is empty: give at least one of ${what}`);
  if (node.items.length > max) {
    throw invalidFilter(node.path, `it has ${node.items.length} of ${what}, and ${max} are allowed: give fewer`);
  }
  return node.items;
}

/** @throws INVALID_FILTER */
export function unknownName(path: string, name: string, known: readonly string[]): Error {
  return invalidFilter(path, `${shown(name)} is unknown; there are ${known.join(', ')}`);
}
