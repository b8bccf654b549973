// What the push thread says: one line an attempt, never a secret, never a header or a body of an event.
import type { Attempt } from '../engine/engine.js';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogLine = {
  readonly level: LogLevel;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
};

export type PushLog = {
  info(fields: LogLine['fields'], message: string): void;
  warn(fields: LogLine['fields'], message: string): void;
  error(fields: LogLine['fields'], message: string): void;
  attempt(attempt: Attempt): void;
};

/** @param debug whether lines of successful attempts are wanted: making them costs */
export function makePushLog(write: (line: LogLine) => void, debug: boolean): PushLog {
  const at = (level: LogLevel) => (fields: LogLine['fields'], message: string) => write({ level, fields, message });
  return {
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    attempt: (attempt) => {
      if (attempt.outcome === 'acknowledged' && !debug) return;
      write({ level: levelOf(attempt), fields: fieldsOf(attempt), message: `delivery ${attempt.outcome}` });
    },
  };
}

function levelOf(attempt: Attempt): LogLevel {
  switch (attempt.outcome) {
    case 'acknowledged':
      return 'debug';
    case 'retry':
      return 'info';
    case 'dead-lettered':
    case 'expired':
    case 'paused':
    case 'failed':
      return 'warn';
    default:
      return attempt.outcome satisfies never;
  }
}

function fieldsOf(attempt: Attempt): LogLine['fields'] {
  const { group, topic, partition, offset, lastOffset, key, phase, status, durationMs, nextAttemptAt, replay } =
    attempt;
  const { durations, redrive, resend } = attempt.detail ?? {};
  const failure = phase === null || phase === 'status' ? {} : { error: attempt.response };
  const place = { subscription: group, topic, partition, offset, lastOffset };
  const course = { ...(replay === undefined ? {} : { replay }), ...(redrive === undefined ? {} : { redrive }) };
  const took = { durationMs, ...durations };
  const by = resend === undefined ? course : { ...course, resend };
  return { ...place, key, ...by, attempt: attempt.attempt, phase, status, ...took, nextAttemptAt, ...failure };
}
