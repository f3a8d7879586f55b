/** An error as people and programs see it. */
import { CODES, LoglineError } from '../base/errors.ts';
import { createPaint, screenText } from './screen-text.ts';
import type { Terminal } from './terminal.ts';

/** How errors are shown. */
export interface FailureForm {
  /** As `{"error":{code,message,details}}`, not as a line. */
  readonly json: boolean;
  /** With the stack trace. */
  readonly debug: boolean;
}

/** Shows an error on standard error and answers the exit status that it means. */
export function showFailure(thrown: unknown, { json, debug }: FailureForm, { stderr, env }: Terminal): number {
  const error = thrown instanceof LoglineError ? thrown : faultOf(thrown);
  const paint = createPaint(stderr.isTTY === true && (env['NO_COLOR'] ?? '') === '');
  const line = json
    ? JSON.stringify({ error })
    : `${paint('red', 'error')} ${error.code}: ${screenText(sentenceOf(error))}`;
  stderr.write(`${line}\n`);
  if (debug) stderr.write(`${stackOf(thrown)}\n`);
  return CODES[error.code].exit;
}

/** What is wrong and what to do. For wrong usage the message says both. */
function sentenceOf({ code, message, fix }: LoglineError): string {
  return code === 'USAGE' ? message : `${message} ${fix}`;
}

function faultOf(thrown: unknown): LoglineError {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new LoglineError('INTERNAL', `${message === '' ? 'No message' : message}.`, { cause: thrown });
}

function stackOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const cause = thrown.cause === undefined ? '' : `\ncaused by ${stackOf(thrown.cause)}`;
  return `${thrown.stack ?? thrown.message}${cause}`;
}
