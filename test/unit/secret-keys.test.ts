// POSTHORN_SECRET_KEY: what may stand there, and that it is never repeated.
import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { readSettings } from '#posthorn/config/read-settings.js';

const read = (value: string) => readSettings({ POSTHORN_SECRET_KEY: value }).secretKeys;

it('takes keys as base64, base64url and hex, and the ids of lost ones', () => {
  const key = randomBytes(32);
  const forms = [
    key.toString('base64'),
    key.toString('base64url'),
    key.toString('hex'),
    key.toString('hex').toUpperCase(),
  ];
  const { keys, lost } = read(`${forms.join(', ')},lost:0a1b2c3d`);
  expect(keys.map((one) => one.export())).toEqual(forms.map(() => key));
  expect(lost).toEqual(['0a1b2c3d']);
  for (const none of ['', ' ']) expect(read(none)).toEqual({ keys: [], lost: [] });
});

it.each([
  ['31 bytes', randomBytes(31).toString('base64')],
  ['33 bytes', randomBytes(33).toString('base64')],
  ['48 bytes', randomBytes(48).toString('base64')],
  ['63 digits of hex', randomBytes(32).toString('hex').slice(1)],
  ['a password', 'correct horse battery staple'],
  ['a lost key with no id', 'lost:secret-words'],
])('refuses %s, and says where, not what', (_what, wrong) => {
  const fine = randomBytes(32).toString('base64');
  for (const [value, place] of [
    [wrong, '1 of 1'],
    [`${fine},${wrong}`, '2 of 2'],
    [`${fine},`, '2 of 2'],
  ] as const) {
    const message = messageOf(() => read(value));
    expect(message).toContain(`POSTHORN_SECRET_KEY has no key at place ${place}`);
    expect(message).toContain('openssl rand -base64 32');
    for (const part of value.split(',').filter((one) => one !== '')) expect(message).not.toContain(part);
  }
});

it('refuses more keys than it would try', () => {
  expect(messageOf(() => read(Array(17).fill(randomBytes(32).toString('hex')).join(',')))).toContain('17 entries');
});

it('shows no key where settings are printed', () => {
  const key = randomBytes(32);
  const settings = readSettings({ POSTHORN_SECRET_KEY: key.toString('hex') });
  const printed = `${inspect(settings, { depth: 9, showHidden: true })} ${JSON.stringify(settings)}`;
  for (const form of ['hex', 'base64', 'base64url'] as const) expect(printed).not.toContain(key.toString(form));
});

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    expect(error).toMatchObject({ code: 'INVALID_SETTING' });
    return (error as Error).message;
  }
  throw new Error('it was taken');
}
