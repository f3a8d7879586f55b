/** Versions of a ledger as texts, and what people do with them: append, merge, rebase. */
import type { Draft, Signer } from '../../src/atomic/index.ts';
import { signDraft } from '../../src/atomic/index.ts';
import { keyringOf, mergeLedgers, rebaseLedger, verifyLedger } from '../../src/ledger/index.ts';
import type { LedgerReport, LedgerSource, MergeOptions, MergeResult, VerifyOptions } from '../../src/ledger/index.ts';
import { at, draft, publicKey, signer, sourceOf } from './fixtures.ts';

export const keyring = keyringOf([1, 2, 3].map(publicKey));

export const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');
export const hashOfLine = (line: string): string => (JSON.parse(line) as { hash: string }).hash;
export const headOf = (text: string): string | null => {
  const last = linesOf(text).at(-1);
  return last === undefined ? null : hashOfLine(last);
};

/** The ledger with one more line for each number. */
export async function grow(text: string, numbers: readonly number[], by: Signer = signer(1)): Promise<string> {
  let grown = text;
  for (const n of numbers) grown += `${(await signDraft(draft(n), by, { prev: headOf(grown) })).line}\n`;
  return grown;
}

/** The ledger with a line that is signed as it is wanted. */
export async function growBy(text: string, fact: Draft, by: Signer = signer(1), prev = headOf(text)): Promise<string> {
  return `${text}${(await signDraft(fact, by, { prev })).line}\n`;
}

export const mergeDraft = (heads: readonly string[], base?: string): Draft => ({
  entity_type: 'contract',
  intent: 'ledger_merge',
  this: '/ledger/merge',
  did: { actor: 'user@example.com', action: 'merge' },
  metadata: { created_at: at(90_000) },
  payload: { heads, ...(base !== undefined && { base }) },
});

export const named = (name: string, content: string | Uint8Array, chunkBytes?: number): LedgerSource => ({
  ...sourceOf(content, chunkBytes),
  name,
});

export const options = (more: Partial<MergeOptions> = {}): MergeOptions => ({
  actor: 'merger@example.com',
  createdAt: at(100_000),
  signer: signer(1),
  keyring,
  ...more,
});

type Text = string | Uint8Array;

export function mergeTexts(
  ours: Text,
  theirs: Text,
  base?: Text,
  more: Partial<MergeOptions> = {},
): Promise<MergeResult> {
  const sides = { ours: named('ours', ours), theirs: named('theirs', theirs) };
  return mergeLedgers(base === undefined ? sides : { ...sides, base: named('base', base) }, options(more));
}

/** Our version with what the merge appends. */
export async function merged(
  ours: string,
  theirs: string,
  base?: string,
  more: Partial<MergeOptions> = {},
): Promise<string> {
  return ours + new TextDecoder().decode((await mergeTexts(ours, theirs, base, more)).append);
}

export async function rebased(onto: string, ours: string, more: Partial<MergeOptions> = {}): Promise<string> {
  const { append } = await rebaseLedger({ onto: named('onto', onto), ours: named('ours', ours) }, options(more));
  return onto + new TextDecoder().decode(append);
}

export const verifyText = (text: string, more: VerifyOptions = {}): Promise<LedgerReport> =>
  verifyLedger(sourceOf(text), { keyring, ...more });

export const codesOf = ({ findings }: LedgerReport): string[] =>
  findings.map(({ code, line }) => `${code}@${String(line)}`);
