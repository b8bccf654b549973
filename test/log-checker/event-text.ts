// The value of an event: JSON that only an exact copy of its bytes keeps.

export function textOf(id: string): string {
  return `{"id": "${id}", "big":9007199254740993}`;
}

type Shown = { readonly value?: unknown };

/**
 * The ids of the events that an answer shows, as its text has them; `!` and the value where its bytes are not those
 * that were sent.
 */
export function idsIn(text: string, events: readonly Shown[]): string[] {
  let from = 0;
  return events.map(({ value }) => {
    const { id } = (value ?? {}) as { readonly id?: unknown };
    const exact = `"value":${textOf(String(id))}`;
    const at = text.indexOf(exact, from);
    if (at < 0) return `!${JSON.stringify(value)}`;
    from = at + exact.length;
    return String(id);
  });
}
