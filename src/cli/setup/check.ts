/** What `doctor` answers: one line for each thing that it looked at. */
import { LoglineError } from '../../base/errors.ts';

/** One thing that was looked at. */
export interface Check {
  /** What it is about. */
  readonly check: string;
  readonly ok: boolean;
  /** What was found. */
  readonly message: string;
  /** The way out, where something is wrong. */
  readonly fix?: string;
}

/** Answers a check that found nothing wrong. Pure. */
export const sound = (check: string, message: string): Check => ({ check, ok: true, message });

/** Answers a check that found a fault. Pure. */
export const fault = (check: string, message: string, fix: string): Check => ({ check, ok: false, message, fix });

/** Answers the checks that `look` makes; what keeps it from looking is a fault of its own. */
export async function checked(check: string, look: () => Promise<readonly Check[]>): Promise<readonly Check[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof LoglineError)) throw error;
    return [fault(check, error.message, error.fix)];
  }
}
