/** A draft while it is written: what is wrong with it, and the hash that it would have. */
import { createMemorySigner, finish, hashDraft, LoglineError, parseDraft, prepareDraft } from '../../atomic/index.ts';
import type { Finding, HashedDraft } from '../../atomic/index.ts';
import type { DraftAnswer, DraftAsked } from './ledger-tasks.ts';

/** Answers what a draft is so far. */
export function judgeDraft(asked: DraftAsked): DraftAnswer {
  try {
    const { hash, hashBytes } = hashed(asked);
    return { findings: [], hash, hashBytes };
  } catch (error) {
    return { findings: findingsOf(error), hash: undefined, hashBytes: undefined };
  }
}

/** Answers the line of a draft with its signature. @throws {LoglineError} */
export function finishDraft(asked: DraftAsked & { readonly signature: Uint8Array }): string {
  return finish(hashed(asked), asked.signature, asked.publicKey).line;
}

/** Signs where the browser has no Ed25519 of its own. @throws {LoglineError} KEY_MALFORMED */
export function signWithSeed(seed: string, message: Uint8Array): Promise<Uint8Array> {
  return createMemorySigner(seed).sign(message);
}

function hashed({ text, publicKey, prev }: DraftAsked): HashedDraft {
  const prepared =
    publicKey === ''
      ? prepareDraft(parseDraft(text), '', { bindSigner: false })
      : prepareDraft(parseDraft(text), publicKey);
  return hashDraft(prepared, prev === '' ? (prepared.prev ?? null) : prev);
}

function findingsOf(error: unknown): readonly Finding[] {
  if (!(error instanceof LoglineError)) throw error;
  const { findings, pointer } = error.details as { readonly findings?: readonly Finding[]; readonly pointer?: string };
  return findings ?? [{ code: error.code, message: error.message, ...(pointer !== undefined && { pointer }) }];
}
