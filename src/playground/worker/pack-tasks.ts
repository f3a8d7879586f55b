/** What the worker for audit packs can be asked. The page imports the types alone. */
import type { PackReport } from '../../evidence/index.ts';
import type { Explained, VerifySettings } from './ledger-tasks.ts';

/** The verdict on a pack. */
export interface PackVerdict {
  readonly report: PackReport;
  readonly codes: Readonly<Record<string, Explained>>;
  readonly elapsedMs: number;
}

/** The tasks. */
export interface PackTasks {
  readonly verify: (asked: { readonly pack: Blob; readonly settings: VerifySettings }) => Promise<PackVerdict>;
  /** The lines of the ledger that it holds, each with its line feed. */
  readonly lines: (pack: Blob) => Promise<string>;
}
