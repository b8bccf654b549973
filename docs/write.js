// Renews the generated sections of the papers: what stands between `<!-- NAME -->` and `<!-- /NAME -->`.
import { readFile, writeFile } from 'node:fs/promises';
import { changesTable, errorsTable, settingsTable } from './tables.js';

/** @type {(paper: string, name: string, table: string) => Promise<void>} */
async function renew(paper, name, table) {
  const file = new URL(`../${paper}`, import.meta.url);
  const text = await readFile(file, 'utf8');
  const [before, rest] = text.split(`<!-- ${name} -->`);
  const after = rest?.split(`<!-- /${name} -->`)[1];
  if (before === undefined || after === undefined) throw new Error(`${paper} has no section <!-- ${name} -->`);
  await writeFile(file, `${before}<!-- ${name} -->\n${table}\n<!-- /${name} -->${after}`);
}

await renew('docs/changes.md', 'changes', changesTable());
await renew('docs/errors.md', 'errors', errorsTable());
await renew('README.md', 'settings', settingsTable());
