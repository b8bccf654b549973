// Settings: what the environment may say, and how plainly it is told what it may not.
import { describe, expect, it } from 'vitest';
import { helpText } from '#posthorn/cli/help.js';
import { readSettings } from '#posthorn/config/read-settings.js';
import { SETTINGS } from '#posthorn/config/settings.js';

const LOOPBACK = ['127.0.0.0/8', '::1/128'];

describe('readSettings', () => {
  it('has a default for everything', () => {
    expect(readSettings({ PATH: '/bin' })).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      dataFolder: './data',
      logLevel: 'info',
      endpointAllow: LOOPBACK,
      maxBodyBytes: 16 * 1024 * 1024,
      maxDatabaseBytes: 0,
    });
  });

  it('lets endpoints be on loopback while the server is, and by default at no other time', () => {
    for (const host of ['127.0.0.1', '127.9.9.9', '::1', 'localhost']) {
      expect(readSettings({ POSTHORN_HOST: host }).endpointAllow).toEqual(LOOPBACK);
    }
    for (const host of ['0.0.0.0', '::', '10.0.0.1', 'bus.example']) {
      expect(readSettings({ POSTHORN_HOST: host }).endpointAllow).toEqual([]);
    }
    const set = readSettings({ POSTHORN_ENDPOINT_ALLOW: '10.0.0.0/8, fd00::/8' });
    expect(set.endpointAllow).toEqual(['10.0.0.0/8', 'fd00::/8']);
    expect(readSettings({ POSTHORN_ENDPOINT_ALLOW: '' }).endpointAllow).toEqual([]);
  });

  it('refuses a variable that it does not know, by name', () => {
    expect(() => readSettings({ POSTHORN_PROT: '1' })).toThrow(/POSTHORN_PROT: no such setting.*POSTHORN_PORT/);
  });

  it.each([
    ['POSTHORN_PORT', '65536', 'an integer from 0 to 65535'],
    ['POSTHORN_PORT', '80 80', 'an integer'],
    ['POSTHORN_PORT', '-1', 'an integer'],
    ['POSTHORN_MAX_BODY_BYTES', '16MiB', 'an integer from 1024'],
    ['POSTHORN_LOG_LEVEL', 'loud', 'fatal, error, warn, info'],
    ['POSTHORN_ENDPOINT_ALLOW', '10.0.0.1', 'address ranges like 10.0.0.0/8'],
    ['POSTHORN_ENDPOINT_ALLOW', '10.0.0.0/33', 'address ranges'],
  ])('refuses %s=%s and says what is allowed', (name, value, allowed) => {
    const read = () => readSettings({ [name]: value });
    expect(read).toThrow(expect.objectContaining({ code: 'INVALID_SETTING' }));
    expect(read).toThrow(`${name}='${value}' is not valid. Allowed: ${allowed}`);
  });

  it('is all in the help', () => {
    for (const { name, doc } of SETTINGS) {
      expect(helpText()).toContain(name);
      expect(helpText()).toContain(doc);
    }
  });
});
