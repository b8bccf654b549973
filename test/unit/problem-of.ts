// Runs what must be refused and gives the refusal.
import { PosthornError } from '#posthorn/errors/posthorn-error.js';

export async function problemOf(action: () => unknown): Promise<PosthornError> {
  try {
    await action();
  } catch (error) {
    if (error instanceof PosthornError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}
