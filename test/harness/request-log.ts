// The receiver's memory: requests in the order of arrival, and those who wait for more of them.
import type { IncomingHttpHeaders } from 'node:http';

export type ReceivedRequest = {
  /** Counts from 0 in the order of arrival. */
  readonly index: number;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** When the whole request was there, ms since the epoch. */
  readonly at: number;
  /** What was answered, noted just before it was written; absent while it hangs and after a closed socket. */
  readonly answer?: { readonly status: number; readonly at: number };
};

/** As the receiver itself holds it: the answer comes later. */
export type OpenRequest = { -readonly [Field in keyof ReceivedRequest]: ReceivedRequest[Field] };

export type WaitCondition = number | ((requests: readonly ReceivedRequest[]) => boolean);

export type RequestLog = {
  readonly requests: () => readonly ReceivedRequest[];
  readonly add: (request: Omit<OpenRequest, 'index' | 'at'>) => OpenRequest;
  readonly clear: () => void;
  /** Lets every waiter look again. */
  readonly wake: () => void;
  readonly waitFor: (
    condition: WaitCondition,
    options?: { readonly timeoutMs?: number },
  ) => Promise<readonly ReceivedRequest[]>;
};

type Waiter = { readonly check: () => boolean; readonly resolve: () => void };

export function makeRequestLog(): RequestLog {
  let requests: OpenRequest[] = [];
  let nextIndex = 0;
  const waiters = new Set<Waiter>();

  const wait = (check: () => boolean, timeoutMs: number) =>
    new Promise<readonly ReceivedRequest[]>((resolve, reject) => {
      const waiter: Waiter = {
        check,
        resolve: () => {
          clearTimeout(timer);
          waiters.delete(waiter);
          resolve(requests);
        },
      };
      const timer = setTimeout(() => {
        waiters.delete(waiter);
        reject(new Error(`The receiver waited ${timeoutMs} ms and has ${requests.length} requests.`));
      }, timeoutMs);
      waiters.add(waiter);
    });

  return {
    requests: () => requests,
    add: (parts) => {
      const request: OpenRequest = { ...parts, index: nextIndex++, at: Date.now() };
      requests.push(request);
      return request;
    },
    clear: () => {
      requests = [];
    },
    wake: () => {
      for (const waiter of [...waiters]) if (waiter.check()) waiter.resolve();
    },
    waitFor: (condition, { timeoutMs = 10_000 } = {}) => {
      const check = () => (typeof condition === 'number' ? requests.length >= condition : condition(requests));
      return check() ? Promise.resolve(requests) : wait(check, timeoutMs);
    },
  };
}
