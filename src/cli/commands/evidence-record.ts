/** `evidence record` */
import { basename, join } from 'node:path';
import { LoglineError } from '../../base/errors.ts';
import { makeFolder, writeFileAtomic } from '../../base/fs.ts';
import { RECORDS, evidenceDraft, namedRecord, readContent, sha256 } from '../../evidence/index.ts';
import type { EvidenceFacts, EvidenceRecord } from '../../evidence/index.ts';
import { openLedgerState } from '../../ledger/index.ts';
import type { EVIDENCE_RECORD } from '../catalog/evidence.ts';
import type { Call, Run } from '../command.ts';
import { guardOption } from '../guarding.ts';
import { readInput } from '../input.ts';
import type { Input } from '../input.ts';
import { needed, writeMissions } from '../missions.ts';
import { screenText } from '../screen-text.ts';
import { openStore, withStore } from '../writing.ts';

type Flags = (typeof EVIDENCE_RECORD)['flags'];

export const run: Run<Flags> = async (call) => {
  const { operands, terminal, output } = call;
  const content = operands[0] === undefined ? undefined : await readInput(operands[0], terminal);
  const record = recordOf(call, content);
  const isNew = await append(call, record, content);
  const word = isNew ? output.paint('green', 'RECORDED') : 'RECORDED BEFORE';
  const facts = Object.entries(record.facts ?? {}).map(
    ([name, count]) => `  ${name.replaceAll('_', ' ')}  ${String(count)}`,
  );
  const line = `${word}  ${record.kind} ${screenText(record.name)} of ${record.mission}`;
  await output.one({ state: isNew ? 'recorded' : 'recorded before', ...record }, [line, ...facts]);
  return 0;
};

function recordOf({ flags }: Call<Flags>, content: Input | undefined): EvidenceRecord {
  const mission = needed(flags.mission, '--mission');
  const { kind, batch, commit, address, evidence } = flags;
  const said = flags.name ?? (content && basename(content.name)) ?? commit ?? address;
  if (said === undefined || (content === undefined && kind !== 'commit' && kind !== 'pull_request'))
    throw new LoglineError('USAGE', `Which file is the ${kind}? Name it.`);
  const record = namedRecord({
    mission,
    kind,
    name: said,
    ...(batch !== undefined && { batch }),
    ...(commit !== undefined && { commit }),
    ...(address !== undefined && { address }),
    ...(content !== undefined && contentFacts(kind, content)),
  });
  return evidence === undefined ? record : { ...record, evidence };
}

function contentFacts(
  kind: EvidenceRecord['kind'],
  { bytes }: Input,
): Pick<EvidenceRecord, 'sha256' | 'size_bytes' | 'media_type'> & { facts?: EvidenceFacts } {
  const read = readContent(kind, bytes);
  return {
    sha256: sha256(bytes),
    size_bytes: bytes.length,
    ...(read !== undefined && { media_type: read.mediaType, facts: read.facts }),
  };
}

/** The content is there before the ledger names it. */
async function append(call: Call<Flags>, record: EvidenceRecord, content: Input | undefined): Promise<boolean> {
  const { flags, terminal } = call;
  const guard = await guardOption(call);
  const { actor, signer, traceId } = await writeMissions(call, async (missions) => {
    const { actor, signer } = missions.options;
    return { actor, signer: signer!, traceId: (await missions.mission(record.mission)).traceId };
  });
  const draft = evidenceDraft('evidence_recorded', record, {
    actor,
    createdAt: terminal.clock().toISOString(),
    traceId,
  });
  if (content !== undefined) {
    makeFolder(flags.store);
    await writeFileAtomic(join(flags.store, record.sha256!), content.bytes);
  }
  const { ledger, bindSigner, maxLineBytes, maxDepth } = flags;
  return withStore(openStore(ledger, call), async (store) => {
    const options = { signer, bindSigner, limits: { maxLineBytes, maxDepth }, ...guard };
    const { lines } = await openLedgerState(store, RECORDS, options).decide(({ records }) => ({
      drafts: records.has(record.evidence) ? [] : [draft],
    }));
    return lines.length > 0;
  });
}
