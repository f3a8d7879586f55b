/** Whether whoever verifies a pack sees what the pack says, with the keys that they trust. */
import type { Finding } from '../../base/report.ts';
import { Trust, signedLineOf } from '../../ledger/index.ts';
import type { Keyring } from '../../ledger/index.ts';
import { evidenceOf } from '../mission-evidence.ts';
import type { CollectOptions } from '../mission-evidence.ts';
import type { MissionAccount } from '../mission-reader.ts';
import type { Derived, PackParts } from './derived.ts';

/** Answers what is otherwise under this keyring. @throws {LoglineError} MISSION_UNKNOWN - the mission is by nobody who is trusted */
export function keyringFindings(
  { told, proof, mission }: PackParts,
  { summary }: Derived,
  signers: readonly string[],
  options: Pick<CollectOptions, 'reader'> & { readonly keyring: Keyring },
): Finding[] {
  const trust = new Trust(options.keyring);
  let latest = '';
  for (const { line, atomic } of told) {
    if (trust.judge(signedLineOf(atomic), line) !== undefined) continue;
    trust.accept(signedLineOf(atomic), line);
    if (Date.parse(atomic.metadata.created_at) > Date.parse(latest) || latest === '')
      latest = atomic.metadata.created_at;
  }
  const judged = signers.map((signer) =>
    trust.judge({ signer, createdAt: latest, wellKnown: undefined }, proof.ledger.lines + 1),
  );
  const untrusted = judged.every((finding) => finding !== undefined) ? judged[0] : undefined;
  const own = standingOf(evidenceOf(told, mission, options).account);
  const stated = standingOf(summary.mission);
  const other = own.find((line, i) => line !== stated[i]);
  return [
    ...(untrusted
      ? [{ ...untrusted, message: `The pack is signed by nobody who is trusted: ${untrusted.message}` }]
      : []),
    ...(other === undefined ? [] : [unproven(`With the keyring handed in, the mission stands otherwise: ${other}.`)]),
  ];
}

/** What the keyring decides: where the mission stands, and whose approvals count. */
const standingOf = ({ status, checkpoints }: MissionAccount): string[] => [
  `it is ${status}`,
  ...checkpoints.map(
    ({ name, status: state, approvals }) =>
      `${name} is ${state}, with approvals by ${approvals.map(({ by }) => `${by.actor} (${by.kind})`).join(', ') || 'nobody'}`,
  ),
];

const unproven = (message: string): Finding => ({ code: 'PACK_UNPROVEN', message });
