/** What services are made of. */
import { readFileSync } from 'node:fs';
import { LoglineError } from 'logline-core';
import type { LedgerAccess } from './ledger/access.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Settings } from './settings.ts';

/** What services stand on. */
export interface Surroundings {
  readonly settings: Settings;
  readonly log: Log;
  readonly now: () => Date;
  /** Milliseconds since some moment. */
  readonly elapsedMs: () => number;
}

/** What a service is made of. */
export interface ServiceParts extends Surroundings {
  readonly access: LedgerAccess;
  readonly metrics: Metrics;
}

/** Answers the text of the file that a setting names. @throws {LoglineError} CONFIG_INVALID */
export function readSetting(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new LoglineError('CONFIG_INVALID', `${name}: ${path} cannot be read.`, { cause });
  }
}
