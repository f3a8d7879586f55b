/** `append` */
import type { Draft } from '../../atomic/index.ts';
import { openLedger } from '../../ledger/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import type { APPEND } from '../catalog/writing.ts';
import type { Call, Run } from '../command.ts';
import { readDrafts, streamDrafts } from '../drafts.ts';
import { guardOption } from '../guarding.ts';
import { showsPretty } from '../output.ts';
import type { Terminal } from '../terminal.ts';
import { openStore } from '../writing.ts';
import { openWritingKey } from '../writing-key.ts';

type Flags = (typeof APPEND)['flags'];

export const run: Run<Flags> = async (call) => {
  const { flags, output, terminal } = call;
  const { maxLineBytes, maxDepth, bindSigner } = flags;
  output.outliveReader();
  const { signer, demandGood } = await openWritingKey(call, flags.ledger);
  const limits = { maxLineBytes, maxDepth };
  const ledger = openLedger(openStore(flags.ledger, call), {
    signer,
    bindSigner,
    limits,
    ...(await guardOption(call)),
  });
  try {
    for await (const drafts of draftGroups(call)) {
      momentsOf(drafts, terminal).forEach(demandGood);
      await append(call, ledger, drafts);
    }
  } finally {
    await ledger.close();
  }
  return 0;
};

/** Files go in together or not at all; what comes through a pipe goes in as it comes. */
async function* draftGroups({ operands, flags, terminal }: Call<Flags>): AsyncGenerator<Draft[]> {
  if (operands.length === 1 && operands[0] === '-') {
    yield* streamDrafts(terminal, flags);
    return;
  }
  const drafts: Draft[] = [];
  for (const path of operands) drafts.push(...(await readDrafts(path, terminal, flags)));
  yield drafts;
}

/** The time that an atomic claims is what verifiers go by; that of now, so that nobody writes with a key of the past by claiming another. */
function momentsOf(drafts: readonly Draft[], terminal: Terminal): number[] {
  return [terminal.clock().getTime(), ...drafts.map(({ metadata }) => Date.parse(metadata.created_at))];
}

async function append({ output }: Call<Flags>, ledger: Ledger, drafts: readonly Draft[]): Promise<void> {
  const isPretty = showsPretty(output);
  for (const { atomic, line } of await ledger.appendMany(drafts)) {
    await output.write(isPretty ? `${JSON.stringify(atomic, null, 2)}\n` : `${line}\n`);
  }
  await output.flush();
}
