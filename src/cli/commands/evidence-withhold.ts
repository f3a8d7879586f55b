/** `evidence withhold` */
import { LoglineError } from '../../base/errors.ts';
import { RECORDS, canWithhold, collectEvidence, evidenceDraft, mayWithhold } from '../../evidence/index.ts';
import type { EvidenceWithheld, MissionEvidence } from '../../evidence/index.ts';
import { createFileSource, openLedgerState } from '../../ledger/index.ts';
import type { EVIDENCE_WITHHOLD } from '../catalog/evidence.ts';
import type { Call, Run } from '../command.ts';
import { collectOptions } from '../evidence.ts';
import { guardOption } from '../guarding.ts';
import { needed } from '../missions.ts';
import { openSigner } from '../signing.ts';
import { openStore, withStore } from '../writing.ts';

type Flags = (typeof EVIDENCE_WITHHOLD)['flags'];

export const run: Run<Flags> = async (call) => {
  const { flags, output, terminal } = call;
  const payload = payloadOf(call);
  const { mission, what, target } = payload;
  const signer = await openSigner(call);
  const guard = await guardOption(call);
  const options = await collectOptions(call);
  const own = options.keyring?.keys.find(({ public_key }) => public_key === signer.publicKey);
  if (!mayWithhold(signer.publicKey, options.keyring))
    throw new LoglineError('APPROVAL_REFUSED', `${own?.actor ?? 'This key'} is no human: it could hide its own work.`);
  const evidence = await collectEvidence(createFileSource(flags.ledger), mission, options);
  demandThere(evidence, payload);
  if (what === 'event' && !canWithhold(evidence.told, mission, target, options))
    throw new LoglineError('PACK_UNPROVEN', `Without ${target} nobody could prove where ${mission} stands.`);
  const { ledger, bindSigner, maxLineBytes, maxDepth, actor = own?.actor ?? 'atomic' } = flags;
  const createdAt = terminal.clock().toISOString();
  const draft = evidenceDraft('evidence_withheld', payload, { actor, createdAt, traceId: evidence.account.traceId });
  const isNew = await withStore(openStore(ledger, call), async (store) => {
    const state = openLedgerState(store, RECORDS, { signer, bindSigner, limits: { maxLineBytes, maxDepth }, ...guard });
    const { lines } = await state.decide(({ withheld }) => ({ drafts: withheld.has(target) ? [] : [draft] }));
    return lines.length > 0;
  });
  const word = isNew ? output.paint('green', 'WITHHELD') : 'WITHHELD BEFORE';
  await output.one({ state: isNew ? 'withheld' : 'withheld before', ...payload }, [
    `${word}  ${what} ${target} of ${mission}`,
  ]);
  return 0;
};

function payloadOf({ flags }: Call<Flags>): EvidenceWithheld {
  const { content, event } = flags;
  const mission = needed(flags.mission, '--mission');
  const reason = needed(flags.reason, '--reason');
  const target = content ?? event;
  if (target === undefined || (content !== undefined && event !== undefined))
    throw new LoglineError('USAGE', 'What is to be withheld? Name it with --content or with --event.');
  return { mission, what: content === undefined ? 'event' : 'content', target, reason };
}

function demandThere({ events }: MissionEvidence, { mission, what, target }: EvidenceWithheld): void {
  const isThere = events.some(({ id, data }) => (what === 'event' ? id === target : data['sha256'] === target));
  if (!isThere) throw new LoglineError('USAGE', `There is no ${what} ${target} of ${mission}.`);
}
