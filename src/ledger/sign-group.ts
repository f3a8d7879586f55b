/** Signatures for many lines at once: their hashes are chained already, and do not depend on them. */
import { finish } from '../atomic/index.ts';
import type { Engine, HashedDraft, SignedLine, Signer } from '../atomic/index.ts';
import { Utf8Scratch, fromHex } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';

/** A line whose signature is on its way, or why there is none. Never rejects: nobody may be waiting for it yet. */
export type Signing = Promise<SignedLine | Unsigned>;

interface Unsigned {
  readonly reason: unknown;
}

/** Asks for the signature of a line, which is finished as it comes in, while other threads make the next. */
export async function startSigning(unsigned: HashedDraft, signer: Signer, engine: Engine): Signing {
  try {
    const signature = await signer.sign(unsigned.hashBytes);
    const line = finish(unsigned, signature, signer.publicKey);
    demandRightKey(signer, engine, unsigned.hashBytes, signature);
    return line;
  } catch (cause) {
    return { reason: cause instanceof LoglineError ? cause : failed(cause) };
  }
}

const failed = (cause: unknown): LoglineError => new LoglineError('SIGNER_FAILED', 'The signer failed.', { cause });

/**
 * Answers the lines, once all have come in.
 *
 * @throws {LoglineError} SIGNER_FAILED - no signature, or one by another key than the signer says. Or what else the signer throws of ours.
 */
export async function signedLines(signings: readonly Signing[]): Promise<SignedLine[]> {
  const lines: SignedLine[] = [];
  for (const signing of signings) {
    const line = await signing;
    if ('reason' in line) throw line.reason;
    lines.push(line);
  }
  return lines;
}

const scratch = new Utf8Scratch();

/** Answers the bytes of lines as a ledger stores them. */
export function bytesOf(lines: readonly SignedLine[]): Uint8Array {
  let text = '';
  for (const { line } of lines) text += `${line}\n`;
  return scratch.encode(text).slice();
}

/** The first signature of a signer is checked: a line by another key than it says would stay in the ledger for ever. */
function demandRightKey(signer: Signer, engine: Engine, message: Uint8Array, signature: Uint8Array): void {
  if (provenSigners.has(signer)) return;
  if (!engine.verify({ publicKey: fromHex(signer.publicKey, 32)!, signature, message })) {
    const what = `The signer's signature does not verify with its public key ${signer.publicKey}.`;
    throw new LoglineError('SIGNER_FAILED', what);
  }
  provenSigners.add(signer);
}

const provenSigners = new WeakSet<Signer>();
