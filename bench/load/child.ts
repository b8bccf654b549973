// Load generators, receivers and floors run in processes of their own: this starts one and asks it things.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Child = {
  /** The child's answer; its error is thrown here. */
  ask<Answer>(question: unknown): Promise<Answer>;
  readonly pid: number;
  stop(): Promise<void>;
};

export type Question = { readonly id: number; readonly question: unknown };
export type Reply = { readonly id: number; readonly answer?: unknown; readonly error?: string };

const benchFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/** `entry`: compiled file below bench/, e.g. `load/generator.js`. */
export function startChild(entry: string): Child {
  const child = fork(join(benchFolder, entry), { serialization: 'advanced', execArgv: [] });
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let nextId = 0;
  child.on('message', (reply: Reply) => {
    const waiting = open.get(reply.id);
    open.delete(reply.id);
    if (reply.error === undefined) waiting?.resolve(reply.answer);
    else waiting?.reject(new Error(`${entry}: ${reply.error}`));
  });
  child.on('exit', (code) => {
    for (const { reject } of open.values()) reject(new Error(`${entry} ended with code ${code}`));
    open.clear();
  });
  return {
    ask: <Answer>(question: unknown) =>
      new Promise<Answer>((resolve, reject) => {
        const id = nextId++;
        open.set(id, { resolve: (value) => resolve(value as Answer), reject });
        child.send({ id, question } satisfies Question);
      }),
    get pid() {
      return child.pid ?? 0;
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
