// Runs a part of the suite over every engine, each test on a folder of its own.
import { afterEach, beforeEach, describe } from 'vitest';
import type { Engine } from '#posthorn/engine/engine.js';
import { ENGINES, scratchFolder } from './engines.js';

export type Fixture = {
  engine: Engine;
  /** Closes the engine and opens it again on the same folder. */
  reopen: () => Promise<void>;
};

export function describeEngines(part: string, tests: (fixture: Fixture) => void): void {
  describe.each(ENGINES)(`engine $name: ${part}`, ({ open }) => {
    const fixture = {} as Fixture;
    let scratch: ReturnType<typeof scratchFolder>;
    beforeEach(async () => {
      scratch = scratchFolder();
      fixture.engine = await open(scratch.folder);
      fixture.reopen = async () => {
        await fixture.engine.close();
        fixture.engine = await open(scratch.folder);
      };
    });
    afterEach(async () => {
      await fixture.engine.close();
      scratch.remove();
    });
    tests(fixture);
  });
}
