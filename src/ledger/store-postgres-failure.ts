/** What the driver and the server throw, as errors of the ledger. */
import { LoglineError } from '../base/errors.ts';

/** SQLSTATEs of a server that is going away, starting, full of connections or of a standby: later, or after a fail-over, it may answer. */
const PASSING = /^(?:08...|57P0[1-5]|53...|25006|40...)$/;
/** Tables, columns or functions are missing. */
const OUTDATED = /^(?:42P01|42703|42883|3F000)$/;
const LOCK_NOT_AVAILABLE = '55P03';

/** What is known of an error that was thrown by the driver. */
interface DriverError extends Error {
  /** An SQLSTATE, or the system's name of an error such as ECONNREFUSED. */
  readonly code?: string;
  /** Errors of the server have one. */
  readonly severity?: string;
}

/** Answers whether the connection is gone with this error: then nobody knows what became of the statement that was under way. Pure. */
export function isLost(error: unknown): boolean {
  const { code, severity } = error as DriverError;
  return severity === undefined || severity === 'FATAL' || severity === 'PANIC' || /^(?:08|57P0)/.test(String(code));
}

/** Answers the error of a ledger for what the driver threw; a LoglineError stays what it is. Pure. */
export function databaseFailure(name: string, error: unknown): LoglineError {
  if (error instanceof LoglineError) return error;
  const { code, message, severity } = error as DriverError;
  const state = code === undefined ? {} : { state: code };
  if (OUTDATED.test(String(code))) {
    const text = `${name}: the database lacks what this release needs: ${message}.`;
    return new LoglineError('DATABASE_OUTDATED', text, { details: { name, ...state }, cause: error });
  }
  if (code === LOCK_NOT_AVAILABLE) {
    const text = `${name}: no turn in time; another process is appending to this ledger.`;
    return new LoglineError('LEDGER_LOCKED', text, { details: { name, retryable: true }, cause: error });
  }
  // Of what the server says, a wrong password will not pass; that there was no server may.
  const retryable = severity === undefined || PASSING.test(String(code));
  const text = `${name}: ${sentence(error as DriverError)}`;
  return new LoglineError('LEDGER_UNAVAILABLE', text, { details: { name, ...state, retryable }, cause: error });
}

/** An error of several addresses (`localhost` is two) has no message of its own. */
function sentence({ message, code }: DriverError): string {
  const text = message === '' ? `the connection failed (${code ?? 'no reason is known'})` : message;
  return text.endsWith('.') ? text : `${text}.`;
}
