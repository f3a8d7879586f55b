/** `evidence withhold` */
import { LoglineError } from '../../base/errors.ts';
import {
  RECORDS,
  canWithhold,
  collectEvidence,
  contentsBefore,
  evidenceDraft,
  mayWithhold,
  withheldBy,
} from '../../evidence/index.ts';
import type { EvidenceWithheld, MissionEvidence } from '../../evidence/index.ts';
import { createFileSource, openLedgerState } from '../../ledger/index.ts';
import type { EVIDENCE_WITHHOLD } from '../catalog/evidence.ts';
import { count } from '../change-text.ts';
import type { Call, Run } from '../command.ts';
import { collectOptions } from '../evidence.ts';
import { guardOption } from '../guarding.ts';
import { fileOf } from '../ledgers.ts';
import { needed } from '../missions.ts';
import { openSigner } from '../signing.ts';
import { openStore, withStore } from '../writing.ts';
import { openWritingKey } from '../writing-key.ts';

type Flags = (typeof EVIDENCE_WITHHOLD)['flags'];
type Options = Awaited<ReturnType<typeof collectOptions>>;

const DAY_MS = 86_400_000;

export const run: Run<Flags> = async (call) => {
  const { flags } = call;
  const mission = needed(flags.mission, '--mission');
  const reason = needed(flags.reason, '--reason');
  demandOne(call);
  const { signer } = await openWritingKey(call, flags.ledger, openSigner);
  const options = await collectOptions(call);
  const own = options.keyring?.keys.find(({ public_key }) => public_key === signer.publicKey);
  if (!mayWithhold(signer.publicKey, options.keyring))
    throw new LoglineError('APPROVAL_REFUSED', `${own?.actor ?? 'This key'} is no human: it could hide its own work.`);
  const evidence = await collectEvidence(createFileSource(fileOf(flags.ledger)), mission, options);
  const wanted = targetsOf(call, evidence).map((target): EvidenceWithheld => ({ mission, ...target, reason }));
  for (const one of wanted) demandThere(evidence, one, options);
  // What somebody said who may not withhold does not stand in the way of who may.
  const { contents, events } = withheldBy(evidence.events, options.keyring);
  const fresh = wanted.filter(({ what, target }) => !(what === 'content' ? contents : events).has(target));
  await append(call, fresh, { actor: flags.actor ?? own?.actor ?? 'atomic', evidence, signer });
  await (flags.olderThan === undefined ? tellOne(call, wanted[0]!, fresh.length > 0) : tellMany(call, mission, fresh));
  return 0;
};

function demandOne({ flags: { content, event, olderThan } }: Call<Flags>): void {
  if ([content, event, olderThan].filter((flag) => flag !== undefined).length === 1) return;
  throw new LoglineError(
    'USAGE',
    'What is to be withheld? Name it with --content or with --event, or say how old contents may be with --older-than.',
  );
}

type Target = Pick<EvidenceWithheld, 'what' | 'target'>;

function targetsOf({ flags, terminal }: Call<Flags>, { events }: MissionEvidence): Target[] {
  const { content, event, olderThan } = flags;
  if (content !== undefined) return [{ what: 'content', target: content }];
  if (event !== undefined) return [{ what: 'event', target: event }];
  const moment = new Date(terminal.clock().getTime() - olderThan! * DAY_MS);
  return contentsBefore(events, moment).map(({ sha256 }) => ({ what: 'content', target: sha256! }));
}

function demandThere(evidence: MissionEvidence, { mission, what, target }: EvidenceWithheld, options: Options): void {
  const isThere = evidence.events.some(({ id, data }) =>
    what === 'event' ? id === target : data['sha256'] === target,
  );
  if (!isThere) throw new LoglineError('USAGE', `There is no ${what} ${target} of ${mission}.`);
  if (what === 'event' && !canWithhold(evidence.told, mission, target, options))
    throw new LoglineError('PACK_UNPROVEN', `Without ${target} nobody could prove where ${mission} stands.`);
}

interface Writer {
  readonly actor: string;
  readonly evidence: MissionEvidence;
  readonly signer: Awaited<ReturnType<typeof openSigner>>;
}

async function append(
  call: Call<Flags>,
  fresh: readonly EvidenceWithheld[],
  { actor, evidence, signer }: Writer,
): Promise<void> {
  const { ledger, bindSigner, maxLineBytes, maxDepth } = call.flags;
  const guard = await guardOption(call);
  if (fresh.length === 0) return;
  const createdAt = call.terminal.clock().toISOString();
  const { traceId } = evidence.account;
  const drafts = fresh.map((payload) => evidenceDraft('evidence_withheld', payload, { actor, createdAt, traceId }));
  await withStore(openStore(ledger, call), async (store) => {
    const state = openLedgerState(store, RECORDS, { signer, bindSigner, limits: { maxLineBytes, maxDepth }, ...guard });
    await state.decide(() => ({ drafts }));
  });
}

async function tellOne({ output }: Call<Flags>, payload: EvidenceWithheld, isNew: boolean): Promise<void> {
  const { mission, what, target } = payload;
  const word = isNew ? output.paint('green', 'WITHHELD') : 'WITHHELD BEFORE';
  const state = isNew ? 'withheld' : 'withheld before';
  await output.one({ state, ...payload }, [`${word}  ${what} ${target} of ${mission}`]);
}

async function tellMany(
  { flags, output }: Call<Flags>,
  mission: string,
  fresh: readonly EvidenceWithheld[],
): Promise<void> {
  const targets = fresh.map(({ target }) => target);
  const word = targets.length > 0 ? output.paint('green', 'WITHHELD') : 'NOTHING';
  const age = count(flags.olderThan!, 'day');
  await output.one({ state: 'withheld', mission, older_than_days: flags.olderThan, contents: targets }, [
    `${word}  ${count(targets.length, 'content')} of ${mission}, older than ${age}`,
    ...targets.map((target) => `  ${target}`),
  ]);
}
