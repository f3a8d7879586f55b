/** What the tests of migration do again and again. */
import assert from 'node:assert/strict';
import { parseAtomic } from '../../src/atomic/index.ts';
import type { Atomic } from '../../src/atomic/index.ts';
import type { Code } from '../../src/base/errors.ts';
import { LoglineError } from '../../src/base/errors.ts';
import { keyringOf, migrateLedger, verifyLedger } from '../../src/ledger/index.ts';
import type { LedgerReport, MigrateOptions, Migration, MigrationReport } from '../../src/ledger/index.ts';
import { at, publicKey, signer, sourceOf } from './fixtures.ts';
import { oldBody, oldSigned, oldText } from './old-ledger.ts';
import type { Members } from './old-ledger.ts';

export const options = (more: Partial<MigrateOptions> = {}): MigrateOptions => ({
  signer: signer(1),
  actor: 'operator@example.com',
  createdAt: at(500_000),
  keys: [publicKey(1), publicKey(2)],
  ...more,
});

export type Content = Parameters<typeof sourceOf>[0];

export const plan = (content: Content, more?: Partial<MigrateOptions>): Promise<Migration> =>
  migrateLedger(sourceOf(content), options(more));

export async function bytesOf(migration: Migration): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of migration.bytes()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export async function migrate(
  content: Content,
  more?: Partial<MigrateOptions>,
): Promise<{ report: MigrationReport; genesis: Atomic; atomics: Atomic[]; text: string }> {
  const migration = await plan(content, more);
  const text = Buffer.from(await bytesOf(migration)).toString();
  await verifies(text, more);
  const [genesis, ...atomics] = text
    .trimEnd()
    .split('\n')
    .map((line) => parseAtomic(line, more?.limits)) as [Atomic, ...Atomic[]];
  return { report: migration.report, genesis, atomics, text };
}

export async function verifies(text: string, { limits }: Partial<MigrateOptions> = {}): Promise<LedgerReport> {
  const settings = {
    keyring: keyringOf([publicKey(1)]),
    strict: true,
    requireSignatures: true,
    ...(limits && { limits }),
  };
  const report = await verifyLedger(sourceOf(text), settings);
  assert.deepEqual([report.ok, report.findings], [true, []]);
  return report;
}

/** The one line that `line` becomes. */
export async function migrateOne(line: Members | string, more?: Partial<MigrateOptions>): Promise<Atomic> {
  const { atomics } = await migrate(oldText([oldSigned(oldBody(0), 1), line]), more);
  assert.equal(atomics.length, 2);
  return atomics[1]!;
}

export async function refused(work: Promise<unknown>, code: Code, message: RegExp): Promise<void> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof LoglineError, `not refused: ${code}`);
  assert.equal(error.code, code, error.message);
  assert.match(error.message, message);
}
