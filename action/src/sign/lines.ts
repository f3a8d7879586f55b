/** The lines that a verdict adds to the ledger: what was verified, and a seal over all streams. Held against the rules before anybody sees them. */
import { createHash } from 'node:crypto';
import { TRUNK, ciVerificationDraft, queryLedger, sealDraft, signDraft } from 'logline-core';
import type { CiVerification, Draft, Finding, LedgerSource, Signer } from 'logline-core';
import { bytesSource } from '../bytes-source.ts';
import { streamsAt, verifyAt, wholePrefix } from '../checks/ledger-check.ts';
import type { LedgerPlace } from '../checks/find-ledgers.ts';
import { readSmall } from '../history.ts';
import type { History, Snapshot } from '../history.ts';
import type { Project } from '../project.ts';
import { formatJsonReport, spendingJson } from '../report/json.ts';
import type { Verdict } from '../verdict.ts';

/** Where lines are added, by whom, and when. */
export interface LineOptions {
  readonly place: LedgerPlace;
  readonly snapshot: Snapshot;
  readonly history: History;
  readonly project: Project;
  readonly signer: Signer;
  /** RFC 3339. */
  readonly createdAt: string;
}

/** A trunk with new lines. */
export interface ExtendedTrunk {
  readonly content: Uint8Array;
  /** Hash of the last line. */
  readonly head: string;
  /** What the rules have against the new lines. */
  readonly findings: readonly Finding[];
}

/** The server takes no larger files. */
const MAX_TRUNK_BYTES = 95 * 1024 * 1024;

/** Answers the file that verifications are added to: the trunk of a folder, or the file itself. Pure. */
export const trunkOf = ({ kind, path }: LedgerPlace): string => (kind === 'folder' ? path + TRUNK : path);

/** Answers what is said of a verdict. Pure. @param tree - of the commit that was judged. */
export function verificationOf(verdict: Verdict & { readonly state: 'pass' | 'warn' }, tree: string): CiVerification {
  const { subject, state, ledgers, spending } = verdict;
  const { head: commit, base, ref } = subject as Extract<Verdict['subject'], { kind: 'push' }>;
  return {
    commit,
    tree,
    base,
    branch: branchOf(ref),
    verdict: state,
    report_sha256: createHash('sha256').update(formatJsonReport(verdict)).digest('hex'),
    ledgers: ledgers.map(({ path, total, tip }) => ({ path, lines: total, ...(tip !== null && { head: tip }) })),
    ...(spending !== undefined && { spending: totalsOf(spendingJson(spending)) }),
  };
}

const totalsOf = ({
  calls,
  tokens,
  unread,
  spent,
}: ReturnType<typeof spendingJson>): NonNullable<CiVerification['spending']> => ({
  calls,
  tokens,
  unread,
  sums: [...spent],
});

/** Answers the name of a branch without what stands before it in refs. Pure. */
export const branchOf = (ref: string): string => ref.slice('refs/heads/'.length);

/** Answers the trunk with a verification and a seal behind its lines. @throws {LoglineError} INPUT_UNREADABLE - it is too large. */
export async function extendTrunk(verification: CiVerification, options: LineOptions): Promise<ExtendedTrunk> {
  const { place, snapshot, history, project, signer } = options;
  const path = trunkOf(place);
  const entry = snapshot.files.get(path);
  const before = entry === undefined ? new Uint8Array() : await readSmall(history, path, entry, MAX_TRUNK_BYTES);
  const whole = withLineEnd(before);
  const source = bytesSource(path, whole.length, () => Promise.resolve(whole));
  const parts: Uint8Array[] = [whole];
  let prev = await headOf(source);
  for (const draft of await draftsFor(verification, options)) {
    const { atomic, line } = await signDraft(draft, signer, { prev, bindSigner: project.config.bindSigner ?? true });
    parts.push(Buffer.from(`${line}\n`));
    prev = atomic.hash!;
  }
  const content = Buffer.concat(parts);
  return { content, head: prev!, findings: await findingsOf(content, source, options) };
}

/** The last line may lack its line feed; what comes behind it needs one. */
const withLineEnd = (text: Uint8Array): Uint8Array =>
  text.length === 0 || text.at(-1) === 0x0a ? text : Buffer.concat([text, Buffer.of(0x0a)]);

/** Where all is in one file, its chain alone covers everything. */
async function draftsFor(verification: CiVerification, options: LineOptions): Promise<Draft[]> {
  const { place, snapshot, history, project, signer, createdAt } = options;
  const actor = project.keyring?.keys.find(({ public_key: key }) => key === signer.publicKey)?.actor ?? 'ci';
  const facts = { actor, createdAt };
  const verified = ciVerificationDraft(verification, facts);
  if (place.kind === 'file') return [verified];
  const seal = await sealDraft(streamsAt(place, snapshot, history), facts);
  const { streams } = seal.payload as { readonly streams: readonly unknown[] };
  return streams.length === 0 ? [verified] : [verified, seal];
}

async function headOf(source: LedgerSource): Promise<string | null> {
  for await (const { atomic } of queryLedger(source, { reverse: true, limit: 1 })) return atomic.hash ?? null;
  return null;
}

/** What was there has been verified; the new lines are judged behind it as everybody's are. */
async function findingsOf(
  content: Uint8Array,
  before: LedgerSource,
  options: LineOptions,
): Promise<readonly Finding[]> {
  const { place, snapshot, history, project } = options;
  const name = place.kind === 'folder' ? TRUNK : '';
  const others = streamsAt(place, snapshot, history).filter(({ path }) => path !== name);
  const trunk = { path: name, source: bytesSource(trunkOf(place), content.length, () => Promise.resolve(content)) };
  const after = { [name]: await wholePrefix(before) };
  for (const { path, source } of others) after[path] = await wholePrefix(source);
  const { findings } = await verifyAt(place, [...others, trunk], after, { project });
  return findings;
}
