/** What services are made of. */
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
