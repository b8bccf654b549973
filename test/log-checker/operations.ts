// Lines of a history, joined to operations, in the order in which these ended.
import type { CallOf, Drained, Invoked, Kind, Line, ResultOf } from './history.js';

export type Outcome<K extends Kind> =
  | { readonly kind: 'ok'; readonly result: ResultOf<K> }
  | { readonly kind: 'fail'; readonly code: string }
  | { readonly kind: 'info'; readonly reason: string };

type OperationOf<K extends Kind> = {
  readonly kind: K;
  readonly op: number;
  readonly worker: string;
  readonly call: CallOf<K>;
  readonly outcome: Outcome<K>;
  /** Numbers of lines. What ended at a smaller number than another one's begin was before it. */
  readonly invoked: number;
  readonly completed: number;
  /** The same, in ms. */
  readonly began: number;
  readonly ended: number;
};

export type Operation<K extends Kind = Kind> = { [Each in K]: OperationOf<Each> }[K];

export type OperationSink = {
  operation?(operation: Operation): void;
  /** The number of the line. */
  down?(at: number): void;
  drained?(drained: Drained): void;
  /** The number of the line. */
  quiet?(at: number): void;
  compacted?(topic: string): void;
};

type End = { readonly number: number; readonly at: number };

function joined(invoke: Invoked, invoked: number, outcome: Outcome<Kind>, end: End): Operation {
  const { kind, op, worker, call, at: began } = invoke;
  return { kind, op, worker, call, outcome, invoked, completed: end.number, began, ended: end.at } as Operation;
}

/** Tells the sink what the history holds. What never ended is unknown, and told last. */
export function readOperations(history: Iterable<Line>, sink: OperationSink): void {
  const open = new Map<number, { readonly invoke: Invoked; readonly invoked: number }>();
  let number = 0;
  const end = (op: number, outcome: Outcome<Kind>, at: number) => {
    const begun = open.get(op);
    if (begun === undefined) throw new Error(`Line ${number} ends operation ${op}, which is not open.`);
    open.delete(op);
    sink.operation?.(joined(begun.invoke, begun.invoked, outcome, { number, at }));
  };
  for (const line of history) {
    number += 1;
    switch (line.line) {
      case 'invoke':
        open.set(line.op, { invoke: line, invoked: number });
        break;
      case 'ok':
        end(line.op, { kind: 'ok', result: line.result }, line.at);
        break;
      case 'fail':
        end(line.op, { kind: 'fail', code: line.code }, line.at);
        break;
      case 'info':
        end(line.op, { kind: 'info', reason: line.reason }, line.at);
        break;
      case 'down':
        sink.down?.(number);
        break;
      case 'drained':
        sink.drained?.(line);
        break;
      case 'quiet':
        sink.quiet?.(number);
        break;
      case 'compacted':
        sink.compacted?.(line.topic);
        break;
      case 'up':
        break;
      default:
        line satisfies never;
    }
  }
  for (const op of [...open.keys()]) end(op, { kind: 'info', reason: 'the history ends' }, Infinity);
}
