// What `posthorn --help` prints: the commands and every setting.
import { SETTINGS } from '../config/settings.js';

export function helpText(): string {
  const settings = SETTINGS.map(
    ({ name, default: fallback, doc }) => `  ${name}${fallback === '' ? '' : `=${fallback}`}\n      ${doc}`,
  );
  return [
    'posthorn: an event bus over plain HTTP, in one process and one SQLite file',
    '',
    'Usage:',
    '  posthorn serve      start the server; SIGTERM or SIGINT stops it cleanly',
    '  posthorn listen     hand the deliveries of a subscription to a local URL; see posthorn listen --help',
    '  posthorn --version  print the version',
    '  posthorn --help     print this',
    '',
    'Settings, by environment:',
    ...settings,
    '',
  ].join('\n');
}
