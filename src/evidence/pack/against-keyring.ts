/** Whether whoever verifies a pack sees what the pack says, with the keys that they trust. */
import type { Finding } from '../../base/report.ts';
import { Trust, signedLineOf } from '../../ledger/index.ts';
import type { Keyring } from '../../ledger/index.ts';
import { evidenceOf } from '../mission-evidence.ts';
import type { CollectOptions } from '../mission-evidence.ts';
import type { MissionAccount } from '../mission-reader.ts';
import type { MissionSummary } from '../summary.ts';
import { withheldBy } from '../withholding.ts';
import type { Withheld } from '../withholding.ts';
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
  const evidence = evidenceOf(told, mission, options);
  const own = standingOf(evidence.account);
  const stated = standingOf(summary.mission);
  const other = own.find((line, i) => line !== stated[i]);
  return [
    ...(untrusted
      ? [{ ...untrusted, message: `The pack is signed by nobody who is trusted: ${untrusted.message}` }]
      : []),
    ...withholdingFindings(withheldBy(evidence.events, options.keyring), summary),
    ...(other === undefined ? [] : [unproven(`With the keyring handed in, the mission stands otherwise: ${other}.`)]),
  ];
}

/** The keyring in the pack may give an agent the role of a human, or none: this one decides who may leave something out. */
function withholdingFindings({ contents, events }: Withheld, { withheld, evidence }: MissionSummary): Finding[] {
  const lines = withheld.filter(({ event }) => !events.has(event)).map(({ line }) => `line ${String(line)}`);
  const files = evidence.filter(({ content, sha256 }) => content === 'withheld' && !contents.has(sha256!));
  return [...lines, ...files.map(({ name }) => name)].map((what) =>
    unproven(`With the keyring handed in, nobody who may has withheld ${what}.`),
  );
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
