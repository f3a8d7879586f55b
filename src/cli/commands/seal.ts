/** `seal` */
import { join } from 'node:path';
import { canonicalize } from '../../atomic/index.ts';
import { LoglineError } from '../../base/errors.ts';
import type { Finding } from '../../base/report.ts';
import { TRUNK, createFileSource, openLedger, queryLedger, sealDraft, verifyStreams } from '../../ledger/index.ts';
import type { Stream } from '../../ledger/index.ts';
import type { SEAL } from '../catalog/writing.ts';
import type { Call, Run } from '../command.ts';
import { streamsIn } from '../ledgers.ts';
import { warn } from '../notice.ts';
import { showsPretty } from '../output.ts';
import { openSigner } from '../signing.ts';
import { findTrustedKeys } from '../trusted-keys.ts';
import { demandFile, openStore } from '../writing.ts';
import { openWritingKey } from '../writing-key.ts';

type Flags = (typeof SEAL)['flags'];

export const run: Run<Flags> = async (call) => {
  const { flags, output, terminal } = call;
  output.outliveReader();
  const trunk = join(demandFile(flags.ledger), TRUNK);
  const { signer } = await openWritingKey(call, trunk, openSigner);
  const streams = streamsIn(flags.ledger);
  if (flags.verify && !(await isGood(call, streams))) return 1;
  const draft = await sealDraft(streams, { actor: flags.actor, createdAt: terminal.clock().toISOString() });
  const sealed = draft.payload as { readonly streams: readonly unknown[] };
  if (sealed.streams.length === 0) {
    throw new LoglineError('INPUT_MISSING', `${flags.ledger} has no stream to be sealed beside ${TRUNK}.`, {
      details: { path: flags.ledger },
    });
  }
  if (streams.some(({ path }) => path === TRUNK) && (await lastSeal(trunk)) === canonicalize(sealed)) {
    warn(terminal, 'Nothing was appended since the last seal: there is no need for another.');
    return 0;
  }
  const ledger = openLedger(openStore(trunk, call), { signer, bindSigner: flags.bindSigner });
  try {
    const { atomic, line } = await ledger.append(draft);
    await output.write(showsPretty(output) ? `${JSON.stringify(atomic, null, 2)}\n` : `${line}\n`);
  } finally {
    await ledger.close();
  }
  return 0;
};

/** A seal vouches for what it covers, so that nobody looks again. */
async function isGood(call: Call<Flags>, streams: readonly Stream[]): Promise<boolean> {
  const { flags, terminal } = call;
  const { maxLineBytes, maxDepth, sinceSeal } = flags;
  const trusted = await findTrustedKeys(call);
  const limits = { maxLineBytes, maxDepth };
  const options = { limits, sinceSeal, signal: terminal.signal, ...(trusted && { keyring: trusted.keyring }) };
  const { ok, findings } = await verifyStreams(streams, options);
  if (!trusted)
    warn(
      terminal,
      'NOBODY SAID WHICH KEYS TO TRUST: lines of any signer are sealed. Name keys with --keyring or --key.',
    );
  if (!ok) warn(terminal, `Nothing was sealed, since the folder does not verify: ${faultText(findings[0]!)}`);
  return ok;
}

function faultText({ path, line, code, message }: Finding): string {
  return `${path!}${line === undefined ? '' : `:${line}`}: ${code}: ${message}`;
}

/** The payload of the last seal as text, which is the same for the same streams. */
async function lastSeal(trunk: string): Promise<string | undefined> {
  const filter = { intent: 'ledger_seal', reverse: true, limit: 1 };
  for await (const { atomic } of queryLedger(createFileSource(trunk), filter)) return canonicalize(atomic.payload);
  return undefined;
}
