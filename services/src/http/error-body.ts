/** Errors as bodies: `{"error", "code", "details"}`. What is no error of the library says nothing about itself to callers. */
import { isAbsolute } from 'node:path';
import { CODES, LoglineError } from 'logline-core';
import type { Code } from 'logline-core';

/** What is answered to an error. */
export interface ErrorAnswer {
  readonly status: number;
  readonly body: { readonly error: string; readonly code: string; readonly details: unknown };
  readonly headers: Readonly<Record<string, string>>;
  /** Whether nobody expected it: a fault of this program, for the log. */
  readonly isFault: boolean;
}

/** Faults of the service's own surroundings, whatever the library calls them where a user is at the keyboard. */
const OWN_FAULTS: Partial<Record<Code, number>> = {
  KEY_MISSING: 500,
  KEY_MALFORMED: 500,
  KEYRING_INVALID: 500,
  INPUT_UNREADABLE: 500,
  OUTPUT_UNWRITABLE: 500,
  CANCELLED: 503,
};

/** Their messages name files and addresses of the machine, or their details hold a line: both are for its log and not for callers. */
const INWARD: ReadonlySet<Code> = new Set([
  'LEDGER_UNAVAILABLE',
  'LEDGER_LOCKED',
  'OUTPUT_UNWRITABLE',
  'SIGNER_FAILED',
  'ENGINE_DISAGREEMENT',
]);

/** Of a file of the machine the message names the whole path; what callers may name is below the root of the project, and named from there. */
const isInward = ({ code, details: { path } }: LoglineError): boolean =>
  INWARD.has(code) || (code.startsWith('INPUT_') && typeof path === 'string' && isAbsolute(path));

/** Codes of the framework, as ours. What else is wrong with a request is REQUEST_INVALID. */
const OF_FRAMEWORK: Readonly<Record<string, Code>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'LINE_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'MEDIA_TYPE_UNSUPPORTED',
  FST_ERR_NOT_FOUND: 'NOT_FOUND',
};

/** Answers what a caller is told. Pure. */
export function errorAnswer(thrown: unknown): ErrorAnswer {
  const error = known(thrown);
  if (error === undefined) return { ...answer(new LoglineError('INTERNAL')), isFault: true };
  const { http } = CODES[error.code];
  const status = OWN_FAULTS[error.code] ?? http;
  return { ...answer(error, status), isFault: status >= 500 && status !== 503 };
}

interface FrameworkError {
  readonly code?: unknown;
  readonly message?: string;
  readonly validation?: unknown;
  readonly statusCode?: number;
}

function known(thrown: unknown): LoglineError | undefined {
  if (thrown instanceof LoglineError) return thrown;
  const { code, message, validation, statusCode } = (thrown ?? {}) as FrameworkError;
  if (validation !== undefined) return new LoglineError('REQUEST_INVALID', `${message ?? 'It'}.`);
  if (typeof code !== 'string') return undefined;
  const isOfCaller = code.startsWith('FST_ERR_') && statusCode !== undefined && statusCode < 500;
  const own = Object.hasOwn(OF_FRAMEWORK, code) ? OF_FRAMEWORK[code] : isOfCaller ? 'REQUEST_INVALID' : undefined;
  if (own === 'LINE_TOO_LARGE') return new LoglineError(own, 'The body is larger than is read here.');
  return own && new LoglineError(own);
}

function answer(error: LoglineError, status: number = CODES[error.code].http): Omit<ErrorAnswer, 'isFault'> {
  const { code, message, details } = error;
  const retryAfter = status === 503 || status === 423 || status === 429;
  const seconds = typeof details['retryAfterSeconds'] === 'number' ? details['retryAfterSeconds'] : 1;
  return {
    status,
    body: isInward(error) ? { error: CODES[code].title, code, details: {} } : { error: message, code, details },
    headers: {
      ...(retryAfter && { 'retry-after': String(seconds) }),
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    },
  };
}

/** What the system said, with the place: for whoever runs the services. */
export const systemCause = ({ cause }: Error): { readonly cause?: string } =>
  cause instanceof Error && 'syscall' in cause ? { cause: cause.message } : {};
