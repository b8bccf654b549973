// What kept the program from starting, as one line that says what to do; never a stack trace.
import { PosthornError } from '../errors/posthorn-error.js';

type SystemError = Error & {
  readonly code?: string;
  readonly address?: string;
  readonly hostname?: string;
  readonly port?: number;
};

export function startFailure(error: unknown): string {
  if (error instanceof PosthornError) return `posthorn: ${error.code}: ${error.message}`;
  if (!(error instanceof Error)) return `posthorn: ${String(error)}`;
  const { code, address, hostname, port, message } = error as SystemError;
  switch (code) {
    case 'EADDRINUSE':
      return `posthorn: ${address}:${port} is taken by another program. Stop it, or set POSTHORN_PORT to a free port.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `posthorn: this machine has no address ${address ?? hostname ?? ''} (${message}). Set POSTHORN_HOST to one that it has.`;
    case 'EACCES':
      return `posthorn: listening on port ${port ?? ''} is not allowed (${message}). Set POSTHORN_PORT to one above 1023.`;
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
    case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL':
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return `posthorn: ${message} See posthorn --help.`;
    default:
      return `posthorn: ${error.stack ?? message}`;
  }
}
