// The push thread's answers to what its host asks: one function for each kind of question.
import type { FromThread, Question, QuestionKind, Questions } from './push-protocol.js';

export type Answers = {
  readonly [K in QuestionKind]: (
    about: Questions[K]['about'],
  ) => Questions[K]['answer'] | Promise<Questions[K]['answer']>;
};

export function makeAnswers(answers: Answers, say: (message: FromThread) => void) {
  return async (id: number, { kind, about }: Question): Promise<void> => {
    try {
      const answer = answers[kind] as (about: unknown) => Questions[QuestionKind]['answer'];
      say({ kind: 'answer', id, answer: await answer(about) });
    } catch (error) {
      say({ kind: 'failed', id, error: error as Error });
    }
  };
}
