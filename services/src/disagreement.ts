/** What two engines differ about, kept for whoever looks into it. */
import { LoglineError, keepDisagreement } from 'logline-core';
import type { Log } from './log.ts';

/**
 * Keeps what two engines differ about in a file in `folder`, and says in the log where it is. Of the line itself nothing is in the log. Does nothing
 * for any other error.
 */
export async function tellDisagreement(folder: string, error: unknown, log: Pick<Log, 'error'>): Promise<void> {
  const { version: node, arch, platform } = process;
  const kept = await keepDisagreement(folder, error, { node, arch, platform });
  if (kept instanceof LoglineError && kept !== error) log.error(kept.message, { code: kept.code });
}
