// House rules that a linter cannot check: papers agree with code, migrations never change, files stay small.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changesTable, errorsTable, settingsTable } from '../../docs/tables.js';
import { projectRoot } from '../harness/project-root.js';
import { MIGRATION_HASHES } from './migration-hashes.js';

const MAX_LINES = 300;
const FORBIDDEN_NAMES = /(^|[-_.])(utils?|helpers?|common|manager|service)([-_.]|$)/i;
// Split, so that this line is not found by itself.
const UNFINISHED = new RegExp(`\\b(${['TO', 'FIX'].map((half, at) => half + ['DO', 'ME'][at]).join('|')})\\b`);

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8');

function filesUnder(folder: string, ending: RegExp): string[] {
  const absolute = join(projectRoot, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => relative(projectRoot, join(entry.parentPath, entry.name)));
}

const code = ['src', 'test', 'bench', 'openapi', 'docs', 'bin'].flatMap((folder) =>
  // Types that are generated follow their generator.
  filesUnder(folder, /(?<!\.d)\.(ts|js|mjs)$/),
);
const product = code.filter((path) => path.startsWith('src/'));

/** What a paper holds between its markers: `<!-- NAME -->` … `<!-- /NAME -->`. */
function section(paper: string, name: string): string {
  const [, inside] = read(paper).split(`<!-- ${name} -->`);
  if (inside === undefined) throw new Error(`${paper} has no <!-- ${name} -->`);
  return (inside.split(`<!-- /${name} -->`)[0] ?? '').trim();
}

describe('files', () => {
  it('are small', () => {
    const long = code.filter((path) => read(path).split('\n').length - 1 > MAX_LINES);
    expect(long).toEqual([]);
  });

  it('have names that say something', () => {
    expect(code.filter((path) => path.split('/').some((part) => FORBIDDEN_NAMES.test(part)))).toEqual([]);
  });

  it('begin with their place on the way of an event', () => {
    expect(product.filter((path) => !read(path).startsWith('// '))).toEqual([]);
  });

  it('are finished', () => {
    expect(code.filter((path) => UNFINISHED.test(read(path)))).toEqual([]);
  });
});

describe('the program', () => {
  it('ends by itself, and takes time and randomness from its clock', () => {
    const outside = product.filter((path) => path !== 'src/model/clock.ts');
    expect(
      outside.filter((path) => /process\.exit\(|Date\.now\(|Math\.random\(|new Date\(\)/.test(read(path))),
    ).toEqual([]);
  });

  it('has tests that wait on signals, not on time', () => {
    const tests = code.filter((path) => /\.test\.ts$/.test(path));
    expect(tests.filter((path) => /timers\/promises|setTimeout\(\s*(resolve|done)/.test(read(path)))).toEqual([]);
  });
});

describe('migrations', () => {
  const hashOf = (path: string) =>
    createHash('sha256')
      .update(readFileSync(join(projectRoot, path)))
      .digest('hex');

  it('are what they were when they landed', () => {
    const found = Object.fromEntries(
      filesUnder('migrations', /\.sql$/)
        .sort()
        .map((path) => [path, hashOf(path)]),
    );
    expect(found).toEqual(MIGRATION_HASHES);
  });
});

describe('papers', () => {
  it('README lists every setting as the program reads them (npm run papers writes it)', () => {
    expect(section('README.md', 'settings')).toBe(settingsTable());
  });

  it('docs/errors.md lists every error code (npm run papers writes it)', () => {
    expect(section('docs/errors.md', 'errors')).toBe(errorsTable());
  });

  it('docs/changes.md lists every kind of change (npm run papers writes it)', () => {
    expect(section('docs/changes.md', 'changes')).toBe(changesTable());
  });

  it('ARCHITECTURE.md and CONTRIBUTING.md name only files that exist', () => {
    for (const paper of ['ARCHITECTURE.md', 'CONTRIBUTING.md', 'README.md']) {
      const named = [
        ...read(paper).matchAll(/(?<![\w./-])((?:src|test|bench|migrations|openapi|bin|docs)\/[\w./-]*[\w/])/g),
      ];
      const missing = named.map(([, path]) => path ?? '').filter((path) => !existsSync(join(projectRoot, path)));
      expect(missing, paper).toEqual([]);
    }
  });
});
