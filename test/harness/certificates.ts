// The test-only certificates of test/certificates (made by its make.sh).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project-root.js';

const read = (name: string): string => readFileSync(join(projectRoot, 'test/certificates', `${name}.pem`), 'utf8');

const identity = (name: string) => ({ cert: read(name), key: read(`${name}-key`) });

/** Signed by `ca`; `server` is for localhost, receiver.test and the loopback addresses. */
export const certificates = {
  ca: read('ca'),
  server: identity('server'),
  client: identity('client'),
  expired: identity('expired'),
};
