// The history on disk, a line of JSON each: as long as a run may be, nothing of it stays in memory.
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import type { Line } from './history.js';

const BUFFER_BYTES = 64 * 1024;

export type HistoryFile = {
  append(line: Line): void;
  close(): void;
};

export function createHistoryFile(path: string): HistoryFile {
  const file = openSync(path, 'w');
  let waiting: string[] = [];
  let characters = 0;
  const flush = () => {
    writeSync(file, waiting.join(''));
    waiting = [];
    characters = 0;
  };
  return {
    append: (line) => {
      const text = `${JSON.stringify(line)}\n`;
      waiting.push(text);
      characters += text.length;
      if (characters >= BUFFER_BYTES) flush();
    },
    close: () => {
      flush();
      closeSync(file);
    },
  };
}

function* chunksOf(file: number): Generator<string> {
  const buffer = Buffer.alloc(BUFFER_BYTES);
  const decoder = new TextDecoder();
  for (;;) {
    const bytes = readSync(file, buffer, 0, BUFFER_BYTES, null);
    if (bytes === 0) return;
    yield decoder.decode(buffer.subarray(0, bytes), { stream: true });
  }
}

function* linesIn(path: string): Generator<Line> {
  const file = openSync(path, 'r');
  try {
    let rest = '';
    for (const chunk of chunksOf(file)) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield JSON.parse(line) as Line;
    }
    // A run that was cut off may have left half a line.
  } finally {
    closeSync(file);
  }
}

/** Reads the file anew each time. */
export function readHistory(path: string): Iterable<Line> {
  return { [Symbol.iterator]: () => linesIn(path) };
}
