/** What the page is told of something that was thrown. */
import { LoglineError } from '../../atomic/index.ts';
import type { TaskFailure } from './channel.ts';

/** Answers it. Faults of the program have their text, and no way out. */
export function failureOf(error: unknown): TaskFailure {
  if (error instanceof DOMException && error.name === 'NotReadableError')
    return {
      code: 'INPUT_UNREADABLE',
      message: 'A file was changed or moved since it was opened.',
      fix: 'Open it again.',
    };
  if (!(error instanceof LoglineError)) return { code: 'INTERNAL', message: String(error), fix: '' };
  const { code, message, fix, details } = error;
  const { findings } = details as { readonly findings?: readonly unknown[] };
  return { code, message, fix, ...(findings !== undefined && { findings }) };
}
