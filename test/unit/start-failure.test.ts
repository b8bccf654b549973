import { expect, test } from 'vitest';
import { startFailure } from '#posthorn/cli/start-failure.js';

test.each(['ENOTFOUND', 'EAI_AGAIN'])('a host that has no address is named (%s)', (code) => {
  const error = Object.assign(new Error(`getaddrinfo ${code} nope.invalid`), { code, hostname: 'nope.invalid' });
  expect(startFailure(error)).toContain('this machine has no address nope.invalid (');
});
