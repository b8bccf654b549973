// The process: which command, and how it ends. Nothing exits by force: the exit code is set, and the last handle closed.
import { parseArgs } from 'node:util';
import { helpText } from './cli/help.js';
import { startFailure } from './cli/start-failure.js';
import { VERSION } from './config/version.js';

async function run(argv: readonly string[]): Promise<number> {
  const [first, ...others] = argv;
  if (first === 'listen') {
    const { runListen } = await import('./cli/listen/listen.js');
    return runListen(others);
  }
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' }, version: { type: 'boolean', short: 'v' } },
  });
  const [command, ...rest] = positionals;
  if (values.version === true) process.stdout.write(`${VERSION}\n`);
  else if (values.help === true) process.stdout.write(helpText());
  else if (command === 'serve' && rest.length === 0) {
    // Loaded here: help and version need none of it.
    const { serve } = await import('./cli/serve.js');
    await serve();
  } else {
    const asked = positionals.join(' ');
    process.stderr.write(`posthorn: ${asked === '' ? 'no command' : `no command '${asked}'`}. See posthorn --help.\n`);
    return 1;
  }
  return 0;
}

export async function main(argv: readonly string[]): Promise<void> {
  try {
    process.exitCode = await run(argv);
  } catch (error) {
    process.stderr.write(`${startFailure(error)}\n`);
    process.exitCode = 1;
  }
}
