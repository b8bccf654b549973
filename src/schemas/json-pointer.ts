// Places inside a value or a schema, as RFC 6901 writes them.

/** `pointer` one member deeper. */
export function into(pointer: string, name: string): string {
  return `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
