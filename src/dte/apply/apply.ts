/** Applies a plan to the files of a folder, and remembers how to undo it. */
import { LoglineError } from '../../base/errors.ts';
import { realFolder } from '../../base/tree-fs.ts';
import type { ChangeSpec } from '../generated/types.ts';
import type { Plan } from '../plan.ts';
import { specDigest } from '../spec.ts';
import { carryOut } from './carry-out.ts';
import { exclusively, ownFolderOf } from './own-files.ts';
import type { LockOptions } from './own-files.ts';
import { pathChanges } from './path-change.ts';
import { formatReceipt, receiptFiles, receiptName } from './receipt.ts';
import type { Receipt } from './receipt.ts';
import { appliedState, readReceipts } from './receipts.ts';
import { recover } from './recovery.ts';
import type { Recovered } from './recovery.ts';
import { lookAtTargets } from './targets.ts';

/** How to apply. */
export interface ApplyOptions extends LockOptions {
  /** The spec that the plan is of. */
  readonly spec: ChangeSpec;
  /** Version of the engine, for the receipt. */
  readonly engine: string;
  /** Time for the receipt: RFC 3339. @default none, so that the same change gives the same receipt */
  readonly appliedAt?: string;
  /** Ends it before the first file is changed. @default none */
  readonly signal?: AbortSignal | undefined;
}

/** What applying did. */
export interface ApplyResult {
  /** `unchanged`: the spec has nothing to change here. */
  readonly state: 'applied' | 'already-applied' | 'unchanged';
  /** The receipt of the change; absolute path. Absent where nothing was changed. */
  readonly receiptPath?: string;
  /** What a killed process had left behind, and what became of it. */
  readonly recovered: Recovered;
}

/**
 * Changes the files of a folder as planned: all of them or none, also after a crash. Links are never followed, permissions stay.
 * Where the spec was applied before and nothing has changed since, nothing is done. On disk when it returns.
 *
 * @param folder - the folder that was opened as the plan's tree.
 * @throws {LoglineError} MODIFIED_SINCE - a file is not as it was when the plan was made. PATH_UNSAFE - a link, a submodule or an
 *   ignored file. TARGET_EXISTS - a new path is taken, or differs from another in case only. OUTPUT_UNWRITABLE - read-only files or
 *   folders, no space. TREE_LOCKED - another process is at work. CANCELLED. Or the code of the plan's first finding.
 */
export async function applyPlan(folder: string, plan: Plan, options: ApplyOptions): Promise<ApplyResult> {
  demandPlan(plan, options.spec);
  const root = realFolder(folder);
  return exclusively(root, options, async () => {
    const recovered = recover(root);
    const { state, modified } = appliedState(root, options.spec);
    if (state === 'applied') return { state: 'already-applied', recovered };
    if (state === 'modified') throw modifiedSince(modified);
    if (plan.files.length === 0) return { state: 'unchanged', recovered };
    const receipt = receiptOf(root, plan, options);
    const targets = await lookAtTargets(root, pathChanges(plan.files));
    const name = receiptName(receipt.spec);
    await carryOut(root, targets, { receipt: { name, bytes: formatReceipt(receipt) }, signal: options.signal });
    return { state: 'applied', receiptPath: `${ownFolderOf(root)}/${name}`, recovered };
  });
}

function demandPlan({ findings, specDigest: digest }: Plan, spec: ChangeSpec): void {
  const [finding] = findings;
  if (finding !== undefined) throw new LoglineError(finding.code, finding.message, { details: { findings } });
  if (digest !== specDigest(spec)) throw new LoglineError('INTERNAL', `The plan is not one of ${spec.id}.`);
}

function modifiedSince(paths: readonly string[]): LoglineError {
  const message = `The spec was applied here, and ${paths.slice(0, 5).join(', ')} changed since: what it would do now is not known.`;
  return new LoglineError('MODIFIED_SINCE', message, { details: { paths } });
}

function receiptOf(root: string, plan: Plan, { spec, engine, appliedAt }: ApplyOptions): Receipt {
  const sequence = 1 + Math.max(0, ...readReceipts(root).map((receipt) => receipt.sequence));
  return {
    version: 1,
    spec: { id: spec.id, digest: plan.specDigest },
    engine,
    sequence,
    ...(appliedAt !== undefined && { appliedAt }),
    files: receiptFiles(plan),
  };
}
