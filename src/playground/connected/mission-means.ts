/** What the parts of the page of a mission stand on. */
import type { ConnectedService, Context } from '../view.ts';

/** The page, the service, and the way to show it again. */
export interface MissionMeans {
  readonly context: Context;
  readonly service: ConnectedService;
  /** Asks the service again, after something was done. */
  readonly again: () => Promise<void>;
}
