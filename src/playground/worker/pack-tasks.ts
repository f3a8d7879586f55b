/** What the worker for audit packs can be asked. The page imports the types alone. */
import type { PackReport, ProvenanceGraph } from '../../evidence/index.ts';
import type { decisionDigest } from '../../mission/index.ts';
import type { Explained, VerifySettings } from './ledger-tasks.ts';

/** The verdict on a pack. */
export interface PackVerdict {
  readonly report: PackReport;
  readonly codes: Readonly<Record<string, Explained>>;
  /** Where the result comes from, as the pack draws it; `undefined` of a pack that is not what it should be. */
  readonly graph: ProvenanceGraph | undefined;
  readonly elapsedMs: number;
}

/** What somebody decides at a checkpoint, as it is signed. */
export type DecisionSaid = Omit<Parameters<typeof decisionDigest>[0], 'approver'>;

/** The tasks. */
export interface PackTasks {
  readonly verify: (asked: { readonly pack: Blob; readonly settings: VerifySettings }) => Promise<PackVerdict>;
  /** The lines of the ledger that it holds, each with its line feed. */
  readonly lines: (pack: Blob) => Promise<string>;
  /** The digest of a decision, which its approver signs: 64 lower-case hex characters. */
  readonly decision: (said: DecisionSaid & { readonly approver: { readonly actor: string } }) => string;
}
