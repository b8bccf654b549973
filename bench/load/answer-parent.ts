// The child's side of child.ts.
import type { Question, Reply } from './child.js';

export function answerParent(answer: (question: never) => unknown): void {
  process.on('message', ({ id, question }: Question) => {
    const reply = (message: Reply) => process.send?.(message);
    Promise.resolve()
      .then(() => answer(question as never))
      .then((value) => reply({ id, answer: value }))
      .catch((error: unknown) =>
        reply({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
      );
  });
}
