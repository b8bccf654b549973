// Tokens for endpoints that want OAuth 2.0 client credentials (RFC 6749, 4.4): what the token endpoint is asked, and what its
// answer means.
import { OAUTH_DEFAULT_LIFE_MS, OAUTH_MARGIN_MS, OAUTH_MAX_LIFE_MS } from '../../model/transport-limits.js';
import type { Answer } from '../answer.js';
import type { SendResult } from '../outcome.js';
import type { OAuthConfig } from './transport-config.js';

export type Token = {
  readonly value: string;
  /** Not used from then on, ms since the epoch. */
  readonly until: number;
};

export type TokenFailure = Extract<SendResult, { kind: 'failure' }>;

/** Headers (names and values in turn) and body. @param auth with its secret as text */
export function tokenRequest(auth: OAuthConfig): { readonly headers: string[]; readonly body: Buffer } {
  const { clientId, scope, audience, style } = auth;
  const clientSecret = auth.clientSecret as string;
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (scope !== undefined) form.set('scope', scope);
  if (audience !== undefined) form.set('audience', audience);
  const headers = ['accept', 'application/json', 'content-type', 'application/x-www-form-urlencoded'];
  headers.push('user-agent', 'Posthorn');
  if (style === 'body') {
    form.set('client_id', clientId);
    form.set('client_secret', clientSecret);
  } else {
    // RFC 6749, 2.3.1: both are form-encoded first.
    const credentials = `${formEncoded(clientId)}:${formEncoded(clientSecret)}`;
    headers.push('authorization', `Basic ${Buffer.from(credentials).toString('base64')}`);
  }
  return { headers, body: Buffer.from(form.toString()) };
}

/** RFC 6749, 5.1 and 5.2. @param now ms since the epoch, when the answer came */
export function readToken(auth: OAuthConfig, result: SendResult, now: number): Token | TokenFailure {
  if (result.kind === 'failure') return { ...result, text: `${from(auth)}: ${result.text}` };
  const body = parsed(result);
  if (result.status !== 200) return refused(auth, `it answered ${result.status}${errorIn(body)}`);
  const { access_token: value, token_type: type, expires_in: seconds } = body;
  if (typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value)) {
    return refused(auth, 'its answer has no access_token that can be sent');
  }
  if (type !== undefined && String(type).toLowerCase() !== 'bearer') {
    return refused(auth, `its token_type is '${String(type).slice(0, 50)}', not Bearer`);
  }
  const given = Number(seconds);
  const lifeMs =
    Number.isFinite(given) && given > 0 ? Math.min(given * 1_000, OAUTH_MAX_LIFE_MS) : OAUTH_DEFAULT_LIFE_MS;
  return { value, until: now + lifeMs - Math.min(OAUTH_MARGIN_MS, lifeMs / 10) };
}

function refused(auth: OAuthConfig, why: string): TokenFailure {
  return { kind: 'failure', phase: 'auth', text: `${from(auth)}: ${why}` };
}

/** Without its query: it may hold a secret. */
function from({ tokenUrl }: OAuthConfig): string {
  const { origin, pathname } = new URL(tokenUrl);
  return `no token from ${origin}${pathname}`;
}

function parsed({ body }: Answer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(body ?? new Uint8Array()).toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** RFC 6749, 5.2: printable ASCII, made for people. */
function errorIn(body: Readonly<Record<string, unknown>>): string {
  const said = [body['error'], body['error_description']].filter((part) => typeof part === 'string');
  const text = said
    .join(': ')
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 200);
  return text === '' ? '' : ` (${text})`;
}

function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}
