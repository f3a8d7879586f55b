/** What the tests of docs/format.md share: ledgers, good and bad, and the parts of the page. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalize, hashAtomic, keyringOf, parseDraft, verifyLedger } from 'logline-core';
import type { LedgerReport, SignedLine, StreamsReport, VerifyOptions } from 'logline-core';
import { projectRoot } from '../checks/scratch.ts';
import { chain, draft, publicKey, signer, simpleChain, sourceOf } from '../ledger/fixtures.ts';
import { pageOf } from './pages.ts';

export type Content = Parameters<typeof sourceOf>[0];

export const keyring = keyringOf([publicKey(1), publicKey(2)]);
export const verify = (content: Content, options: VerifyOptions = {}): Promise<LedgerReport> =>
  verifyLedger(sourceOf(content), { keyring, ...options });
export const codes = ({ findings }: LedgerReport | StreamsReport): string[] =>
  findings.map(({ code, line }) => `${code}@${String(line)}`);
export const found = async (content: Content, options: VerifyOptions = {}): Promise<string[]> =>
  codes(await verify(content, options));

/** A line whose payload holds this JSON text as `x`: written, hashed and signed as any other, if `value` says what it means. */
export async function lineOf(text: string, value: unknown = 1): Promise<string> {
  const [{ line }] = (await chain([{ draft: draft(1, { payload: { x: value } }) }])) as [SignedLine];
  return `${line.replace(`"x":${canonicalize(value)}`, () => `"x":${text}`)}\n`;
}

/** Both a reader and a writer refuse the text, with this code alone. */
export async function refused(code: string, text: string, line = 1): Promise<void> {
  const ledger = await lineOf(text);
  assert.deepEqual(await found(ledger), [`${code}@${line}`], text);
  assert.throws(
    () => parseDraft(JSON.stringify(draft(1, { payload: { x: 1 } })).replace('"x":1', () => `"x":${text}`)),
    { code },
    text,
  );
}

export async function accepted(text: string, value: unknown = JSON.parse(text)): Promise<void> {
  assert.deepEqual(await found(await lineOf(text, value)), [], text);
}

/** A line that an attacker or a foolish writer made: hash and signature are right, whatever the atomic says. */
export async function forged(change: (atomic: Record<string, unknown>) => void, by = signer(1)): Promise<string> {
  const [{ atomic }] = (await simpleChain(1)) as [SignedLine];
  const { signature: _signature, hash: _hash, ...rest } = structuredClone(atomic);
  const body: Record<string, unknown> = rest;
  change(body);
  const hash = hashAtomic(body);
  const sig = Buffer.from(await by.sign(new TextEncoder().encode(hash))).toString('hex');
  return `${canonicalize({ ...body, hash, signature: { alg: 'Ed25519', public_key: by.publicKey, sig } })}\n`;
}

export const rename = (body: Record<string, unknown>, more: object): void => {
  Object.assign(body, more);
};

/** The rows of the table with this head. */
export function tableOf(head: string): string[][] {
  const { prose } = pageOf('docs/format.md');
  const words = head.replaceAll(/[|\s]+/g, '|');
  const lines = prose.split('\n');
  const start = lines.findIndex((line) => line.replaceAll(/[|\s]+/g, '|').startsWith(words));
  assert.ok(start >= 0, head);
  const end = lines.findIndex((line, i) => i > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

export function fenceAfter(words: string): string {
  const text = readFileSync(join(projectRoot, 'docs/format.md'), 'utf8');
  const found = /```text\n([^]*?)```/.exec(text.slice(text.indexOf(words)));
  assert.ok(found, words);
  return found[1]!;
}

/** The named parts of the worked example. */
export function example(): Record<
  'line' | 'keys' | 'draft' | 'material' | 'hash' | 'signature' | 'ledger' | 'head',
  string
> {
  const text = readFileSync(join(projectRoot, 'docs/format.md'), 'utf8');
  const parts = [...text.matchAll(/<!-- example: (\w+) -->\n\n```\w+\n([^]*?)\n```/g)].map(([, name, code]) => [
    name!,
    code!,
  ]);
  return Object.fromEntries(parts) as ReturnType<typeof example>;
}

interface Pair {
  readonly private_key: string;
  readonly public_key: string;
}

export function KEYS(): Record<'agent' | 'successor', Pair> {
  return JSON.parse(example().keys) as Record<'agent' | 'successor', Pair>;
}
