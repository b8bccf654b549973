// The program's version, from its package.json.
import { readFileSync } from 'node:fs';
import { packageFile } from '../model/package-file.js';

const manifest: unknown = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'));

export const VERSION = String((manifest as { version: unknown }).version);
