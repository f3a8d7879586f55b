import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createEngine, signDraft } from '../../src/atomic/index.ts';
import { keyringOf, verifyEvents, verifyLedger } from '../../src/ledger/index.ts';
import type { LedgerReport, VerifyEvent, VerifyOptions } from '../../src/ledger/index.ts';
import { chain, draft, hashOf, publicKey, signer, simpleChain, sourceOf, textOf, traceId } from './fixtures.ts';

const keyring = keyringOf([publicKey(1)]);
const verify = (content: Parameters<typeof sourceOf>[0], options: VerifyOptions = {}): Promise<LedgerReport> =>
  verifyLedger(sourceOf(content), { keyring, ...options });
const codes = ({ findings }: LedgerReport): string[] => findings.map(({ code, line }) => `${code}@${String(line)}`);
const edit = (text: string, line: number, change: (line: string) => string): string =>
  text
    .split('\n')
    .map((each, i) => (i === line - 1 ? change(each) : each))
    .join('\n');

describe('a good ledger', () => {
  test('verifies, with its counts, head and last valid line', async () => {
    const lines = await simpleChain(5);
    assert.deepEqual(await verify(lines), {
      ok: true,
      findings: [],
      counts: { total: 5, valid: 5, invalid: 0, unsigned: 0, nonCanonical: 0, findings: 0 },
      chain: 'unbroken',
      head: hashOf(lines[4]!),
      lastValidLine: 5,
      trust: 'keyring',
      engine: 'fast',
    });
  });

  test('gives the same verdict by every engine and by chunks of any size', async () => {
    const lines = await simpleChain(3);
    const report = await verify(lines);
    for (const engine of ['native', 'portable', 'fast'] as const)
      assert.deepEqual(await verify(lines, { engine: createEngine(engine) }), { ...report, engine });
    for (const size of [1, 7, 700]) assert.deepEqual(await verifyLedger(sourceOf(lines, size), { keyring }), report);
  });

  test('has the engine load what it needs beforehand where it is long, and not where it is short', async () => {
    const warmed: number[] = [];
    for (const lines of [5, 200]) {
      const engine = { ...createEngine('native'), warmUp: () => warmed.push(lines) };
      assert.equal((await verify(await simpleChain(lines), { engine })).ok, true);
    }
    assert.deepEqual(warmed, [200]);
  });

  test('of no lines is good and has no head', async () => {
    const report = await verify('');
    assert.equal(report.ok, true);
    assert.deepEqual([report.counts.total, report.head, report.lastValidLine], [0, null, 0]);
  });

  test('without keys is only shown to be what its own keys say', async () => {
    const report = await verifyLedger(sourceOf(await simpleChain(2)));
    assert.deepEqual([report.ok, report.trust], [true, 'self-asserted']);
  });

  test('tells its progress and ends with the report', async () => {
    const text = textOf(await simpleChain(300));
    const events: VerifyEvent[] = [];
    for await (const event of verifyEvents(sourceOf(text), { keyring })) events.push(event);
    assert.deepEqual(
      events
        .map((event) => (event.kind === 'progress' ? [event.bytes, event.totalBytes, event.lines] : event.kind))
        .slice(-2),
      [[text.length, text.length, 300], 'report'],
    );
  });
});

describe('one line', () => {
  test('that was changed is HASH_MISMATCH, and the next is judged by the hash that it states', async () => {
    const lines = await simpleChain(5);
    const report = await verify(edit(textOf(lines), 4, (line) => line.replace('console', 'consola')));
    assert.deepEqual(codes(report), ['HASH_MISMATCH@4']);
    assert.deepEqual(
      [report.lastValidLine, report.counts.invalid, report.counts.valid, report.chain],
      [3, 1, 4, 'unbroken'],
    );
    const [finding] = report.findings;
    assert.equal(finding!.byteOffset, textOf(lines.slice(0, 3)).length);
    assert.equal(finding!.hash, hashOf(lines[3]!));
    assert.equal(finding!.traceId, traceId(3));
  });

  test('with another signature is INVALID_SIGNATURE', async () => {
    const [line] = await simpleChain(1);
    const other = line!.line.replace(/"sig":"../, '"sig":"00');
    assert.deepEqual(codes(await verify(`${other}\n`)), ['INVALID_SIGNATURE@1']);
  });

  test('signed by a key that is not in the keyring is UNTRUSTED_KEY', async () => {
    const lines = await chain([{ draft: draft(0) }, { draft: draft(1), by: signer(2) }]);
    assert.deepEqual(codes(await verify(lines)), ['UNTRUSTED_KEY@2']);
  });

  test('without a signature is counted apart, or refused where signatures are required', async () => {
    const { signature: _gone, ...unsigned } = (await signDraft(draft(0), signer(1), { bindSigner: false })).atomic;
    const text = `${JSON.stringify(sorted(unsigned))}\n`;
    const lenient = await verify(text);
    assert.deepEqual([lenient.ok, lenient.counts.unsigned, lenient.counts.valid], [true, 1, 0]);
    assert.deepEqual(codes(await verify(text, { requireSignatures: true })), ['UNSIGNED@1']);
  });

  test('that is not canonical is counted, or refused by strict', async () => {
    const [line] = await simpleChain(1);
    const text = `${line!.line.replaceAll(':', ': ').replaceAll('http: ', 'http:')}\n`.replace(
      /(\d\d): (\d\d): (\d\d)Z/,
      '$1:$2:$3Z',
    );
    const lenient = await verify(text);
    assert.deepEqual([lenient.ok, lenient.counts.nonCanonical, lenient.counts.valid], [true, 1, 1]);
    assert.deepEqual(codes(await verify(text, { strict: true })), ['NON_CANONICAL@1']);
    assert.deepEqual((await verify(line!.line, { strict: true })).ok, true);
  });

  test('with two cosignatures has each of them checked', async () => {
    const [line] = await chain([{ draft: draft(0), cosigners: [signer(2), signer(3)] }]);
    assert.equal((await verify([line!])).ok, true);
    const { cosignatures } = line!.atomic;
    const forged = line!.line.replace(cosignatures![1]!.sig, cosignatures![0]!.sig);
    const report = await verify(`${forged}\n`);
    assert.deepEqual(codes(report), ['INVALID_SIGNATURE@1']);
    assert.equal(report.findings[0]!.pointer, '/cosignatures/1');
  });
});

describe('the end', () => {
  test('torn by a crash is TRUNCATED_TAIL', async () => {
    const text = textOf(await simpleChain(2));
    const report = await verify(text.slice(0, -20));
    assert.deepEqual(codes(report), ['TRUNCATED_TAIL@2']);
    assert.equal(report.lastValidLine, 1);
  });

  test('without a line feed is fine where the line is a whole atomic', async () => {
    const text = textOf(await simpleChain(2));
    assert.equal((await verify(text.slice(0, -1))).ok, true);
  });
});

describe('options', () => {
  test('stopOnError stops at the first line that fails', async () => {
    const lines = await simpleChain(400);
    const text = edit(
      edit(textOf(lines), 2, (line) => line.replace('console', 'consola')),
      3,
      () => '{',
    );
    const report = await verify(text, { stopOnError: true });
    assert.deepEqual([codes(report), report.counts.total, report.lastValidLine], [['HASH_MISMATCH@2'], 2, 1]);
  });

  test('traceId counts one trace and still checks the whole chain', async () => {
    const lines = await simpleChain(4);
    const good = await verify(lines, { traceId: traceId(2) });
    assert.deepEqual([good.ok, good.counts.total, good.chain], [true, 1, 'unbroken']);
    const cut = await verify([lines[0]!, lines[2]!, lines[3]!], { traceId: traceId(3) });
    assert.deepEqual(codes(cut), ['PREV_MISMATCH@2']);
    const changed = edit(textOf(lines), 2, (line) => line.replace('console', 'consola'));
    assert.equal((await verify(changed, { traceId: traceId(3) })).ok, true);
    assert.deepEqual(codes(await verify(changed, { traceId: traceId(1) })), ['HASH_MISMATCH@2']);
    assert.deepEqual(
      codes(
        await verify(
          edit(changed, 4, () => '{"'),
          { traceId: traceId(0) },
        ),
      ),
      ['PARSE_ERROR@4'],
    );
  });

  test('maxFindings bounds what the report keeps, not what it counts', async () => {
    const report = await verify('x\n'.repeat(30), { maxFindings: 3 });
    assert.deepEqual([report.findings.length, report.counts.findings, report.counts.invalid], [3, 30, 30]);
  });

  test('limits refuse longer lines and deeper values', async () => {
    const [line] = await simpleChain(1);
    const lines = `${line!.line}\n`;
    assert.deepEqual(codes(await verify(lines, { limits: { maxLineBytes: 100 } })), ['LINE_TOO_LARGE@1']);
    assert.deepEqual(codes(await verify(lines, { limits: { maxDepth: 1 } })), ['TOO_DEEP@1']);
  });

  test('a signal cancels', async () => {
    const controller = new AbortController();
    controller.abort();
    await assert.rejects(verify(await simpleChain(1), { signal: controller.signal }), { code: 'CANCELLED' });
  });

  test('chain off leaves the chain unchecked', async () => {
    const [a, , c] = await simpleChain(3);
    const report = await verify([a!, c!], { chain: false });
    assert.deepEqual([report.ok, report.chain], [true, 'unchecked']);
  });

  test('after begins behind a prefix that was verified before', async () => {
    const lines = await simpleChain(4);
    const text = textOf(lines);
    const prefix = { sizeBytes: textOf(lines.slice(0, 2)).length, lines: 2 };
    const report = await verify(
      edit(text, 1, (line) => line.replace('console', 'consola')),
      { after: prefix },
    );
    assert.deepEqual([report.ok, report.counts.total, report.lastValidLine], [true, 2, 4]);
    assert.deepEqual(
      codes(
        await verify(
          edit(text, 3, (line) => line.replace('console', 'consola')),
          { after: prefix },
        ),
      ),
      ['HASH_MISMATCH@3'],
    );
    assert.deepEqual(codes(await verify([...lines.slice(0, 2), lines[3]!], { after: prefix })), ['PREV_MISMATCH@3']);
  });
});

function sorted(value: object): object {
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [
        key,
        member !== null && typeof member === 'object' && !Array.isArray(member) ? sorted(member as object) : member,
      ]),
  );
}
