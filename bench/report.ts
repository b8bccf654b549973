// How the rows are shown: a table to read, or one JSON object a line.
import { cpus, release } from 'node:os';
import { styleText } from 'node:util';
import type { BenchRow } from './bench-case.js';

export function environmentLine(): string {
  const processors = cpus();
  return `node ${process.version}, ${processors.length} x ${processors[0]?.model ?? 'unknown processor'}, linux ${release()}`;
}

export function jsonLine(row: BenchRow): string {
  return JSON.stringify(row);
}

function figure(value: number | null): string {
  if (value === null) return '-';
  const digits = Math.abs(value) >= 1_000 ? 0 : 2;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function table(rows: readonly BenchRow[]): string {
  const cells = rows.map((row) => [
    row.name,
    figure(row.value),
    row.unit,
    figure(row.floor),
    figure(row.ratio),
    row.pass ? 'yes' : 'NO',
    row.also === undefined ? row.goal : `${row.goal} (${row.also})`,
  ]);
  const head = ['bench', 'value', 'unit', 'floor', 'ratio', 'pass', 'goal'];
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const numeric = new Set([1, 3, 4]);
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        numeric.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [styleText('bold', line(head)), ...cells.map(line)].join('\n');
}
