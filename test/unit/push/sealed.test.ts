// Secrets where they are stored: what opens them, and what does not.
import { createSecretKey, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { NO_SECRET_KEYS, secretKeyId } from '#posthorn/model/secret-keys.js';
import { makeBox, type Sealed, sealContext } from '#posthorn/push/sealed.js';

const clock = { bytes: (count: number) => randomBytes(count) };
const newKey = () => createSecretKey(randomBytes(32));
const boxOf = (...keys: ReturnType<typeof newKey>[]) => makeBox({ keys }, clock);
const context = sealContext('subscription-1', 'secret-1');
const UNREADABLE = expect.objectContaining({ code: 'SECRET_UNREADABLE' });

function parts(sealed: Sealed): { keyId: string; box: string } {
  if (typeof sealed === 'string') throw new Error('it is not encrypted');
  return sealed;
}

test('what is sealed opens again, shows nothing, and never looks the same twice', () => {
  const box = boxOf(newKey());
  for (const text of ['', 'whsec_grüße\n"', 'x'.repeat(10_000)]) {
    const [one, other] = [box.seal(text, context), box.seal(text, context)];
    expect(box.open(one, context)).toBe(text);
    expect(box.open(JSON.parse(JSON.stringify(other)), context)).toBe(text);
    expect(parts(one).box).not.toBe(parts(other).box);
    if (text !== '') expect(JSON.stringify(one)).not.toContain(text.slice(0, 6));
  }
});

test('without a key the text itself is stored, and is read with one, too', () => {
  const plain = makeBox(NO_SECRET_KEYS, clock);
  expect(plain.encrypts).toBe(false);
  expect(plain.seal('hidden', context)).toBe('hidden');
  expect(boxOf(newKey()).open('hidden', context)).toBe('hidden');
  expect(boxOf(newKey()).encrypts).toBe(true);
});

test('nothing opens under another key, in another place, or once a bit of it was changed', () => {
  const key = newKey();
  const box = boxOf(key);
  const sealed = parts(box.seal('hidden', context));
  expect(() => boxOf(newKey()).open(sealed, context)).toThrow(UNREADABLE);
  expect(() => boxOf(newKey()).open(sealed, context)).toThrow(new RegExp(`${secretKeyId(key)}.*POSTHORN_SECRET_KEY`));
  for (const elsewhere of [sealContext('subscription-2', 'secret-1'), sealContext('subscription-1', 'secret-2')]) {
    expect(() => box.open(sealed, elsewhere)).toThrow(UNREADABLE);
  }
  const bytes = Buffer.from(sealed.box, 'base64');
  for (const at of bytes.keys()) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => box.open({ ...sealed, box: changed.toString('base64') }, context), `byte ${at}`).toThrow(UNREADABLE);
    expect(() => box.open({ ...sealed, box: bytes.subarray(0, at).toString('base64') }, context)).toThrow(UNREADABLE);
  }
});

test('holds compares texts, whatever they are stored under', () => {
  const box = boxOf(newKey());
  const sealed = box.seal('hidden', context);
  expect(box.holds(sealed, 'hidden', context)).toBe(true);
  expect(box.holds(sealed, 'other', context)).toBe(false);
  expect(box.holds('hidden', 'hidden', context)).toBe(true);
  expect(boxOf(newKey()).holds(sealed, 'hidden', context)).toBe(false);
});

test('a list of keys: the first encrypts, all decrypt, and renew brings what is older under the first', () => {
  const [older, newer] = [newKey(), newKey()];
  const before = boxOf(older).seal('hidden', context);
  const both = boxOf(newer, older);
  expect(both.open(before, context)).toBe('hidden');
  const renewed = both.renew(before, context);
  expect(parts(renewed).keyId).toBe(secretKeyId(newer));
  expect(boxOf(newer).open(renewed, context)).toBe('hidden');
  expect(both.renew(renewed, context)).toBe(renewed);
  expect(parts(both.renew('hidden', context)).keyId).toBe(secretKeyId(newer));
  expect(boxOf(newKey()).renew(before, context), 'one that does not open stays').toBe(before);
  expect(makeBox(NO_SECRET_KEYS, clock).renew('hidden', context)).toBe('hidden');
});
