import assert from 'node:assert/strict';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { describe, test } from 'node:test';
import { verifyAtomic } from '../../src/atomic/index.ts';
import type { Atomic } from '../../src/atomic/index.ts';
import type { JsonResult } from './cli-runner.ts';
import { ALICE, BOB, KEYS, appendAll, cli, cliJson, draft, inFolder, parsed, read, write } from './cli-runner.ts';

type Pair = Readonly<Record<'private_key' | 'public_key', string>>;
type HashJson = Readonly<Record<'computed' | 'stored' | 'match', unknown>>;
interface FindingJson {
  readonly code: string;
  readonly line: number;
  readonly byte_offset: number;
}
interface LintJson {
  readonly ok: boolean;
  readonly errors: readonly FindingJson[];
}

describe('generate-keys', () => {
  test('prints each key on the line of its name', async () => {
    const { status, stdout, stderr } = await cli(['generate-keys']);
    assert.match(
      stdout,
      /^Private Key \(SIGNING_KEY_HEX\): [0-9a-f]{64}\nPublic Key \(PUBLIC_KEY_HEX\): [0-9a-f]{64}\n$/,
    );
    assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  });

  test('prints JSON, and other keys each time', async () => {
    const [one, other] = [
      (await cliJson(['generate-keys'])) as JsonResult<Pair>,
      (await cliJson(['generate-keys'])) as JsonResult<Pair>,
    ];
    assert.match(one.value.private_key, /^[0-9a-f]{64}$/);
    assert.notEqual(one.value.private_key, other.value.private_key);
    assert.notEqual(one.value.public_key, other.value.public_key);
  });

  test('--out writes files, the private one for its owner alone, and prints no private key', async (t) => {
    inFolder(t);
    const { status, stdout } = await cli(['generate-keys', '--out', 'a/b']);
    assert.equal(status, 0);
    assert.equal(statSync('a/b/private.key').mode & 0o777, 0o600);
    assert.equal(statSync('a/b/public.key').mode & 0o777 & 0o600, 0o600);
    const [privateKey, publicKey] = [read('a/b/private.key').trim(), read('a/b/public.key').trim()];
    assert.ok(!stdout.includes(privateKey));
    assert.ok(stdout.includes(`Public Key (PUBLIC_KEY_HEX): ${publicKey}\n`));
    const signed = await cli(['sign', '-'], { stdin: JSON.stringify(draft()), env: { SIGNING_KEY_HEX: privateKey } });
    assert.equal(verifyAtomic(signed.stdout, { keys: [publicKey] }).ok, true);
  });

  test('--out overwrites nothing, and leaves no half of a pair', async (t) => {
    inFolder(t);
    await cli(['generate-keys', '--out', 'k']);
    const before = read('k/private.key');
    const again = await cli(['generate-keys', '--out', 'k']);
    assert.deepEqual({ status: again.status, stdout: again.stdout }, { status: 2, stdout: '' });
    assert.match(again.stderr, /^error LEDGER_EXISTS: k\/private\.key exists already\./);
    assert.equal(read('k/private.key'), before);
    write('half/public.key', 'x');
    assert.equal((await cli(['generate-keys', '--out', 'half'])).status, 2);
    assert.equal(existsSync('half/private.key'), false);
    write('file', '');
    assert.match((await cli(['generate-keys', '--out', 'file/keys'])).stderr, /^error OUTPUT_UNWRITABLE: file\/keys /);
  });
});

describe('sign', () => {
  test('prints one line that verifies, whatever the form is but a table that was asked for', async (t) => {
    inFolder(t);
    write('atomic.json', JSON.stringify(draft(), null, 2));
    const before = read('atomic.json');
    const { stdout, status, stderr } = await cli(['sign', 'atomic.json'], { env: ALICE });
    assert.deepEqual({ status, stderr, lines: stdout.split('\n').length }, { status: 0, stderr: '', lines: 2 });
    assert.deepEqual(verifyAtomic(stdout.trimEnd(), { keys: [KEYS.alice.publicKey], strict: true }).findings, []);
    for (const form of ['json', 'ndjson'])
      assert.equal((await cli(['sign', 'atomic.json', '--output', form], { env: ALICE })).stdout, stdout);
    const pretty = await cli(['sign', 'atomic.json', '--output', 'table'], { env: ALICE });
    assert.equal(pretty.stdout, `${JSON.stringify(JSON.parse(stdout), null, 2)}\n`);
    write('.jsonatomic/config.json', '{"output":"table"}');
    assert.equal((await cli(['sign', 'atomic.json'], { env: ALICE })).stdout, stdout);
    assert.equal(read('atomic.json'), before);
  });

  test('binds the signer into the hash, unless told not to', async () => {
    const stdin = JSON.stringify(draft());
    const bound = parsed((await cli(['sign', '-'], { env: ALICE, stdin })).stdout) as Atomic;
    const unbound = parsed((await cli(['sign', '-', '--no-bind-signer'], { env: ALICE, stdin })).stdout) as Atomic;
    assert.equal(bound.metadata.signed_by, KEYS.alice.publicKey);
    assert.equal(unbound.metadata.signed_by, undefined);
    assert.notEqual(bound.hash, unbound.hash);
  });

  test('--ledger sets prev to the head of a ledger, which is not written to', async (t) => {
    inFolder(t);
    const stdin = JSON.stringify(draft(2));
    const first = await cli(['sign', '-', '--ledger', 'ledger.jsonl'], { env: ALICE, stdin });
    assert.equal((parsed(first.stdout) as Atomic).prev, undefined);
    assert.equal(existsSync('ledger.jsonl'), false);
    const [line] = await appendAll('ledger.jsonl', [draft(1)]);
    const before = read('ledger.jsonl');
    const { stdout } = await cli(['sign', '-', '--ledger', 'ledger.jsonl'], { env: ALICE, stdin });
    assert.equal((parsed(stdout) as Atomic).prev, (parsed(line!) as Atomic).hash);
    assert.equal(read('ledger.jsonl'), before);
  });

  test('--cosign adds a second signature, and not a third by the same key', async (t) => {
    inFolder(t);
    const signed = await cli(['sign', '-'], { env: ALICE, stdin: JSON.stringify(draft()) });
    const { status, stdout } = await cli(['sign', '-', '--cosign'], { env: BOB, stdin: signed.stdout });
    assert.equal(status, 0);
    const atomic = parsed(stdout) as Atomic;
    assert.equal(atomic.signature?.public_key, KEYS.alice.publicKey);
    assert.equal(atomic.cosignatures?.[0]?.public_key, KEYS.bob.publicKey);
    assert.deepEqual(verifyAtomic(stdout.trimEnd()).counts, { signatures: 1, cosignatures: 1 });
    const again = await cli(['sign', '-', '--cosign'], { env: BOB, stdin: stdout });
    assert.match(again.stderr, /^error USAGE: .*has signed this atomic already\.\n$/);
    const both = await cli(['sign', '-', '--cosign', '--ledger', 'x'], { env: BOB, stdin: signed.stdout });
    assert.match(both.stderr, /^error USAGE: A cosignature does not change prev: leave out --ledger\.\n$/);
    const changed = await cli(['sign', '-', '--cosign'], {
      env: BOB,
      stdin: signed.stdout.replace('create', 'delete'),
    });
    assert.deepEqual({ status: changed.status, stdout: changed.stdout }, { status: 1, stdout: '' });
    assert.match(changed.stderr, /^error HASH_MISMATCH: /);
  });

  test('names the place of a fault in the file', async (t) => {
    inFolder(t);
    write(
      'a.json',
      '{\n  "entity_type": "law",\n  "this": "/x",\n  "did": {"actor": "a", "actoin": "b"},\n  "metadata": {"created_at": "2026-01-01T00:00:00Z"}\n}',
    );
    const { status, stderr } = await cli(['sign', 'a.json'], { env: ALICE });
    assert.equal(status, 2);
    assert.match(
      stderr,
      /^error SCHEMA_INVALID: a\.json:4:10: did\.action is missing\. \(and 1 more\)|^error SCHEMA_INVALID: a\.json:4:\d+: /,
    );
    write('b.json', '{\n "a": 1,\n "a": 2}');
    assert.match((await cli(['sign', 'b.json'], { env: ALICE })).stderr, /^error DUPLICATE_KEY: b\.json:3:2: /);
  });

  test('a draft that is signed already is refused', async () => {
    const signed = await cli(['sign', '-'], { env: ALICE, stdin: JSON.stringify(draft()) });
    const { status, stderr } = await cli(['sign', '-'], { env: ALICE, stdin: signed.stdout });
    assert.equal(status, 2);
    assert.match(
      stderr,
      /^error SCHEMA_INVALID: standard input:1:\d+: hash: a draft has none, since signing makes it\./,
    );
  });
});

describe('lint', () => {
  const lines = ['{"a":1,"a":2}', '{"entity_type":"law"}', JSON.stringify({ schema_version: '1.1.0', ...draft() })];

  test('is content with drafts and with signed atomics', async (t) => {
    inFolder(t);
    write('draft.json', JSON.stringify({ schema_version: '1.1.0', ...draft() }, null, 2));
    write('signed.json', (await cli(['sign', 'draft.json'], { env: ALICE })).stdout);
    assert.deepEqual(await cli(['lint', 'draft.json', 'signed.json']), {
      status: 0,
      stdout: '2 files: no findings\n',
      stderr: '',
    });
    assert.deepEqual(((await cliJson(['lint', 'draft.json'])) as JsonResult<LintJson>).value, {
      ok: true,
      files: 1,
      errors: [],
    });
    assert.equal((await cli(['lint', 'draft.json', '--output', 'ndjson'])).stdout, '');
  });

  test('names line, column and pointer of each fault', async (t) => {
    inFolder(t);
    write(
      'a.json',
      `{\n  "schema_version": "1.1.0",\n  "entity_type": "lawn",\n  "this": "/x y",\n  "did": {"actor": "a"},\n  "metadata": {"created_at": "2026-01-01"}\n}\n`,
    );
    const { status, stdout, stderr } = await cli(['lint', 'a.json']);
    assert.deepEqual({ status, stderr }, { status: 1, stderr: '' });
    const shown = stdout.trimEnd().split('\n');
    assert.equal(shown.pop(), '1 file: 4 findings');
    for (const [place, pointer] of [
      ['3:18', '/entity_type'],
      ['4:11', '/this'],
      ['5:10', '/did'],
      ['6:30', '/metadata/created_at'],
    ] as const) {
      const line = shown.find((one) => one.startsWith(`a.json:${place}: SCHEMA_INVALID: `));
      assert.ok(line?.endsWith(`(${pointer})`), `${place} in ${stdout}`);
    }
    const { value } = (await cliJson(['lint', 'a.json'])) as JsonResult<LintJson>;
    assert.equal(value.ok, false);
    assert.deepEqual(Object.keys(value.errors[0]!), [
      'path',
      'line',
      'column',
      'byte_offset',
      'code',
      'message',
      'pointer',
    ]);
  });

  test('reads one atomic a line where the name or a flag says so', async (t) => {
    inFolder(t);
    write('l.jsonl', `${lines.join('\n')}\n`);
    write('l.txt', `${lines.join('\n')}\n`);
    const { status, stdout } = await cli(['lint', 'l.jsonl', '--output', 'ndjson']);
    assert.equal(status, 1);
    const errors = stdout
      .trimEnd()
      .split('\n')
      .map((line) => parsed(line) as FindingJson);
    assert.deepEqual(
      errors.map(({ line }) => line).filter((line, i, all) => all.indexOf(line) === i),
      [1, 2],
    );
    assert.equal(errors[0]!.code, 'DUPLICATE_KEY');
    assert.equal(errors[1]!.byte_offset, lines[0]!.length + 1);
    assert.equal((await cli(['lint', '--lines', 'l.txt'])).stdout.includes('l.txt:2:1: SCHEMA_INVALID'), true);
    assert.match((await cli(['lint', 'l.txt'])).stdout, /^l\.txt:1:8: DUPLICATE_KEY.*\nl\.txt:2:1: PARSE_ERROR/);
    assert.match((await cli(['lint', '--no-lines', 'l.jsonl'])).stdout, /PARSE_ERROR/);
  });

  test('of many things names the place of each, in lines without an end as well', async (t) => {
    inFolder(t);
    write('l.ndjson', `x\n{"schema_version":"1.1.0"}`);
    const { stdout } = await cli(['lint', 'l.ndjson', '--output', 'ndjson']);
    const places = stdout
      .trimEnd()
      .split('\n')
      .map((line) => parsed(line) as FindingJson);
    assert.deepEqual(
      places.slice(0, 2).map(({ line, byte_offset }) => [line, byte_offset]),
      [
        [1, 0],
        [2, 2],
      ],
    );
  });

  test('reads lines as they come, of a ledger of any size, until Ctrl-C', async (t) => {
    inFolder(t);
    const line = `{"this":"/a","payload":{"text":"${'x'.repeat(4_000_000)}"}}\n`;
    write('l.jsonl', `${line.repeat(17)}{"a":1,"a":2}\n`);
    const { stdout, stderr } = await cli(['lint', 'l.jsonl'], {});
    assert.equal(stderr, '');
    assert.match(stdout, /\nl\.jsonl:18:8: DUPLICATE_KEY: .*\n1 file: 69 findings\n$/);
    const { status } = await cli(['lint', 'l.jsonl'], { signal: AbortSignal.abort('SIGINT') });
    assert.equal(status, 130);
  });

  test('a whole value that is wrong, an empty file, a version of old', async (t) => {
    inFolder(t);
    write('a.json', '[]');
    write('b.json', '');
    write('c.json', '{"schema_version":"1.0.0"}');
    const { stdout } = await cli(['lint', 'a.json', 'b.json', 'c.json']);
    assert.match(
      stdout,
      /^a\.json:1:1: SCHEMA_INVALID: .* \(the whole value\)\nb\.json:1:1: PARSE_ERROR: .*\nc\.json:1:19: UNSUPPORTED_VERSION: .*migrate/,
    );
    assert.match((await cli(['lint', '-'], { stdin: '{' })).stdout, /^standard input:1:2: PARSE_ERROR/);
  });

  test('what cannot be read is a failure and no finding', async (t) => {
    inFolder(t);
    mkdirSync('dir');
    assert.deepEqual((await cli(['lint', 'missing.json'])).status, 3);
    assert.match((await cli(['lint', 'dir'])).stderr, /^error INPUT_UNREADABLE: dir cannot be read: it is a folder/);
  });
});

describe('hash', () => {
  test('says whether the stored hash is the computed one', async () => {
    const { stdout: line } = await cli(['sign', '-'], { env: ALICE, stdin: JSON.stringify(draft()) });
    const { hash } = parsed(line) as Atomic;
    const good = await cli(['hash', '-'], { stdin: line });
    assert.deepEqual(good, {
      status: 0,
      stdout: `computed  ${hash}\nstored    ${hash}\nverdict   equal\n`,
      stderr: '',
    });
    assert.deepEqual(((await cliJson(['hash', '-'], { stdin: line })) as JsonResult<HashJson>).value, {
      computed: hash,
      stored: hash,
      match: true,
    });
    const bad = (await cliJson(['hash', '-'], { stdin: line.replace('create', 'delete') })) as JsonResult<HashJson>;
    assert.deepEqual([bad.status, bad.value.match, bad.value.stored], [1, false, hash]);
    const shown = await cli(['hash', '-'], {
      stdin: line.replace('create', 'delete'),
      isTTY: true,
      env: { TERM: 'xterm' },
    });
    assert.ok(shown.stdout.endsWith('\u001b[31mverdict   DIFFERENT\u001b[0m\n'));
  });

  test('a draft has nothing to compare with', async () => {
    const { status, stdout } = await cli(['hash', '-'], { stdin: '{"b":1,"a":2}' });
    assert.equal(status, 0);
    assert.match(stdout, /^computed {2}[0-9a-f]{64}\nstored {4}-\nverdict {3}not stored\n$/);
  });

  test('a hash that is no text is another one', async () => {
    const { status, stdout } = await cli(['hash', '-'], { stdin: '{"hash":[1]}' });
    assert.equal(status, 1);
    assert.match(stdout, /stored {4}\[1\]\nverdict {3}DIFFERENT\n$/);
  });

  test('what is no object has no hash', async () => {
    for (const stdin of ['[]', '1', 'null', '"x"']) {
      const { status, stderr } = await cli(['hash', '-'], { stdin });
      assert.equal(status, 2);
      assert.match(stderr, /^error SCHEMA_INVALID: standard input holds no JSON object\./);
    }
  });
});
