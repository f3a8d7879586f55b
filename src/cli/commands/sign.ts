/** `sign` */
import { cosign, parseAtomic, parseDraft, signDraft } from '../../atomic/index.ts';
import type { SignedLine } from '../../atomic/index.ts';
import { LoglineError } from '../../base/errors.ts';
import type { SIGN } from '../catalog/atomics.ts';
import type { Call, Run } from '../command.ts';
import { readInput } from '../input.ts';
import { withPlace } from '../place.ts';
import { showsPretty } from '../output.ts';
import { openSigner } from '../signing.ts';

type Flags = (typeof SIGN)['flags'];

export const run: Run<Flags> = async (call) => {
  const { flags, operands, output, terminal } = call;
  const { name, bytes } = await readInput(operands[0]!, terminal);
  const { line, atomic } = await (flags.cosign ? addSignature(call, name, bytes) : sign(call, name, bytes));
  await output.write(showsPretty(output) ? `${JSON.stringify(atomic, null, 2)}\n` : `${line}\n`);
  return 0;
};

async function sign(call: Call<Flags>, name: string, bytes: Uint8Array): Promise<SignedLine> {
  const { bindSigner, ...limits } = call.flags;
  const draft = withPlace(name, bytes, () => parseDraft(bytes, limits));
  const prev = await prevOf(call);
  return signDraft(draft, await openSigner(call), { bindSigner, limits, ...(prev !== undefined && { prev }) });
}

async function addSignature(call: Call<Flags>, name: string, bytes: Uint8Array): Promise<SignedLine> {
  const { flags } = call;
  if (flags.ledger !== undefined)
    throw new LoglineError('USAGE', 'A cosignature does not change prev: leave out --ledger.');
  const atomic = withPlace(name, bytes, () => parseAtomic(bytes, flags));
  return cosign(atomic, await openSigner(call), { limits: flags });
}

/** The hash that `--ledger` says is before this one; `undefined` leaves the draft's own. */
async function prevOf({ flags }: Call<Flags>): Promise<string | null | undefined> {
  if (flags.ledger === undefined) return undefined;
  const { openStoreAt } = await import('../writing.ts');
  const store = openStoreAt(flags.ledger);
  try {
    return (await store.head()).hash;
  } finally {
    await store.close();
  }
}
