/** `evidence verify` */
import { readFileBytes } from '../../base/fs.ts';
import type { PackReport } from '../../evidence/index.ts';
import { verifyPack } from '../../evidence/index.ts';
import { createFileSource } from '../../ledger/index.ts';
import { missionReader } from '../../mission/index.ts';
import type { EVIDENCE_VERIFY } from '../catalog/evidence.ts';
import type { Run } from '../command.ts';
import { fileOf } from '../ledgers.ts';
import { warn } from '../notice.ts';
import { packJson, packLinesOf } from '../pack-text.ts';
import { withProgress } from '../progress.ts';
import { findTrustedKeys } from '../trusted-keys.ts';

/** 4 GiB: ZIP files without its extension are not larger. */
const MAX_BYTES = 0xffff_ffff;

export const run: Run<(typeof EVIDENCE_VERIFY)['flags']> = async (call) => {
  const { flags, operands, output, terminal } = call;
  output.outliveReader();
  const path = operands[0]!;
  const trusted = await findTrustedKeys(call);
  const bytes = await readFileBytes(path, { maxBytes: MAX_BYTES });
  const ledger = flags.ledger === undefined ? undefined : createFileSource(fileOf(flags.ledger));
  const report: PackReport = await withProgress(call, path, () =>
    verifyPack(bytes, { reader: missionReader, keyring: trusted?.keyring, ledger }),
  );
  await output.one(packJson(report), packLinesOf(report, path, output.paint));
  if (report.trust === 'self-asserted') warn(terminal, SELF_ASSERTED);
  return report.ok ? 0 : 1;
};

const SELF_ASSERTED =
  'NOBODY SAID WHICH KEYS TO TRUST. The pack was held against itself: this shows that it was not changed since it was signed, and NOT WHO ' +
  'SIGNED it, nor who approved. Name keys with --keyring, --key or PUBLIC_KEY_HEX.';
