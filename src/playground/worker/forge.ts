/** What somebody without the secret key can still do to a line that was changed: for showing that it does not help. */
import {
  canonicalize,
  createMemorySigner,
  generateKeyPair,
  hashAtomic,
  parseJson,
  signDraft,
} from '../../atomic/index.ts';
import type { Draft } from '../../atomic/index.ts';
import type { ForgeAsked } from './ledger-tasks.ts';

/** Answers the line with its hash made to fit, or signed with a key that is made for it. @throws {LoglineError} the line is not even JSON, or no atomic */
export async function forge({ move, text }: ForgeAsked): Promise<string> {
  const { hash: _, signature, cosignatures: __, ...body } = parseJson(text) as Record<string, unknown>;
  if (move === 'hash')
    return canonicalize({ ...body, hash: hashAtomic(body), ...(signature !== undefined && { signature }) });
  const { signed_by: ___, ...metadata } = body['metadata'] as Record<string, unknown>;
  const signer = createMemorySigner(generateKeyPair().privateKey);
  return (await signDraft({ ...body, metadata } as Draft, signer)).line;
}
