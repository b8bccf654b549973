import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textOf } from './event-text.js';
import { createHistoryFile, readHistory } from './history-file.js';
import { linesOf, soundSteps } from './planted.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'posthorn-history-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a history on disk', () => {
  it('gives back what was written, as often as it is read, over more than one buffer', () => {
    const path = join(folder, 'whole.ndjson');
    const lines = Array.from({ length: 60 }, () => linesOf(soundSteps())).flat();
    const file = createHistoryFile(path);
    for (const line of lines) file.append(line);
    file.close();
    const history = readHistory(path);
    expect([...history]).toEqual(lines);
    expect([...history]).toEqual(lines);
  });

  it('ends with its last whole line where a run was cut off', () => {
    const path = join(folder, 'cut.ndjson');
    const file = createHistoryFile(path);
    file.append({ line: 'up', at: 1 });
    file.close();
    appendFileSync(path, '{"line":"down","at"');
    expect([...readHistory(path)]).toEqual([{ line: 'up', at: 1 }]);
  });

  it('keeps the text of ids apart from the text around them', () => {
    expect(textOf('a.1')).toBe('{"id": "a.1", "big":9007199254740993}');
  });
});
