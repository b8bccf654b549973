// `endpoint.tls` of a subscription: a client certificate, own roots. Whatever could not be used later is refused now.
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Fields } from '../../model/fields.js';
import { PEM_MAX_CHARS, TLS_CA_MAX_CERTIFICATES } from '../../model/transport-limits.js';
import type { TlsConfig } from './transport-config.js';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
const NAME =
  /^(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?)*$/;

/** Undefined: there is none. */
export function readTls(endpoint: Fields): TlsConfig | undefined {
  if ((endpoint.take('tls') ?? undefined) === undefined) return undefined;
  const fields = endpoint.inner('tls');
  const certificate = readCertificates(fields, 'certificate');
  const privateKey = readPem(fields, 'privateKey');
  const ca = readCertificates(fields, 'ca');
  const serverName = readServerName(fields);
  fields.refuseOthers();
  if (certificate === undefined && privateKey !== undefined) {
    fields.wrong('certificate', 'is missing: a private key alone proves nothing');
  }
  if (certificate !== undefined && privateKey !== undefined) judgeKey(fields, certificate, privateKey);
  return {
    ...(certificate === undefined ? {} : { certificate, privateKey }),
    ...(ca === undefined ? {} : { ca }),
    ...(serverName === undefined ? {} : { serverName }),
  };
}

/** Ms since the epoch after which the endpoint will no longer take the client certificate. */
export function certificateExpiry({ certificate }: TlsConfig): number | undefined {
  return certificate === undefined ? undefined : Date.parse(new X509Certificate(certificate).validTo);
}

function judgeKey(fields: Fields, certificate: string, privateKey: string): void {
  if (certificate === '' || privateKey === '') return;
  const key = parsedKey(privateKey);
  const proven = parsedCertificate(certificate);
  if (key === undefined) fields.wrong('privateKey', 'is no private key in PEM without a passphrase');
  else if (proven !== undefined && !proven.checkPrivateKey(key)) {
    fields.wrong('privateKey', 'does not fit the certificate: the first certificate must be the one of this key');
  }
}

function parsedKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

function readCertificates(fields: Fields, name: string): string | undefined {
  const pem = readPem(fields, name);
  if (pem === undefined || pem === '') return pem;
  const found = pem.match(CERTIFICATE) ?? [];
  if (found.length === 0 || found.length > TLS_CA_MAX_CERTIFICATES) {
    fields.wrong(name, `must be 1 to ${TLS_CA_MAX_CERTIFICATES} certificates in PEM (-----BEGIN CERTIFICATE-----)`);
    return '';
  }
  for (const [index, text] of found.entries()) {
    if (parsedCertificate(text) !== undefined) continue;
    fields.wrong(name, `has a certificate that cannot be read: number ${index + 1}`);
    return '';
  }
  return pem;
}

function parsedCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

/** Empty: wrong, and said so. */
function readPem(fields: Fields, name: string): string | undefined {
  const value = fields.take(name) ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value !== '' && value.length <= PEM_MAX_CHARS) return value;
  fields.wrong(name, `must be PEM text of at most ${PEM_MAX_CHARS} characters`);
  return '';
}

function readServerName(fields: Fields): string | undefined {
  const value = fields.take('serverName') ?? undefined;
  if (value === undefined || (typeof value === 'string' && NAME.test(value))) return value as string | undefined;
  fields.wrong('serverName', 'must be a host name such as "example.com"');
  return undefined;
}
