// The tables of the papers as they have to be, printed from the built program's own.
import { SETTINGS } from '../dist/config/settings.js';
import { CHANGE_KINDS } from '../dist/engine/changes.js';
import { ERRORS } from '../dist/errors/registry.js';

/** @returns {string} README's table of settings */
export function settingsTable() {
  const rows = SETTINGS.map(
    ({ name, default: fallback, doc }) => `| \`${name}\` | ${fallback === '' ? '' : `\`${fallback}\``} | ${doc} |`,
  );
  return ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n');
}

/** @returns {string} the table of docs/errors.md */
export function errorsTable() {
  const rows = Object.entries(ERRORS).map(
    ([code, { status, retriable, title }]) => `| \`${code}\` | ${status} | ${retriable ? 'yes' : 'no'} | ${title} |`,
  );
  return ['| code | status | retriable | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

/** @returns {string} the table of docs/changes.md */
export function changesTable() {
  const rows = Object.entries(CHANGE_KINDS).map(([kind, { when, fields }]) => `| \`${kind}\` | ${when} | ${fields} |`);
  return ['| kind | when | further fields |', '|---|---|---|', ...rows].join('\n');
}
