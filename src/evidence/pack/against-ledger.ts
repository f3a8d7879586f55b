/** Whether a pack is of a ledger, and nothing of the mission was left out. */
import { toHex, toUtf8 } from '../../base/bytes.ts';
import type { Finding } from '../../base/report.ts';
import { verifyLedger } from '../../ledger/index.ts';
import type { LedgerSource } from '../../ledger/index.ts';
import { toldOf, upTo } from '../mission-evidence.ts';
import type { PackParts } from './derived.ts';
import { leafOf, rootOf } from './tree.ts';

/** Answers what is otherwise in the ledger, which may have become longer since. @throws {LoglineError} INPUT_MISSING, INPUT_UNREADABLE */
export async function compareWithLedger({ mission, told, proof }: PackParts, source: LedgerSource): Promise<Finding[]> {
  const { lines, size_bytes: sizeBytes, head, root } = proof.ledger;
  if ((await source.sizeBytes()) < sizeBytes)
    return [unproven('The ledger is shorter than it was when the pack was made.')];
  const ledger = upTo(source, sizeBytes);
  const report = await verifyLedger(ledger, { maxFindings: 10 });
  if (!report.ok) return [...report.findings];
  const leaves: Uint8Array[] = [];
  const actual = await toldOf(ledger, mission, {}, ({ text }) => {
    leaves.push(leafOf(toUtf8(text)));
  });
  const isSame = leaves.length === lines && report.head === head && toHex(rootOf(leaves)) === root;
  if (!isSame) return [unproven('The ledger is another one than that of the pack.')];
  const there = new Set([...told, ...proof.withheld].map(({ line }) => line));
  return actual
    .filter(({ line }) => !there.has(line))
    .map(({ line }) => unproven(`Line ${String(line)} of the ledger is about ${mission}, and not in the pack.`));
}

const unproven = (message: string): Finding => ({ code: 'PACK_UNPROVEN', message });
