/** What went wrong with a request, as the library's errors. */
import { CODES, LoglineError } from '../base/errors.ts';
import type { Code } from '../base/errors.ts';

/** Statuses that may pass by themselves. */
const PASSING: ReadonlySet<number> = new Set([408, 423, 425, 429, 502, 503, 504]);

/** What is known of an answer that is no success. */
export interface FailedAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Its body, as far as it was read. */
  readonly text: string;
  /** What was asked, such as `POST /missions`. */
  readonly request: string;
}

/**
 * Answers the error that a service told of, with its code. `details` hold what the service said, and `request`, `status`, `traceId`,
 * `retryable`, `retryAfterSeconds`. What is no answer of the services, such as a proxy's page, is SERVICE_ANSWER_INVALID. Pure.
 */
export function answerFailure({ status, headers, text, request }: FailedAnswer): LoglineError {
  const told = bodyOf(text);
  const retryAfterSeconds = secondsOf(headers.get('retry-after'));
  const traceId = headers.get('x-request-id');
  const details = {
    ...told?.details,
    request,
    status,
    retryable: PASSING.has(status),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...(traceId !== null && { traceId }),
  };
  if (told !== undefined) return new LoglineError(told.code, told.error, { details });
  return new LoglineError(
    'SERVICE_ANSWER_INVALID',
    `${request} was answered with ${String(status)}, and not by a service.`,
    {
      details,
    },
  );
}

/** Answers the error of a request that got no answer. Pure. */
export function silence(request: string, reason: string, cause?: unknown): LoglineError {
  const details = { request, reason, retryable: true };
  return new LoglineError('SERVICE_UNREACHABLE', `${request}: ${reason}.`, { details, cause });
}

interface ErrorBody {
  readonly error: string;
  readonly code: Code;
  readonly details: Readonly<Record<string, unknown>>;
}

function bodyOf(text: string): ErrorBody | undefined {
  const { error, code, details } = Object(parsed(text)) as Readonly<Record<string, unknown>>;
  if (typeof error !== 'string' || typeof code !== 'string' || !Object.hasOwn(CODES, code)) return undefined;
  const isObject = typeof details === 'object' && details !== null && !Array.isArray(details);
  return { error, code: code as Code, details: isObject ? (details as ErrorBody['details']) : {} };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Services say it in seconds; the other form, a date, would need a clock. */
function secondsOf(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) : undefined;
}
