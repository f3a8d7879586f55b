/** What the system answers about a file (errno), told as an error of the library: the path, the reason, the way out. */
import { LoglineError } from './errors.ts';
import type { Code } from './errors.ts';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user has no permission',
  EBADF: 'it is not open',
  EDQUOT: 'the quota of this user is used up',
  EEXIST: 'it exists already',
  EFBIG: 'it would become larger than allowed',
  EINVAL: 'the file system does not support it',
  EIO: 'the device reported an error',
  EISDIR: 'it is a folder, not a file',
  ELOOP: 'its symbolic links lead in a circle',
  EMFILE: 'this process has too many files open',
  ENAMETOOLONG: 'its name is too long',
  ENFILE: 'the system has too many files open',
  ENOENT: 'it does not exist',
  ENOSPC: 'no space is left on the device',
  ENOTDIR: 'a part of its path is no folder',
  EPERM: 'the system does not permit it',
  EROFS: 'the file system is read-only',
  ETXTBSY: 'it is in use',
};

/** Answers the name of the system's error number, such as `ENOSPC`; `unknown` for any other error. Pure. */
export function errnoOf(error: unknown): string {
  const { code } = Object(error) as { code?: unknown };
  return typeof code === 'string' ? code : 'unknown';
}

/** Answers the reason for people, with the errno: `no space is left on the device (ENOSPC)`. Pure. */
export function reasonOf(error: unknown): string {
  const errno = errnoOf(error);
  const reason = REASONS[errno] ?? (error instanceof Error ? error.message : String(error));
  return `${reason} (${errno})`;
}

/** Answers the error for a file that could not be read; a LoglineError stays what it is. Pure. */
export function readFailure(path: string, cause: unknown): LoglineError {
  const code = ['ENOENT', 'ENOTDIR'].includes(errnoOf(cause)) ? 'INPUT_MISSING' : 'INPUT_UNREADABLE';
  return failure(code, `${path} cannot be read`, path, cause);
}

/** Answers the error for a file that could not be written; a LoglineError stays what it is. Pure. */
export function writeFailure(path: string, cause: unknown, code: Code = 'OUTPUT_UNWRITABLE'): LoglineError {
  return failure(code, `${path} cannot be written`, path, cause);
}

function failure(code: Code, what: string, path: string, cause: unknown): LoglineError {
  if (cause instanceof LoglineError) return cause;
  return new LoglineError(code, `${what}: ${reasonOf(cause)}.`, { details: { path, errno: errnoOf(cause) }, cause });
}
