/** `evidence export` */
import { join } from 'node:path';
import { errnoOf } from '../../base/file-failure.ts';
import { readFileBytes, writeFileAtomic } from '../../base/fs.ts';
import { PACK_VERIFIER, makePack, sha256, verifyPack } from '../../evidence/index.ts';
import type { CompressionLevel, MissionSummary } from '../../evidence/index.ts';
import { createFileSource } from '../../ledger/index.ts';
import { findingsError } from '../../base/schema.ts';
import { missionReader } from '../../mission/index.ts';
import { openClient } from '../api.ts';
import type { EVIDENCE_EXPORT } from '../catalog/evidence.ts';
import { count } from '../change-text.ts';
import type { Call, Run } from '../command.ts';
import { collectOptions } from '../evidence.ts';
import { fileOf } from '../ledgers.ts';
import { needed } from '../missions.ts';
import { warn } from '../notice.ts';
import { withProgress } from '../progress.ts';
import { screenText } from '../screen-text.ts';
import { openLedgerSigner } from '../signing.ts';

type Flags = (typeof EVIDENCE_EXPORT)['flags'];

export const run: Run<Flags> = async (call) => {
  const { flags, output, terminal } = call;
  const mission = needed(flags.mission, '--mission');
  const out = needed(flags.out, '--out');
  const client = await openClient(call, ['mission', 'out']);
  const bytes =
    client === undefined
      ? await makeHere(call, mission)
      : await withProgress(call, mission, () => client.evidence.export({ missionId: mission }));
  const { counts, summary, findings } = await verifyPack(bytes, { reader: missionReader });
  if (findings.length > 0) throw findingsError(findings);
  await writeFileAtomic(out, bytes);
  for (const name of missingIn(summary!))
    warn(terminal, `The content of ${name} is not in the store; the pack says so.`);
  const digest = sha256(bytes);
  await output.one({ pack: out, sha256: digest, size_bytes: bytes.length, ...counts }, [
    `${output.paint('green', 'EXPORTED')}  ${mission} to ${screenText(out)}: ${count(counts['lines']!, 'line')}, ${count(counts['contents']!, 'content')}, ${count(counts['statements']!, 'statement')}`,
    `sha256  ${digest}`,
  ]);
  return 0;
};

async function makeHere(call: Call<Flags>, mission: string): Promise<Uint8Array> {
  const { flags } = call;
  const signer = await openLedgerSigner(call, flags.ledger);
  const options = await collectOptions(call);
  const content = (digest: string) => contentAt(join(flags.store, digest));
  const level = flags.level as CompressionLevel;
  const source = createFileSource(fileOf(flags.ledger));
  return withProgress(call, mission, () =>
    makePack(source, mission, { ...options, signer, content, level, verifier: PACK_VERIFIER }),
  );
}

async function contentAt(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFileBytes(path);
  } catch (error) {
    if (errnoOf((error as Error).cause) === 'ENOENT') return undefined;
    throw error;
  }
}

const missingIn = ({ evidence }: MissionSummary): string[] =>
  evidence.filter(({ content }) => content === 'missing').map(({ name }) => name);
