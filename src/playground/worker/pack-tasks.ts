/** What the worker for audit packs can be asked. The page imports the types alone. */
import type { PackReport, ProvenanceGraph } from '../../evidence/index.ts';
import type { MissionView, decisionDigest } from '../../mission/index.ts';
import type { Explained, VerifySettings } from './ledger-tasks.ts';

/** The verdict on a pack. */
export interface PackVerdict {
  readonly report: PackReport;
  readonly codes: Readonly<Record<string, Explained>>;
  /** Where the result comes from, as the pack draws it; `undefined` of a pack that is not what it should be. */
  readonly graph: ProvenanceGraph | undefined;
  readonly elapsedMs: number;
}

/** What somebody decides at a checkpoint, about what is shown to them. */
export interface DecisionAsked extends Pick<Told, 'checkpoint' | 'decision' | 'reason' | 'override'> {
  readonly shown: MissionView;
  /** The name that is signed with. */
  readonly actor: string;
}

type Told = Parameters<typeof decisionDigest>[0];

/** A decision, as it is signed and sent. Both are 64 lower-case hex characters. */
export interface DecisionMade {
  /** Digest of what is shown. */
  readonly subject: string;
  /** Digest of the decision, which its approver signs. */
  readonly digest: string;
}

/** The tasks. */
export interface PackTasks {
  readonly verify: (asked: { readonly pack: Blob; readonly settings: VerifySettings }) => Promise<PackVerdict>;
  /** The lines of the ledger that it holds, each with its line feed. */
  readonly lines: (pack: Blob) => Promise<string>;
  /** Fails with APPROVAL_MISMATCH where what is shown is not what is named in it. */
  readonly decision: (asked: DecisionAsked) => DecisionMade;
}
