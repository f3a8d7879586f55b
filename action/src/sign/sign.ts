/**
 * What a good verdict leads to: on a push to a protected branch it is recorded in the ledger, signed with the key of the Action, and
 * committed. Nothing that is not verified is signed: neither what was pushed, nor what others have pushed meanwhile.
 */
import { CODES, LoglineError } from 'logline-core';
import type { Signer } from 'logline-core';
import type { LedgerPlace } from '../checks/find-ledgers.ts';
import type { GitHubApi } from '../github/client.ts';
import type { Inputs } from '../inputs.ts';
import { judge } from '../judge.ts';
import type { Repository } from '../judge.ts';
import { inProject, readProject } from '../project.ts';
import type { Project } from '../project.ts';
import { stateOf } from '../remark.ts';
import type { Remark } from '../remark.ts';
import type { Subject } from '../subject.ts';
import type { Signing, Verdict } from '../verdict.ts';
import { branchOf, extendTrunk, trunkOf, verificationOf } from './lines.ts';
import { isOwnPush, isRecorded } from './own-push.ts';
import { propose } from './proposal.ts';
import type { FileChange, Recorder } from './recorder.ts';

/** What signing needs besides what judging does. */
export interface SigningPorts {
  readonly signer: Signer;
  readonly repository: Repository;
  /** None: nothing can be written. */
  readonly recorder: Recorder | undefined;
  readonly api: GitHubApi | undefined;
  /** Whether rules of the server protect the branch that was pushed to. */
  readonly isProtected: boolean;
  readonly now: () => Date;
  readonly wait: (ms: number) => Promise<void>;
  /** Page of the run. */
  readonly runUrl: string;
}

type Push = Extract<Subject, { kind: 'push' }>;
type Good = Verdict & { readonly state: 'pass' | 'warn'; readonly subject: Push };

/** A branch on which everybody pushes at once is somebody else's turn in the end. */
const MAX_TRIES = 5;

/** Answers the verdict with what became of its signature. Never throws for what the server or the repository does. */
export async function signVerdict(verdict: Verdict, inputs: Inputs, ports: SigningPorts): Promise<Verdict> {
  if (verdict.subject.event !== 'push') return verdict;
  try {
    const signing = await signPush(verdict, inputs, ports);
    return withSigning(verdict, inputs, signing);
  } catch (error) {
    if (!(error instanceof LoglineError)) throw error;
    return withSigning(verdict, inputs, refusal(notWritten(error)));
  }
}

function withSigning(verdict: Verdict, { failOn }: Inputs, signing: Refusal | Signing): Verdict {
  if (!('remark' in signing)) return { ...verdict, signing };
  const { remark, ...rest } = signing;
  const remarks = [...verdict.remarks, remark];
  return { ...verdict, remarks, state: stateOf(remarks, failOn), signing: rest };
}

interface Refusal extends Signing {
  readonly remark: Remark;
}

const refusal = (remark: Remark): Refusal => ({ kind: 'none', remark });
const none = (why: string): Signing => ({ kind: 'none', why });

async function signPush(verdict: Verdict, inputs: Inputs, ports: SigningPorts): Promise<Signing | Refusal> {
  if (!isGood(verdict)) return none('The verdict is no pass, or the branch is new.');
  if (inputs.full === 'never') return none('Only what was verified in whole is signed, and `full-verify` is "never".');
  if (!verdict.subject.ref.startsWith('refs/heads/')) return none(`${verdict.subject.ref} is no branch.`);
  if (!ports.isProtected) return refusal(unprotected(verdict.subject));
  const { history } = ports.repository;
  const head = await history.snapshot(verdict.subject.head);
  const project = await readProject(history, head, inputs.folder);
  const place = placeOf(verdict, project);
  if (place === undefined) return none('There is no ledger to sign in.');
  const base = await history.snapshot(verdict.subject.base);
  const { publicKey } = ports.signer;
  if (await isOwnPush(history, { base, head, trunk: trunkOf(place), publicKey }))
    return none('What was pushed is the record of an earlier verification, which is not verified once more.');
  return record(verdict, inputs, { ...ports, place });
}

const isGood = (verdict: Verdict): verdict is Good => verdict.subject.kind === 'push' && isSound(verdict);

/** An error is one although `fail-on` lets it pass, and a warning is a failure where it says so. */
const isSound = ({ state, remarks }: Verdict): boolean =>
  (state === 'pass' || state === 'warn') && remarks.every(({ level }) => level === 'warning' || level === 'notice');

/** The ledger of the project, else the first folder of streams, else the first file. */
function placeOf({ ledgers }: Verdict, { prefix, config }: Project): LedgerPlace | undefined {
  const own = config.ledger === undefined ? undefined : inProject(prefix, config.ledger).replace(/\/$/, '');
  const paths = ledgers.map(({ path }) => path);
  const path =
    paths.find((one) => one.replace(/\/$/, '') === own) ?? paths.find((one) => one.endsWith('/')) ?? paths[0];
  return path === undefined ? undefined : { kind: path.endsWith('/') ? 'folder' : 'file', path };
}

interface Recording extends SigningPorts {
  readonly place: LedgerPlace;
}

/** Where somebody else was faster, the lines are made anew on top of theirs: what they have pushed is verified before. */
async function record(verdict: Good, inputs: Inputs, recording: Recording): Promise<Signing | Refusal> {
  const { recorder, repository, wait } = recording;
  const { ref, head } = verdict.subject;
  const branch = branchOf(ref);
  if (recorder === undefined) return refusal(NO_WAY);
  const { tree } = await repository.history.commit(head);
  const verification = verificationOf(verdict, tree);
  for (let attempt = 1; attempt <= MAX_TRIES; attempt++) {
    const parent = await recorder.tip(branch);
    if (parent === undefined) return none(`The branch ${branch} is gone.`);
    const change = await changeOn(parent, verification, verdict.subject, inputs, recording);
    if ('kind' in change) return change;
    const signing = await write(change, verdict.subject, inputs, recording);
    if (signing !== undefined) return signing;
    if (attempt < MAX_TRIES) await wait(100 * 2 ** attempt);
  }
  return refusal(OUTRUN);
}

/** Answers the commit to be made on a tip of the branch, or why there is to be none. */
async function changeOn(
  parent: string,
  verification: ReturnType<typeof verificationOf>,
  subject: Push,
  inputs: Inputs,
  { place, repository, signer, now, runUrl }: Recording,
): Promise<FileChange | Signing | Refusal> {
  const { history } = repository;
  if (parent !== subject.head) {
    const meanwhile = await judge({ ...subject, base: subject.head, head: parent }, inputs, repository);
    if (!isSound(meanwhile)) return refusal(movedOn(parent));
  }
  const [snapshot, base] = [await history.snapshot(parent), await history.snapshot(subject.head)];
  const trunk = trunkOf(place);
  if (await isRecorded(history, { base, head: snapshot, trunk, publicKey: signer.publicKey }, subject.head))
    return none('This commit has its verification already.');
  const project = await readProject(history, snapshot, inputs.folder);
  const createdAt = now().toISOString();
  const extended = await extendTrunk(verification, { place, snapshot, history, project, signer, createdAt });
  const [first] = extended.findings;
  if (first !== undefined) return refusal(notAccepted(first, signer.publicKey, snapshot.name));
  const title = `Verified ${subject.head.slice(0, 7)}: ${verification.verdict}`;
  const message = `${title}\n\n${runUrl}\n\nLedger-Head: ${trunk} ${extended.head}\n`;
  return { parent, path: trunk, content: extended.content, message };
}

/** Answers what came of it; nothing where the branch has moved meanwhile. @throws {LoglineError} */
async function write(
  change: FileChange,
  subject: Push,
  { signBy }: Inputs,
  recording: Recording,
): Promise<Signing | undefined> {
  const recorder = recording.recorder!;
  const branch = branchOf(subject.ref);
  const commit = await recorder.commit(change);
  if (signBy === 'pull-request') return proposeIt(commit, change, branch, recording);
  const refused = await recorder.move(branch, commit, false);
  if (refused === undefined) return { kind: 'committed', commit };
  const tip = await recorder.tip(branch);
  // A reply that was lost: it was done all the same.
  if (tip === commit) return { kind: 'committed', commit };
  if (tip !== change.parent) return undefined;
  if (!isProtection(refused)) throw refused;
  return proposeIt(commit, change, branch, recording);
}

/** The server has understood, and does not want it. */
function isProtection({ details }: LoglineError): boolean {
  const { status, isRefused } = details as { readonly status?: number; readonly isRefused?: boolean };
  return isRefused === true || status === 403 || status === 409 || status === 422;
}

async function proposeIt(
  commit: string,
  { message }: FileChange,
  base: string,
  { recorder, api }: Recording,
): Promise<Signing> {
  const head = `jsonatomic/verified/${base}`;
  if (api === undefined)
    throw new LoglineError('COMMAND_FAILED', `${base} is protected, and a pull request needs a token for the API.`);
  const refused = await recorder!.move(head, commit, true);
  if (refused !== undefined) throw refused;
  const [title, ...rest] = message.split('\n');
  return {
    kind: 'proposed',
    commit,
    url: await propose(api, { base, head, title: title!, body: rest.join('\n').trim() }),
  };
}

const unprotected = ({ ref }: Push): Remark => ({
  level: 'warning',
  rule: 'sign/unprotected',
  message: `${branchOf(ref)} is not protected, so nothing was signed: whoever may push there would have the Action sign it.`,
  fix: 'Protect the branch by a ruleset, or run this workflow on protected branches alone.',
});

const NO_WAY: Remark = {
  level: 'undecided',
  rule: 'sign/no-way',
  message: 'The verification was not recorded: there is neither a token for the API nor a clone to push from.',
  fix: 'Set `github-token`, and give the job `permissions: { contents: write }`.',
};

const OUTRUN: Remark = {
  level: 'undecided',
  rule: 'sign/outrun',
  message: `The verification was not recorded: others were faster ${String(MAX_TRIES)} times.`,
  fix: 'Run the job again.',
};

const movedOn = (tip: string): Remark => ({
  level: 'undecided',
  rule: 'sign/moved-on',
  message: `The verification was not recorded: the branch has moved on to ${tip}, which does not verify.`,
  fix: 'The run of that commit says what is wrong with it.',
});

const notAccepted = ({ code, message }: { code: string; message: string }, key: string, where: string): Remark => ({
  level: 'error',
  rule: `sign/${code}`,
  message: `Nothing was signed: a line by the key ${key} of this Action would not verify by the rules of ${where}. ${message}`,
  fix: 'Add the public key to .jsonatomic/keyring.json with the role "ci", in a pull request of its own.',
});

const notWritten = ({ code, message }: LoglineError): Remark => ({
  level: 'undecided',
  rule: 'sign/not-written',
  message: `The verification was not recorded. ${message} (${code})`,
  fix: `${CODES[code].fix} The job needs \`permissions: { contents: write, pull-requests: write }\`.`,
});
