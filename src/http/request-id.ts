// The id of a request: the caller's own `x-request-id` where it is a plain token, else a short one made here.
import type { IncomingMessage } from 'node:http';
import type { Clock } from '../model/clock.js';
import { REQUEST_ID_MAX_CHARS } from '../model/limits.js';

export const REQUEST_ID_HEADER = 'x-request-id';

// What may stand in a header and a log line without quoting.
const TOKEN = /^[\w.:/+=@-]+$/;
const PREFIX_BYTES = 5;

export function makeRequestIds(clock: Clock): (request: IncomingMessage) => string {
  const prefix = `${clock.bytes(PREFIX_BYTES).toString('hex')}-`;
  let made = 0;
  return (request) => {
    const given = request.headers[REQUEST_ID_HEADER];
    if (typeof given === 'string' && given.length <= REQUEST_ID_MAX_CHARS && TOKEN.test(given)) return given;
    made += 1;
    return prefix + made.toString(36);
  };
}
