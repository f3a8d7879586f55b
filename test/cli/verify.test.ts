import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { Atomic } from '../../src/atomic/index.ts';
import type { JsonResult } from './cli-runner.ts';
import {
  ALICE,
  BOB,
  KEYS,
  TRACE,
  TRUSTS_ALICE,
  TRUSTS_BOTH,
  appendAll,
  cli,
  cliJson,
  draft,
  inFolder,
  parsed,
  read,
  write,
} from './cli-runner.ts';

const LEDGER = 'data/ledger.jsonl';

interface ErrorJson {
  readonly type?: string;
  readonly path?: string;
  readonly line?: number;
  readonly byte_offset?: number;
  readonly code: string;
  readonly hash?: string;
  readonly trace_id?: string;
}
interface VerifyJson {
  readonly ok: boolean;
  readonly total: number;
  readonly valid: number;
  readonly invalid: number;
  readonly unsigned: number;
  readonly non_canonical: number;
  readonly chain: string;
  readonly head: string | null;
  readonly last_valid_line: number;
  readonly trust: string;
  readonly engine: string;
  readonly trusted_by?: string;
  readonly partial_from?: string;
  readonly ledgers?: Readonly<Record<string, unknown>>;
  readonly skipped?: readonly string[];
  readonly errors: readonly ErrorJson[];
  readonly errors_total: number;
}

const verify = async (args: readonly string[] = [], env = TRUSTS_ALICE): Promise<JsonResult<VerifyJson>> =>
  (await cliJson(['verify', ...args], { env })) as JsonResult<VerifyJson>;

const codes = ({ value }: JsonResult<VerifyJson>): string[] =>
  value.errors.map(({ code, line }) => `${code}@${line ?? '-'}`);

/** Replaces text in one line of the ledger, from 1. */
function edit(line: number, change: (text: string) => string): void {
  const lines = read(LEDGER).split('\n');
  lines[line - 1] = change(lines[line - 1]!);
  write(LEDGER, lines.join('\n'));
}

describe('the report', () => {
  test('has all members, of a good ledger', async (t) => {
    inFolder(t);
    const lines = await appendAll(LEDGER, [draft(1), draft(2)]);
    const { status, value, stderr } = await verify(['--check-prev-chain']);
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
    assert.deepEqual(value, {
      ok: true,
      ledger: LEDGER,
      total: 2,
      valid: 2,
      invalid: 0,
      unsigned: 0,
      non_canonical: 0,
      chain: 'unbroken',
      head: (parsed(lines[1]!) as Atomic).hash,
      last_valid_line: 2,
      trust: 'keyring',
      trusted_by: 'PUBLIC_KEY_HEX',
      engine: 'fast',
      errors: [],
      errors_total: 0,
    });
  });

  test('has line, offset, hash and trace of each fault', async (t) => {
    inFolder(t);
    const lines = await appendAll(LEDGER, [draft(1), draft(2), draft(3)]);
    edit(2, (line) => line.replace('create', 'delete'));
    const { status, value } = await verify(['--check-prev-chain']);
    assert.equal(status, 1);
    const [error] = value.errors;
    assert.deepEqual(
      [error!.line, error!.byte_offset, error!.code, error!.hash, error!.trace_id],
      [2, lines[0]!.length + 1, 'HASH_MISMATCH', (parsed(lines[1]!) as Atomic).hash, TRACE],
    );
    assert.deepEqual([value.valid, value.invalid, value.last_valid_line, value.errors_total], [2, 1, 1, 1]);
  });

  test('as a table names verdict, counts, place and message', async (t) => {
    inFolder(t);
    await appendAll(LEDGER, [draft(1), draft(2)]);
    const good = await cli(['verify'], { env: TRUSTS_ALICE });
    assert.match(good.stdout, /^VERIFIED {2}data\/ledger\.jsonl\ntotal +2\nvalid +2\n/);
    assert.match(
      good.stdout,
      /\nchain +unchecked\nhead +[0-9a-f]{64}\nlast_valid_line +2\ntrust +keyring \(PUBLIC_KEY_HEX\)\n$/,
    );
    edit(2, (line) => line.replace('create', 'delete'));
    const bad = await cli(['verify'], { env: TRUSTS_ALICE });
    assert.match(bad.stdout, /^NOT VERIFIED {2}data\/ledger\.jsonl\n/);
    assert.match(
      bad.stdout,
      /\n\nPLACE +CODE +MESSAGE\nline 2 +HASH_MISMATCH +The stored hash [0-9a-f]{64} is not the hash of the content\.\n$/,
    );
    const verbose = await cli(['verify', '--verbose'], { env: TRUSTS_ALICE });
    assert.match(verbose.stdout, / {2}byte_offset: \d+\n.* {2}hash: [0-9a-f]{64}\n.* {2}trace_id: 5f3c0d5e-/s);
    const coloured = await cli(['verify'], { env: { ...TRUSTS_ALICE, TERM: 'xterm' }, isTTY: true });
    assert.ok(coloured.stdout.startsWith('\u001b[31mNOT VERIFIED\u001b[0m'));
    const plain = await cli(['verify'], { env: { ...TRUSTS_ALICE, NO_COLOR: '1' }, isTTY: true });
    assert.ok(plain.stdout.startsWith('NOT VERIFIED'));
  });

  test('shows the first twenty faults, and all with --verbose', async (t) => {
    inFolder(t);
    write(LEDGER, 'x\n'.repeat(25));
    const some = await cli(['verify']);
    assert.match(some.stdout, /\nline 20 .*\nand 5 more; --verbose shows them\n$/);
    const all = await cli(['verify', '--verbose']);
    assert.match(all.stdout, /\nline 25 /);
    assert.doesNotMatch(all.stdout, /more/);
    write(LEDGER, 'x\n'.repeat(1200));
    const { value } = await verify();
    assert.equal(value.errors.length, 1000);
    assert.equal(value.errors_total, 1200);
    assert.match((await cli(['verify', '--verbose'])).stdout, /\nand 200 more\n$/);
  });

  test('as lines of JSON ends with the report, and has each fault before it', async (t) => {
    inFolder(t);
    await appendAll(LEDGER, [draft(1), draft(2), draft(3)]);
    edit(2, (line) => line.replace('create', 'delete'));
    const { stdout, status } = await cli(['verify', '--output', 'ndjson'], { env: TRUSTS_ALICE });
    const [error, report, ...rest] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => parsed(line) as ErrorJson & VerifyJson);
    assert.deepEqual([status, rest.length], [1, 0]);
    assert.deepEqual([error!.type, error!.code, error!.line], ['error', 'HASH_MISMATCH', 2]);
    assert.deepEqual(
      [report!.type, report!.ok, report!.total, report!.errors_total, report!.errors],
      ['report', false, 3, 1, undefined],
    );
  });
});

describe('the chain', () => {
  test('is checked where it is asked for', async (t) => {
    inFolder(t);
    await appendAll(LEDGER, [draft(1), draft(2), draft(3)]);
    edit(2, () => '');
    write(LEDGER, read(LEDGER).replace('\n\n', '\n'));
    const unchecked = await verify();
    assert.deepEqual([unchecked.status, unchecked.value.chain], [0, 'unchecked']);
    const checked = await verify(['--check-prev-chain']);
    assert.deepEqual([checked.status, checked.value.chain, codes(checked)], [1, 'broken', ['PREV_MISMATCH@2']]);
    write('.jsonatomic/config.json', '{"checkPrevChain":true}');
    assert.equal((await verify()).status, 1);
    assert.equal((await verify(['--no-check-prev-chain'])).status, 0);
  });

  test('of a part is checked by --partial and --from, which say where it begins', async (t) => {
    inFolder(t);
    const lines = await appendAll('whole.jsonl', [draft(1), draft(2), draft(3)]);
    write(LEDGER, `${lines.slice(1).join('\n')}\n`);
    const { hash } = parsed(lines[0]!) as Atomic;
    assert.deepEqual(codes(await verify(['--check-prev-chain'])), ['PARTIAL_LEDGER@1']);
    for (const flags of [['--partial'], ['--from', hash!]]) {
      const { status, value } = await verify(flags);
      assert.deepEqual([status, value.chain, value.partial_from], [0, 'unbroken', hash]);
    }
    assert.match(
      (await cli(['verify', '--partial'], { env: TRUSTS_ALICE })).stdout,
      new RegExp(`\npartial_from +${hash!}\n`),
    );
    assert.deepEqual(codes(await verify(['--from', '0'.repeat(64)])), ['PREV_MISMATCH@1']);
  });

  test('is checked over all lines, whatever trace is asked for', async (t) => {
    inFolder(t);
    const other = '11111111-1111-4111-8111-111111111111';
    const metadata = { created_at: '2026-01-01T00:00:00Z', trace_id: other };
    await appendAll(LEDGER, [draft(1), draft(2, { metadata }), draft(3)]);
    const { value } = await verify(['--check-prev-chain', '--trace-id', other]);
    assert.deepEqual([value.total, value.valid, value.chain], [1, 1, 'unbroken']);
    const none = await verify(['--trace-id', 'none']);
    assert.deepEqual([none.status, none.value.total], [0, 0]);
    assert.match(none.stderr, /^warning: No atomic has the trace id none\.\n$/);
  });

  test('--stop-on-error stops at the first fault', async (t) => {
    inFolder(t);
    await appendAll(LEDGER, [draft(1), draft(2), draft(3), draft(4)]);
    edit(2, (line) => line.replace('create', 'delete'));
    edit(4, (line) => line.replace('create', 'delete'));
    assert.deepEqual(codes(await verify()), ['HASH_MISMATCH@2', 'HASH_MISMATCH@4']);
    assert.deepEqual(codes(await verify(['--stop-on-error'])), ['HASH_MISMATCH@2']);
  });
});

describe('trust', () => {
  const refused = ['UNTRUSTED_KEY@2'];

  test('comes from the first place that says whom', async (t) => {
    inFolder(t);
    await appendAll(LEDGER, [draft(1)]);
    await appendAll(LEDGER, [draft(2)], BOB);
    const ring = (...keys: string[]): string => JSON.stringify({ keys: keys.map((public_key) => ({ public_key })) });
    const [alice, bob] = [KEYS.alice.publicKey, KEYS.bob.publicKey];
    write('both.json', ring(alice, bob));
    write('alice.json', ring(alice));
    const self = await verify([], {});
    assert.deepEqual([self.status, self.value.trust, self.value.trusted_by], [0, 'self-asserted', undefined]);
    assert.match(self.stderr, /^warning: NOBODY SAID WHICH KEYS TO TRUST\. .*NOT WHO SIGNED/);
    write('.jsonatomic/keyring.json', ring(alice));
    const own = await verify([], {});
    assert.deepEqual([codes(own), own.value.trusted_by?.endsWith('.jsonatomic/keyring.json')], [refused, true]);
    write('.jsonatomic/config.json', '{"keyring":"both.json"}');
    const config = await verify([], {});
    assert.deepEqual([codes(config), config.value.trusted_by?.endsWith('/both.json')], [[], true]);
    assert.deepEqual(codes(await verify([])), refused);
    const key = await verify(['--key', `${alice}, ${bob}`]);
    assert.deepEqual([codes(key), key.value.trusted_by], [[], '--key']);
    assert.deepEqual(codes(await verify(['--key', alice, '--key', bob, '--key', bob])), []);
    const file = await verify(['--keyring', 'alice.json', '--key', bob], TRUSTS_BOTH);
    assert.deepEqual([codes(file), file.value.trusted_by], [refused, 'alice.json']);
  });

  test('a place that is there and says nothing usable is refused', async (t) => {
    inFolder(t);
    await appendAll(LEDGER, [draft(1)]);
    const stderr = async (args: string[], env = {}): Promise<string> =>
      (await cli(['verify', ...args], { env })).stderr;
    assert.match(await stderr(['--key', 'abc']), /^error KEY_MALFORMED: --key: "abc" is no public key/);
    assert.match(await stderr([], { PUBLIC_KEY_HEX: 'abc' }), /^error KEY_MALFORMED: PUBLIC_KEY_HEX: "abc"/);
    assert.match(await stderr(['--keyring', 'none.json']), /^error INPUT_MISSING: none\.json/);
    write('k.json', '{\n  "keys": [{"public_key": "abc"}]\n}');
    assert.match(await stderr(['--keyring', 'k.json']), /^error KEYRING_INVALID: k\.json:2:27: /);
    write('k.json', '{');
    assert.match(await stderr(['--keyring', 'k.json']), /^error PARSE_ERROR: k\.json:1:2: /);
  });
});

describe('what older writers left', () => {
  test('unsigned and non-canonical lines are warned of, and refused where that is asked for', async (t) => {
    inFolder(t);
    const { stdout } = await cli(['sign', '-', '--no-bind-signer'], { env: ALICE, stdin: JSON.stringify(draft(1)) });
    const { signature, ...unsigned } = parsed(stdout) as Atomic;
    const spaced = JSON.stringify({ signature, ...unsigned });
    write(LEDGER, `${JSON.stringify(unsigned)}\n${spaced}\n`);
    const loose = await verify();
    assert.deepEqual([loose.status, loose.value.unsigned, loose.value.valid, loose.value.non_canonical], [0, 1, 1, 1]);
    assert.match(loose.stderr, /^warning: 1 atomic has no signature; .*\nwarning: 1 line is not in canonical form/);
    const strict = await verify(['--strict', '--require-signatures']);
    assert.deepEqual(codes(strict), ['UNSIGNED@1', 'NON_CANONICAL@2']);
    assert.equal(strict.stderr, '');
    write(LEDGER, read(LEDGER).repeat(2));
    assert.match((await verify()).stderr, /2 atomics have no signature; .*\n.*2 lines are not in canonical form/);
  });
});

describe('bad input', () => {
  const bad: readonly (readonly [string, string | Uint8Array, string, number?])[] = [
    ['a byte order mark', '\uFEFF{}\n', 'PARSE_ERROR'],
    ['conflict markers', '<<<<<<< ours\n{}\n', 'PARSE_ERROR'],
    ['an empty line', '\n', 'PARSE_ERROR'],
    ['no JSON', 'hello\n', 'PARSE_ERROR'],
    ['a duplicate key', '{"a":1,"a":2}\n', 'DUPLICATE_KEY'],
    ['invalid UTF-8', Uint8Array.of(0x22, 0xff, 0x22, 0x0a), 'INVALID_UTF8'],
    ['a number too large', '{"a":1e400}\n', 'NUMBER_PRECISION'],
    ['half a surrogate', '{"a":"\\ud800"}\n', 'LONE_SURROGATE'],
    ['deep nesting', `${'['.repeat(10_000)}\n`, 'TOO_DEEP'],
    ['a torn write', '{"entity_type":"fu', 'TRUNCATED_TAIL'],
    ['version 1.0.0', '{"schema_version":"1.0.0"}\n', 'UNSUPPORTED_VERSION'],
  ];

  for (const [name, content, code] of bad) {
    test(`${name} is ${code}, with its line and byte`, async (t) => {
      inFolder(t);
      const [line] = await appendAll(LEDGER, [draft(1)]);
      write(LEDGER, Buffer.concat([Buffer.from(`${line!}\n`), Buffer.from(content)]));
      const { status, value } = await verify();
      const [error] = value.errors;
      assert.deepEqual([status, error?.code, error?.line, value.last_valid_line], [1, code, 2, 1]);
      assert.ok(error!.byte_offset! >= line!.length + 1);
    });
  }

  test('CR LF is no canonical form', async (t) => {
    inFolder(t);
    await appendAll(LEDGER, [draft(1)]);
    write(LEDGER, read(LEDGER).replace('\n', '\r\n'));
    const { value } = await verify();
    assert.ok(value.non_canonical === 1 || value.invalid === 1);
    assert.equal((await verify(['--strict'])).status, 1);
  });

  test('an empty ledger is said to be one', async (t) => {
    inFolder(t);
    write(LEDGER, '');
    const { status, value, stderr } = await verify(['--check-prev-chain']);
    assert.deepEqual([status, value.total, value.head, value.last_valid_line], [0, 0, null, 0]);
    assert.match(stderr, /warning: There was no line to verify\.\n$/);
    assert.match((await cli(['verify'])).stdout, /\nhead +-\n/);
  });

  test('what cannot be read ends with status 3', async (t) => {
    inFolder(t);
    const fails = async (args: string[], message: RegExp): Promise<void> => {
      const { status, stdout, stderr } = await cli(['verify', ...args]);
      assert.deepEqual([status, stdout], [3, '']);
      assert.match(stderr, message);
    };
    await fails([], /^error INPUT_MISSING: data\/ledger\.jsonl cannot be read: it does not exist/);
    mkdirSync('empty');
    await fails(['--ledger', 'empty'], /^error INPUT_MISSING: There is no stream in empty/);
    await fails(['--ledger', '*.jsonl'], /^error INPUT_MISSING: Nothing fits the pattern \*\.jsonl\./);
    await fails(
      ['/dev/null'],
      /^error INPUT_UNREADABLE: \/dev\/null cannot be read as a ledger: it is no regular file\./,
    );
  });

  test('flags that make no sense together are refused', async (t) => {
    inFolder(t);
    await appendAll('a/x.jsonl', [draft(1)]);
    await appendAll('b.jsonl', [draft(1)]);
    const refuse = async (args: string[], message: RegExp): Promise<void> => {
      const { status, stderr } = await cli(['verify', ...args]);
      assert.equal(status, 2);
      assert.match(stderr, message);
    };
    await refuse(['--from', 'abc', 'b.jsonl'], /--from is a hash/);
    await refuse(['--base', './b.jsonl', '--partial', 'b.jsonl'], /leave out --from and --partial/);
    await refuse(['--base', './b.jsonl', '--from', '0'.repeat(64), 'b.jsonl'], /leave out --from and --partial/);
    await refuse(['--full', 'b.jsonl'], /--full is about --base/);
    await refuse(['--since-seal', 'b.jsonl'], /--since-seal is about a folder of streams; b\.jsonl is a file/);
    await refuse(['--partial', 'a'], /about one file; a is a folder/);
    await refuse(['--from', '0'.repeat(64), 'a'], /about one file; a is a folder/);
    await refuse(['--from', '0'.repeat(64), 'b.jsonl', './b.jsonl'], /here are several/);
    await refuse(['--base', './b.jsonl', 'b.jsonl', './b.jsonl'], /here are several/);
  });
});

describe('several ledgers', () => {
  test('are verified together: operands, repeated flags, patterns', async (t) => {
    inFolder(t);
    await appendAll('a.jsonl', [draft(1)]);
    await appendAll('x/b.jsonl', [draft(1), draft(2)]);
    write('x/c.txt', '');
    for (const args of [
      ['a.jsonl', 'x/b.jsonl'],
      ['--ledger', 'a.jsonl', 'x/b.jsonl'],
      ['--ledger', '**/*.jsonl'],
      ['**/?.jsonl'],
    ]) {
      const { status, value } = await verify(args);
      assert.deepEqual([status, value.total, Object.keys(value.ledgers!)], [0, 3, ['a.jsonl', 'x/b.jsonl']]);
    }
    assert.equal((await verify(['a.jsonl', 'a.jsonl'])).value.total, 1);
  });

  test('each fault is told with its path, and --stop-on-error ends it all', async (t) => {
    inFolder(t);
    write('a.jsonl', 'x\n');
    write('b.jsonl', 'x\nx\n');
    const places = async (...args: string[]): Promise<string[]> =>
      (await verify(['?.jsonl', ...args])).value.errors.map(({ path, line }) => `${path!}:${line!}`);
    assert.deepEqual(await places(), ['a.jsonl:1', 'b.jsonl:1', 'b.jsonl:2']);
    assert.deepEqual(await places('--stop-on-error'), ['a.jsonl:1']);
    const stopped = await verify(['?.jsonl', '--stop-on-error']);
    assert.deepEqual(stopped.value.skipped, ['b.jsonl']);
    assert.match(stopped.stderr, /^warning: After the first fault these were not looked at: b\.jsonl\n/);
    const { stdout } = await cli(['verify', '?.jsonl']);
    assert.match(
      stdout,
      /\nPATH +TOTAL +VALID +INVALID +UNSIGNED +CHAIN +LAST VALID +HEAD\na\.jsonl +1 +0 +1 +0 +unchecked +0 +-\n/,
    );
    assert.match(stdout, /\nb\.jsonl line 2 +PARSE_ERROR/);
    const lines = (await cli(['verify', '?.jsonl', '--output', 'ndjson'])).stdout.split('\n');
    assert.equal((parsed(lines[0]!) as ErrorJson).path, 'a.jsonl');
  });

  test('standard input is one', async (t) => {
    inFolder(t);
    await appendAll('a.jsonl', [draft(1), draft(2)]);
    const { status, stdout } = await cli(['verify', '-', '--check-prev-chain', '--output', 'json'], {
      stdin: read('a.jsonl'),
      env: ALICE,
    });
    const { total, chain } = parsed(stdout) as VerifyJson;
    assert.deepEqual([status, total, chain], [0, 2, 'unbroken']);
  });
});

describe('the engine', () => {
  test('is the fast one, or the one of --engine; the report says which', async (t) => {
    inFolder(t);
    await appendAll(LEDGER, [draft(1), draft(2)]);
    assert.equal((await verify()).value.engine, 'fast');
    for (const engine of ['native', 'portable', 'fast']) {
      const { value } = await verify(['--engine', engine]);
      assert.deepEqual([value.ok, value.engine], [true, engine]);
    }
    const { stdout } = await cli(['verify', '--engine', 'portable'], { env: TRUSTS_ALICE });
    assert.match(stdout, /^engine +portable$/m);
    assert.match((await cli(['verify', '--verbose'], { env: TRUSTS_ALICE })).stdout, /^engine +fast$/m);
  });

  test('has to be one that there is', async (t) => {
    inFolder(t);
    await appendAll(LEDGER, [draft(1)]);
    assert.match(
      (await cli(['verify', '--engine', 'openssl'])).stderr,
      /^error USAGE: --engine is one of fast, native, portable/,
    );
  });
});
