// Bounds of the ways to endpoints: connections, names, credentials, verification. The rest of the bounds: limits.ts.

/** Requests that share one HTTP/2 connection, where the endpoint does not ask for fewer. */
export const H2_MAX_STREAMS = 100;
/** An HTTP/2 connection on which nothing moves for so long is closed. */
export const H2_IDLE_MS = 30_000;
/** An answer of a name server is used again for its time to live, within these bounds. */
export const DNS_MIN_TTL_MS = 1_000;
export const DNS_MAX_TTL_MS = 300_000;
/** Where the answer has no time to live: it came from the system's own look-up. */
export const DNS_DEFAULT_TTL_MS = 10_000;
export const DNS_MAX_NAMES = 10_000;
/** How long one name server gets for one try, and how many tries there are. */
export const DNS_TRY_MS = 2_000;
export const DNS_TRIES = 2;
/** Look-ups by the system at once: each holds one of the process's four threads, and a hung one does so for long. */
export const DNS_SYSTEM_LOOKUPS = 2;
/** The hosts file is looked at again after this. */
export const DNS_HOSTS_FILE_MS = 5_000;
/** The head of a proxy's answer to CONNECT. */
export const PROXY_HEAD_MAX_BYTES = 16 * 1024;
export const CREDENTIAL_MAX_CHARS = 4_096;
export const PEM_MAX_CHARS = 64 * 1024;
export const TLS_CA_MAX_CERTIFICATES = 16;
/** What is read of a token endpoint's answer. */
export const OAUTH_ANSWER_MAX_BYTES = 64 * 1024;
/** Where the token endpoint does not say how long a token lives. */
export const OAUTH_DEFAULT_LIFE_MS = 300_000;
export const OAUTH_MAX_LIFE_MS = 24 * 60 * 60 * 1_000;
/** A token is no longer used when so much of its life is left, or a tenth of it where that is less. */
export const OAUTH_MARGIN_MS = 30_000;
export const OAUTH_MAX_TOKENS = 10_000;
/** How long a PUT or a call of verify waits for the endpoint; what it answers later still counts. */
export const VERIFY_WAIT_MS = 10_000;
/** How long the endpoint may take to answer by the callback of the handshake. */
export const VERIFY_CALLBACK_MS = 60 * 60 * 1_000;
export const VERIFY_TOKEN_BYTES = 32;
/** Requests a minute that the handshake asks for. */
export const VERIFY_REQUEST_RATE = 60_000;
