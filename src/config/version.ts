// The program's version, from its package.json: two folders up, from src/config as from dist/config.
import { readFileSync } from 'node:fs';

const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

export const VERSION = String((manifest as { version: unknown }).version);
