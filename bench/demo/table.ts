// A table of figures, as the demo prints it.

export function printTable(rows: readonly (readonly [name: string, value: number])[]): void {
  for (const [name, value] of rows) console.log(`${name.padEnd(32)}${String(value).padStart(8)}`);
}
