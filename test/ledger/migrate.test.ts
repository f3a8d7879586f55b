import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { createPlainHash, defaultEngine, parseAtomic } from '../../src/atomic/index.ts';
import type { Engine, Signer } from '../../src/atomic/index.ts';
import { toHex } from '../../src/base/bytes.ts';
import { writeNewFile } from '../../src/base/fs.ts';
import { createFileSource, migrateLedger, queryLedger } from '../../src/ledger/index.ts';
import type { MigrateOptions } from '../../src/ledger/index.ts';
import { at, publicKey, signer, sourceOf, traceId } from './fixtures.ts';
import { bytesOf, migrate, migrateOne, options, plan, refused, verifies } from './migrate-fixtures.ts';
import { factsOf, newSigned, oldAtomicOf, oldBody, oldSigned, oldText } from './old-ledger.ts';
import type { Members } from './old-ledger.ts';

const ledger = [oldSigned(oldBody(1), 1), oldSigned(oldBody(2), 2), oldSigned(oldBody(3), 1)];

describe('a ledger of version 1.0.0', () => {
  test('becomes a new one that verifies and begins with the hash of the whole old file', async () => {
    const old = oldText(ledger);
    const { report, genesis, atomics } = await migrate(old);
    const source = {
      name: 'memory',
      size_bytes: old.length,
      lines: 3,
      blake3: toHex(createPlainHash().update(Buffer.from(old)).digest()),
    };
    assert.deepEqual(genesis.payload, { source, verified: 3, unchecked: 0, unverified: 0 });
    assert.deepEqual(
      [genesis.entity_type, genesis.intent, genesis.this, genesis.did, genesis.metadata.created_at, genesis.prev],
      [
        'contract',
        'ledger_migration',
        '/ledger/migration',
        { actor: 'operator@example.com', action: 'migrate' },
        at(500_000),
        undefined,
      ],
    );
    assert.deepEqual(report, {
      ok: true,
      findings: [],
      counts: { lines: 3, blank: 0, verified: 3, unchecked: 0, unverified: 0, findings: 0 },
      source,
    });
    assert.deepEqual(
      atomics.map((atomic) => oldAtomicOf(atomic)),
      ledger,
    );
  });

  test('keeps times, traces and members in their places; what has none is under metadata.migrated', async () => {
    const { text } = await migrate(oldText(ledger));
    const second = parseAtomic(text.split('\n')[2]!);
    const { curr_hash, signature, metadata } = ledger[1] as { curr_hash: string; signature: string; metadata: Members };
    const { prev, hash: _, signature: own, ...rest } = second;
    assert.deepEqual(rest, {
      schema_version: '1.1.0',
      entity_type: 'function',
      intent: 'run_code',
      this: 'add',
      did: { actor: 'executor', action: 'run_code' },
      input: { args: [4, 2] },
      trace_id: traceId(2),
      metadata: {
        created_at: at(2),
        owner_id: 'e2e',
        signed_by: publicKey(1),
        migrated: {
          line: 2,
          verdict: 'verified',
          original: { curr_hash, signature, metadata: { trace_id: metadata['trace_id'] } },
          added: ['/trace_id'],
        },
      },
    });
    assert.equal(prev, parseAtomic(text.split('\n')[1]!).hash);
    assert.equal(own?.public_key, publicKey(1));
    const found: number[] = [];
    for await (const { line } of queryLedger(sourceOf(text), { traceId: traceId(2) })) found.push(line!);
    assert.deepEqual(found, [3]);
  });

  test('is the same at every run, however its bytes come, and whoever signs', async () => {
    const old = oldText(ledger);
    const { text } = await migrate(old);
    assert.equal((await migrate(old)).text, text);
    const slow = await migrateLedger(sourceOf(old, 7), options({ engine: defaultEngine() }));
    assert.equal(Buffer.from(await bytesOf(slow)).toString(), text);
    assert.equal(Buffer.from(await bytesOf(slow)).toString(), text);
    const unbound = await migrate(old, { bindSigner: false });
    assert.equal(unbound.atomics[0]!.metadata.signed_by, undefined);
  });

  test('of many lines, signed in groups', async () => {
    const many = Array.from({ length: 300 }, (_, n) => oldSigned(oldBody(n), n % 2 === 0 ? 1 : undefined));
    const { report, atomics } = await migrate(oldText(many));
    assert.deepEqual([report.counts.verified, report.counts.unchecked], [150, 150]);
    assert.deepEqual(
      atomics.map((atomic) => oldAtomicOf(atomic)),
      many,
    );
    const large = Array.from({ length: 3 }, (_, n) =>
      oldSigned(oldBody(n, { payload: { text: 'x'.repeat(3 << 20) } })),
    );
    const pieces: number[] = [];
    for await (const piece of (await plan(oldText(large))).bytes()) pieces.push(piece.length >> 20);
    assert.deepEqual(pieces, [6, 3]);
  });

  test('without lines becomes its first line alone', async () => {
    for (const [content, blank] of [
      ['', 0],
      ['\n \r\n', 2],
    ] as const) {
      const { report, genesis, atomics } = await migrate(content);
      assert.deepEqual([atomics.length, report.counts.blank, report.ok], [0, blank, true]);
      assert.deepEqual((genesis.payload!['source'] as Members)['lines'], blank);
    }
  });

  test('in a file, which stays as it is; the new file must not be there', async (t) => {
    const folder = scratch(t);
    const [old, target] = [join(folder, 'ledger.jsonl'), join(folder, 'new.jsonl')];
    writeFileSync(old, oldText(ledger));
    const migration = await migrateLedger(createFileSource(old), options());
    assert.equal(migration.report.source.name, 'ledger.jsonl');
    await writeNewFile(target, migration.bytes(), 0o644);
    await verifies(readFileSync(target, 'utf8'));
    assert.equal(readFileSync(old, 'utf8'), oldText(ledger));
    await refused(writeNewFile(target, migration.bytes()), 'LEDGER_EXISTS', /new\.jsonl exists already/);
    writeFileSync(old, oldText(ledger.slice(1)));
    await refused(writeNewFile(join(folder, 'other.jsonl'), migration.bytes()), 'LEDGER_CONFLICT', /read it again/);
    await refused(migrateLedger(createFileSource(join(folder, 'none')), options()), 'INPUT_MISSING', /none/);
  });
});

describe('what a line is worth', () => {
  const verdictOf = async (line: Members | string, more?: Partial<MigrateOptions>): Promise<string> => {
    const { verdict, problems = [] } = factsOf(await migrateOne(line, more));
    return [verdict, ...problems].join(' ');
  };
  const body = oldBody(5);

  test('with a signature by a key that is known', async () => {
    assert.equal(await verdictOf(oldSigned(body, 1)), 'verified');
    assert.equal(await verdictOf(oldSigned(body, 2)), 'verified');
    assert.equal(await verdictOf(oldSigned(body, 1), { keys: [] }), 'verified');
  });

  test('without a signature, or with one whose key nobody knows', async () => {
    for (const signature of [undefined, '', null]) {
      assert.equal(await verdictOf({ ...oldSigned(body), ...(signature !== undefined && { signature }) }), 'unchecked');
    }
    assert.equal(await verdictOf(oldSigned(body, 2), { keys: [] }), 'unchecked');
  });

  test('with a signature by none of the keys, or with no signature in its place', async () => {
    assert.equal(await verdictOf(oldSigned(body, 3)), 'unverified INVALID_SIGNATURE');
    for (const signature of ['00', 'x'.repeat(128), 7, true, ['a'], {}, { sig: 7 }]) {
      assert.equal(
        await verdictOf({ ...oldSigned(body), signature }),
        'unverified INVALID_SIGNATURE',
        JSON.stringify(signature),
      );
    }
  });

  test('with another hash, or none', async () => {
    assert.equal(await verdictOf({ ...oldSigned(body, 1), this: 'other' }), 'unverified HASH_MISMATCH');
    assert.equal(
      await verdictOf({ ...oldSigned(body), curr_hash: 7, signature: 'x' }),
      'unverified HASH_MISMATCH INVALID_SIGNATURE',
    );
    assert.equal(
      await verdictOf({ ...body, signature: 'ab' }),
      'unverified HASH_MISMATCH INVALID_SIGNATURE'.replace('HASH_MISMATCH', 'MISSING_HASH'),
    );
    assert.equal(await verdictOf(body), 'unverified MISSING_HASH');
  });

  test('of version 1.1.0 already, as its first writers appended it to the same file', async () => {
    const current = oldBody(6, { trace_id: traceId(6), metadata: { created_at: at(6) } });
    const line = newSigned(current, 1);
    const atomic = await migrateOne(line);
    assert.deepEqual(oldAtomicOf(atomic), line);
    assert.deepEqual(factsOf(atomic), {
      line: 2,
      verdict: 'verified',
      original: { schema_version: '1.1.0', hash: line['hash'], signature: line['signature'] },
    });
    assert.equal(await verdictOf(newSigned(current, 3)), 'unchecked');
    assert.equal(await verdictOf({ ...line, this: 'other' }), 'unverified HASH_MISMATCH');
    for (const hash of [null, 7, 'ab'])
      assert.equal(await verdictOf({ ...line, hash }), 'unverified HASH_MISMATCH INVALID_SIGNATURE');
    assert.equal(
      await verdictOf({ ...line, signature: { ...(line['signature'] as Members), public_key: publicKey(2) } }),
      'unverified INVALID_SIGNATURE',
    );
    assert.equal(
      await verdictOf({ ...line, signature: { ...(line['signature'] as Members), public_key: 'none' } }, { keys: [] }),
      'unverified INVALID_SIGNATURE',
    );
    assert.equal(await verdictOf({ ...line, cosignatures: [] }), 'verified');
  });

  test('is counted and found, with its place', async () => {
    const content = oldText([ledger[0]!, { ...ledger[1]!, this: 'x' }, '', oldSigned(oldBody(4)), 'no JSON']);
    const { report, genesis } = await migrate(content);
    assert.deepEqual(report.counts, { lines: 5, blank: 1, verified: 1, unchecked: 1, unverified: 2, findings: 2 });
    assert.equal(report.ok, false);
    const lines = content.split('\n');
    assert.deepEqual(
      report.findings.map(({ code, line, byteOffset }) => [code, line, byteOffset]),
      [
        ['HASH_MISMATCH', 2, lines[0]!.length + 1],
        ['PARSE_ERROR', 5, lines.slice(0, 4).join('\n').length + 1],
      ],
    );
    const { source, ...counts } = genesis.payload as { source: Members };
    assert.deepEqual([source['lines'], counts], [5, { verified: 1, unchecked: 1, unverified: 2 }]);
  });

  test('of more than a thousand faults, as many are kept', async () => {
    const { report } = await plan(oldText(Array.from({ length: 1005 }, (_, n) => oldBody(n))));
    assert.deepEqual([report.findings.length, report.counts.findings], [1000, 1005]);
  });

  test('ends the work where everything has to verify', async () => {
    const good = oldText([ledger[0]!, oldSigned(oldBody(4))]);
    assert.equal((await migrate(good, { strict: true })).report.ok, true);
    await refused(plan(oldText([ledger[0]!, oldBody(4)]), { strict: true }), 'MISSING_HASH', /^Line 2 does not verify/);
  });
});

describe('refused', () => {
  test('a ledger of 1.1.0', async () => {
    await refused(plan(oldText([newSigned(oldBody(1), 1)])), 'USAGE', /memory is of version 1\.1\.0 already/);
    const { text } = await migrate(oldText(ledger));
    await refused(plan(text), 'USAGE', /nothing to migrate/);
  });

  test('a key that is none', async () => {
    await refused(plan('', { keys: ['abc'] }), 'KEY_MALFORMED', /abc is no public key/);
  });

  test('lines that are too long, or become so', async () => {
    const content = oldText(ledger);
    const longest = Math.max(...content.split('\n').map((line) => line.length));
    await refused(plan(content, { limits: { maxLineBytes: 100 } }), 'LINE_TOO_LARGE', /Line 1 of memory is longer/);
    const close = await plan(content, { limits: { maxLineBytes: longest } });
    await refused(bytesOf(close), 'LINE_TOO_LARGE', /./);
    const late = oldText([ledger[0]!, oldSigned(oldBody(2, { input: { text: 'x'.repeat(2000) } }), 1)]);
    await refused(
      bytesOf(await plan(late, { limits: { maxLineBytes: 2600 } })),
      'LINE_TOO_LARGE',
      /^Line 2 of the old ledger cannot be migrated/,
    );
  });

  test('a source that changes between its two readings', async () => {
    for (const [before, after] of [
      [ledger, ledger.slice(0, 2)],
      [ledger.slice(0, 2), ledger],
      [ledger, [ledger[0]!, ledger[2]!, ledger[1]!]],
    ] as const) {
      let reads = 0;
      const [first, second] = [sourceOf(oldText(before)), sourceOf(oldText(after))];
      const source = { ...first, read: () => (reads++ === 0 ? first : second).read() };
      await refused(bytesOf(await migrateLedger(source, options())), 'LEDGER_CONFLICT', /was cut or replaced/);
    }
  });

  test('work that is cancelled', async () => {
    await refused(plan(oldText(ledger), { signal: AbortSignal.abort() }), 'CANCELLED', /./);
  });

  test('signers that fail or sign with another key', async () => {
    const failing: Signer = { publicKey: publicKey(1), sign: () => Promise.reject(new TypeError('no vault')) };
    await refused(bytesOf(await plan(oldText(ledger), { signer: failing })), 'SIGNER_FAILED', /./);
    const wrong: Signer = { publicKey: publicKey(2), sign: (hash) => signer(1).sign(hash) };
    await refused(bytesOf(await plan(oldText(ledger), { signer: wrong })), 'SIGNER_FAILED', /does not verify/);
  });

  test('faults of the machine are passed on as they are', async () => {
    const engine: Engine = { ...defaultEngine(), hash: () => assert.fail('broken engine') };
    const migration = await plan(oldText(ledger), { engine });
    await assert.rejects(bytesOf(migration), /broken engine/);
    let calls = 0;
    const late: Engine = {
      ...defaultEngine(),
      hash: (bytes) => (calls++ < 1 ? defaultEngine().hash(bytes) : assert.fail('broken later')),
    };
    await assert.rejects(bytesOf(await plan(oldText(ledger), { engine: late })), /broken later/);
  });
});

function scratch(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'logline-migrate-'));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
