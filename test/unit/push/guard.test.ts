import { expect, test } from 'vitest';
import { makeDial } from '#posthorn/push/endpoint/dial.js';
import { makeEndpointCheck } from '#posthorn/push/endpoint/endpoint-check.js';
import { makeWay } from '#posthorn/push/endpoint/way.js';
import { AddressForbiddenError, checkedAddresses, makeAddressPolicy, shared, within } from '#posthorn/push/guard.js';

const nothing = makeAddressPolicy([]);
const clock = { now: () => 0 };
const endpoint = (url: string) => ({ url, headers: {}, timeoutMs: 1_000 });
const resolve =
  (...addresses: string[]) =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

const FORBIDDEN_HOSTS = [
  '127.0.0.1',
  '127.1',
  '0x7f.1',
  '0177.0.0.1',
  '2130706433',
  '0',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '192.0.2.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '240.0.0.1',
  '[::]',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[fe80::1]',
  '[fc00::1]',
  '[fd12::1]',
  '[ff02::1]',
  '[2001:db8::1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b::10.0.0.1]',
  '[64:ff9b:1::7f00:1]',
  '[64:ff9b:1:7f00:0:100:808:808]',
  '[64:ff9b:1::808:808]',
  '[::8.8.8.8]',
  '[4000::1]',
  '[8000::1]',
  '[5f00::1]',
  '[2001::1]',
  '[2002:7f00:1::]',
  '[2002:a00:1::1]',
  '127。0。0。1',
];

test('no spelling of a private address gets through', async () => {
  for (const host of FORBIDDEN_HOSTS) {
    const { hostname } = new URL(`http://${host}/`);
    await expect(checkedAddresses(hostname, nothing, resolve('8.8.8.8')), host).rejects.toThrow(AddressForbiddenError);
  }
});

test('public addresses and allowed ranges do', async () => {
  for (const host of ['8.8.8.8', '2606:4700::1111', '64:ff9b::808:808', '2002:808:808::1', '::ffff:8.8.8.8']) {
    expect(nothing.allows(host), host).toBe(true);
  }
  expect(makeAddressPolicy(['64:ff9b:1::/48']).allows('64:ff9b:1::808:808')).toBe(true);
  const policy = makeAddressPolicy(['127.0.0.0/8', '::1/128', '10.1.0.0/16']);
  for (const host of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.1.9.9', '64:ff9b::10.1.0.1'])
    expect(policy.allows(host), host).toBe(true);
  for (const host of ['10.2.0.1', '192.168.0.1', '::2', 'nonsense', '']) expect(policy.allows(host), host).toBe(false);
});

test('one forbidden address among those of a name is enough', async () => {
  await expect(checkedAddresses('x.test', nothing, resolve('8.8.8.8', '10.0.0.1'))).rejects.toMatchObject({
    address: '10.0.0.1',
  });
  const checked = await checkedAddresses('x.test', nothing, resolve('8.8.8.8', '1.1.1.1'));
  expect(checked.map(({ address }) => address)).toEqual(['8.8.8.8', '1.1.1.1']);
});

test('PUT names the address and the setting; a name that does not resolve is let through', async () => {
  const check = makeEndpointCheck({ policy: nothing, resolve: resolve('10.0.0.7'), clock });
  await expect(check(endpoint('http://inner.test/'))).rejects.toMatchObject({
    code: 'ENDPOINT_ADDRESS_FORBIDDEN',
    message: expect.stringMatching(/10\.0\.0\.7.*POSTHORN_ENDPOINT_ALLOW=10\.0\.0\.7\/32/),
  });
  const unknown = makeEndpointCheck({
    policy: nothing,
    resolve: () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' })),
    clock,
  });
  await expect(unknown(endpoint('http://nowhere.test/'))).resolves.toBeUndefined();
});

test('a connection is refused for literals, and for names by what they resolve to at that moment', async () => {
  for (const host of ['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', 'rebound.test']) {
    const dial = makeDial(makeWay(new URL(`http://${host}:1`), { http2: false }), {
      policy: nothing,
      resolve: resolve('127.0.0.1'),
    });
    await expect(dial(['http/1.1']), host).rejects.toThrow(AddressForbiddenError);
  }
});

test('a name that hangs holds no PUT up', async () => {
  const check = makeEndpointCheck({ policy: nothing, resolve: () => new Promise(() => undefined), clock, maxMs: 1 });
  await expect(check(endpoint('http://hung.test/'))).resolves.toBeUndefined();
  const lookup = within(1, () => new Promise(() => undefined));
  await expect(lookup('hung.test')).rejects.toMatchObject({ code: 'DNS_TIMEOUT' });
  await expect(within(60_000, resolve('8.8.8.8'))('x.test')).resolves.toHaveLength(1);
});

test('a name is looked up once at a time', async () => {
  const asked: string[] = [];
  const ends: (() => void)[] = [];
  const lookup = shared(async (hostname) => {
    asked.push(hostname);
    await new Promise<void>((end) => ends.push(end));
    return resolve('8.8.8.8')();
  });
  const both = Promise.all([lookup('x.test'), lookup('x.test')]);
  expect(asked).toEqual(['x.test']);
  ends[0]?.();
  expect(await both).toHaveLength(2);
  void lookup('x.test');
  expect(asked).toEqual(['x.test', 'x.test']);
});
