// The last step of a failed call: whatever was thrown becomes one PosthornError, and that one problem document.
import type { FastifyError } from 'fastify';
import { type ErrorPlace, PosthornError } from '../errors/posthorn-error.js';
import { ERRORS, type ErrorCode } from '../errors/registry.js';
import { ERROR_PLACES_MAX } from '../model/limits.js';

export type Problem = {
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;
  /** The document as JSON text. */
  readonly text: string;
};

export function problemOf(error: PosthornError, requestId: string | undefined): Problem {
  const { title } = ERRORS[error.code];
  const places = error.errors.slice(0, ERROR_PLACES_MAX);
  const errorCount = countOf(error);
  const document = {
    type: `/docs/errors#${error.code}`,
    title,
    status: error.status,
    detail: error.message,
    code: error.code,
    ...(requestId === undefined ? {} : { requestId }),
    ...(places.length === 0 ? {} : { errors: places }),
    ...error.members,
    ...(errorCount > places.length ? { errorCount, errorsOmitted: errorCount - places.length } : {}),
  };
  return {
    status: error.status,
    retryAfterSeconds: error.retryAfterMs === undefined ? undefined : Math.max(1, Math.ceil(error.retryAfterMs / 1000)),
    text: JSON.stringify(document),
  };
}

/** Whoever found more wrong places than it kept says how many there are. */
function countOf({ errors, members }: PosthornError): number {
  const counted = members['errorCount'];
  return typeof counted === 'number' ? counted : errors.length;
}

/** What the framework says about a schema's violation, as far as it is read here. */
type Violation = {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
};

const CONTEXT_NAMES: Readonly<Record<string, string>> = {
  body: 'body',
  querystring: 'query',
  params: 'path',
  headers: 'headers',
};

function placeOf(violation: Violation): ErrorPlace {
  const { keyword, instancePath: path, params } = violation;
  if (keyword === 'additionalProperties') {
    const field = String(params['additionalProperty']);
    return { path: `${path}/${field}`, message: 'is unknown' };
  }
  if (keyword === 'required') return { path: `${path}/${String(params['missingProperty'])}`, message: 'is missing' };
  return { path, message: violation.message ?? 'is not valid' };
}

/** Several choices that one value fails are several violations: here they are one place that names them all. */
function placesOf(violations: readonly Violation[]): ErrorPlace[] {
  const choices = new Map<string, unknown[]>();
  for (const { keyword, instancePath, params } of violations) {
    if (keyword !== 'const' && keyword !== 'enum') continue;
    const allowed = keyword === 'const' ? [params['allowedValue']] : (params['allowedValues'] as unknown[]);
    choices.set(instancePath, [...(choices.get(instancePath) ?? []), ...allowed]);
  }
  const others = violations.filter(({ instancePath }) => !choices.has(instancePath)).map(placeOf);
  const chosen = [...choices].map(([path, allowed]): ErrorPlace => {
    const named = [...new Set(allowed.map((value) => JSON.stringify(value)))];
    return { path, message: `must be ${named.length > 1 ? 'one of ' : ''}${named.join(', ')}` };
  });
  return [...others, ...chosen];
}

/** Names in the path have codes of their own. */
const NAME_CODES: Readonly<Record<string, ErrorCode>> = {
  '/topic': 'INVALID_TOPIC_EXCEPTION',
  '/group': 'INVALID_GROUP_ID',
  '/subscription': 'INVALID_GROUP_ID',
  '/name': 'INVALID_GROUP_ID',
};

function invalidName(code: ErrorCode): PosthornError {
  return new PosthornError(code, 'The name in the path is not valid: use 1 to 249 of A-Z a-z 0-9 . _ -');
}

function validationProblem(violations: readonly Violation[], context: string): PosthornError {
  const nameCode = context === 'params' ? NAME_CODES[violations[0]?.instancePath ?? ''] : undefined;
  if (nameCode !== undefined) return invalidName(nameCode);
  const errors = placesOf(violations);
  const first = errors[0];
  const where = CONTEXT_NAMES[context] ?? context;
  const field =
    first?.path === undefined || first.path === '' ? `The ${where}` : `${where} field '${first.path.slice(1)}'`;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more, see errors)` : '';
  const detail = `${field} ${first?.message ?? 'is not valid'}${more}. See /docs for what the call takes.`;
  return new PosthornError('INVALID_REQUEST', detail[0]?.toUpperCase() + detail.slice(1), { errors });
}

function fromFramework(error: FastifyError): PosthornError | undefined {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new PosthornError(
        'MESSAGE_TOO_LARGE',
        'The body is larger than this call takes. Send it in smaller parts.',
      );
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new PosthornError(
        'UNSUPPORTED_MEDIA_TYPE',
        'The content-type is no media type or not one that this call takes. Control calls take application/json.',
      );
    case 'FST_ERR_BAD_URL':
      return new PosthornError('INVALID_REQUEST', 'The path is not validly percent-encoded UTF-8.');
    default:
      break;
  }
  const status = error.statusCode;
  if (status !== undefined && status >= 400 && status < 500) return new PosthornError('INVALID_REQUEST', error.message);
  return undefined;
}

/** @returns undefined where the failure is the server's own and must be logged. */
export function expectedError(thrown: unknown): PosthornError | undefined {
  if (thrown instanceof PosthornError) return thrown;
  if (!(thrown instanceof Error)) return undefined;
  const error = thrown as FastifyError;
  if (error.validation !== undefined) {
    return validationProblem(error.validation as readonly Violation[], error.validationContext ?? 'request');
  }
  return fromFramework(error);
}

export function unexpectedError(cause: unknown): PosthornError {
  const detail = 'The server failed at this request. Its log tells why, under this request id. Try again later.';
  return new PosthornError('UNKNOWN_SERVER_ERROR', detail, { cause });
}
