// Can the server take and deliver events now? Each part is asked; the first that is not well is the answer.
import { access, constants } from 'node:fs/promises';
import { PosthornError } from '../errors/posthorn-error.js';
import { READINESS_TIMEOUT_MS } from '../model/limits.js';

export type ReadinessParts = {
  readonly isStopping: () => boolean;
  readonly dataFolder: string;
  /** Resolve when the thread answers. */
  readonly storage: () => Promise<unknown>;
  readonly push: () => Promise<unknown>;
};

export function makeReadiness(parts: ReadinessParts): { readonly check: () => Promise<void> } {
  return {
    check: async () => {
      if (parts.isStopping()) throw new PosthornError('SHUTTING_DOWN', 'The server is stopping. Ask the next one.');
      await access(parts.dataFolder, constants.W_OK).catch((cause: unknown) => {
        const detail = `The folder ${parts.dataFolder} cannot be written. Check that its disk is mounted read-write.`;
        throw new PosthornError('STORAGE_READ_ONLY', detail, { cause });
      });
      await answering('The writer thread', parts.storage);
      await answering('The push thread', parts.push);
    },
  };
}

async function answering(thread: string, ask: () => Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${READINESS_TIMEOUT_MS} ms`)), READINESS_TIMEOUT_MS);
  });
  try {
    await Promise.race([ask(), late]);
  } catch (cause) {
    const detail = `${thread} does not answer. The log tells why; a restart loses nothing.`;
    throw new PosthornError('KAFKA_STORAGE_ERROR', detail, { cause });
  } finally {
    clearTimeout(timer);
  }
}
