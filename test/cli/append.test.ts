import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { describe, test } from 'node:test';
import type { Atomic } from '../../src/atomic/index.ts';
import { createFileStore } from '../../src/ledger/index.ts';
import { ALICE, BOB, KEYS, appendAll, cli, cliJson, draft, inFolder, parsed, read, write } from './cli-runner.ts';

const LEDGER = 'data/ledger.jsonl';
const atomicsOf = (text: string): Atomic[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => parsed(line) as Atomic);

describe('append', () => {
  test('makes the ledger, chains the atomics and prints the lines', async (t) => {
    inFolder(t);
    write('a.json', JSON.stringify(draft(1), null, 2));
    write('b.json', JSON.stringify(draft(2)));
    const first = await cli(['append', 'a.json'], { env: ALICE });
    const second = await cli(['append', 'a.json', 'b.json', '--output', 'json'], { env: ALICE });
    assert.deepEqual([first.status, first.stderr, second.status, second.stderr], [0, '', 0, '']);
    assert.equal(read(LEDGER), first.stdout + second.stdout);
    const [one, two, three] = atomicsOf(read(LEDGER));
    assert.deepEqual([one!.prev, two!.prev, three!.prev], [undefined, one!.hash, two!.hash]);
    const pretty = await cli(['append', 'a.json', '--output', 'table'], { env: ALICE });
    assert.match(pretty.stdout, /^\{\n {2}"did": \{/);
  });

  test('takes several files together or not at all', async (t) => {
    inFolder(t);
    write('a.json', JSON.stringify(draft(1)));
    write('b.json', '{"entity_type":"law"}');
    write('c.jsonl', `${JSON.stringify(draft(2))}\n\n${JSON.stringify(draft(3))}\n`);
    const bad = await cli(['append', 'a.json', 'c.jsonl', 'b.json'], { env: ALICE });
    assert.deepEqual([bad.status, bad.stdout, existsSync(LEDGER)], [2, '', false]);
    assert.match(bad.stderr, /^error SCHEMA_INVALID: b\.json:1:1: /);
    const good = await cli(['append', 'a.json', 'c.jsonl'], { env: ALICE });
    assert.equal(atomicsOf(good.stdout).length, 3);
    const worse = await cli(['append', 'missing.json'], { env: ALICE });
    assert.deepEqual([worse.status, read(LEDGER)], [3, good.stdout]);
  });

  test('a ledger without a name is refused: as a stream, nobody would verify it', async (t) => {
    inFolder(t);
    write('a.json', JSON.stringify(draft(1)));
    const { status, stderr } = await cli(['append', 'a.json', '--ledger', 'data/.jsonl'], { env: ALICE });
    assert.deepEqual([status, existsSync('data')], [2, false]);
    assert.match(stderr, /^error USAGE: A ledger has a name before its ending, and data\/\.jsonl has none/);
  });

  describe('by a key that the keyring', () => {
    const KEYRING = '.jsonatomic/keyring.json';
    const now = new Date('2026-06-01T00:00:00Z');
    const append = (more: readonly string[] = []): ReturnType<typeof cli> =>
      cli(['append', 'a.json', ...more], { env: ALICE, clock: () => now });
    const ring = (more: object): string => JSON.stringify({ keys: [{ public_key: KEYS.alice.publicKey, ...more }] });
    const made = (created_at: string): string => JSON.stringify(draft(1, { metadata: { created_at } }));
    const [before, after] = ['2026-05-01T00:00:00Z', '2026-07-01T00:00:00Z'];

    for (const [what, key, time, code] of [
      ['revoked', { revoked_at: before, revocation: 'compromised' }, after, 'KEY_REVOKED'],
      ['let expire', { valid_until: before }, after, 'KEY_EXPIRED'],
      [
        'let expire, though the atomic claims a time before',
        { valid_until: before },
        '2026-04-01T00:00:00Z',
        'KEY_EXPIRED',
      ],
      ['lets expire before the time that the atomic claims', { valid_until: after }, after, 'KEY_EXPIRED'],
      [
        'lets begin after the time that the atomic claims',
        { valid_from: before },
        '2026-04-01T00:00:00Z',
        'KEY_EXPIRED',
      ],
    ] as const) {
      test(`${what}, nothing is appended`, async (t) => {
        inFolder(t);
        write(KEYRING, ring(key));
        write('a.json', made(time));
        const { status, stdout, stderr } = await append();
        assert.deepEqual([status, stdout, existsSync(LEDGER)], [1, '', false]);
        assert.match(stderr, new RegExp(`^error ${code}: The key d75a.* by the keyring`));
        write('other.json', ring({}));
        assert.equal((await append(['--keyring', 'other.json'])).status, 0);
      });
    }

    test('ends later, it appends without a word', async (t) => {
      inFolder(t);
      write(KEYRING, ring({ valid_from: before, valid_until: after }));
      write('a.json', made(before));
      const { status, stderr } = await append();
      assert.deepEqual([status, stderr], [0, '']);
    });

    test('does not list, it appends with a warning: a rotation in the ledger may hand over to it', async (t) => {
      inFolder(t);
      write(KEYRING, JSON.stringify({ keys: [{ public_key: KEYS.bob.publicKey }] }));
      write('a.json', made(before));
      const { status, stderr } = await append();
      assert.equal(status, 0);
      assert.match(stderr, /^warning: The signing key d75a.* is not in the keyring .*keyring\.json: unless a rotation/);
    });

    test('cannot show, since it is not there, nothing is appended', async (t) => {
      inFolder(t);
      write('a.json', made(before));
      assert.match((await append(['--keyring', 'none.json'])).stderr, /^error INPUT_MISSING: none\.json/);
      assert.equal(existsSync(LEDGER), false);
    });
  });

  test('names the line of a bad draft among many', async (t) => {
    inFolder(t);
    write('c.ndjson', `${JSON.stringify(draft(2))}\n{"a":1,"a":2}\n`);
    assert.match((await cli(['append', 'c.ndjson'], { env: ALICE })).stderr, /^error DUPLICATE_KEY: c\.ndjson:2:8: /);
    assert.equal(existsSync(LEDGER), false);
  });

  test('needs a key, and takes it from a file, the environment or a command', async (t) => {
    inFolder(t);
    write('a.json', JSON.stringify(draft(1)));
    const signerOf = async (args: string[], env = {}): Promise<string> => {
      const { stdout, stderr } = await cli(['append', 'a.json', ...args], { env });
      return stdout === '' ? stderr : (parsed(stdout) as Atomic).signature!.public_key;
    };
    const [alice, bob] = [KEYS.alice, KEYS.bob];
    assert.match(await signerOf([]), /^error KEY_MISSING: No signing key is set\. Set SIGNING_KEY_HEX/);
    assert.match(await signerOf([], { SIGNING_KEY_HEX: 'abc' }), /^error KEY_MALFORMED: /);
    write('bob.key', `${bob.privateKey}\n`);
    write('sign.mjs', SIGNING_PROGRAM);
    const command = `${process.execPath} sign.mjs ${alice.privateKey}`;
    assert.equal(await signerOf([], ALICE), alice.publicKey);
    assert.equal(await signerOf([], { ...ALICE, SIGNING_KEY_FILE: 'bob.key' }), bob.publicKey);
    assert.equal(await signerOf(['--signing-key-file', 'bob.key'], ALICE), bob.publicKey);
    assert.equal(
      await signerOf([], { SIGNING_KEY_HEX: '', SIGNING_KEY_COMMAND: command, PUBLIC_KEY_HEX: alice.publicKey }),
      alice.publicKey,
    );
    assert.equal(
      await signerOf(['--signing-key-command', command, '--signing-public-key', alice.publicKey], BOB),
      alice.publicKey,
    );
    assert.equal(await signerOf(['--signing-key-command', command, '--signing-key-file', 'bob.key']), bob.publicKey);
    assert.match(
      await signerOf([], { SIGNING_KEY_COMMAND: command }),
      /^error KEY_MISSING: The signing command needs its public key/,
    );
    const two = `${alice.publicKey},${bob.publicKey}`;
    assert.match(await signerOf([], { SIGNING_KEY_COMMAND: command, PUBLIC_KEY_HEX: two }), /^error KEY_MISSING: /);
    assert.match(
      await signerOf([], { SIGNING_KEY_COMMAND: command, SIGNING_PUBLIC_KEY_HEX: bob.publicKey }),
      /^error SIGNER_FAILED: /,
    );
    assert.match(await signerOf([], { SIGNING_KEY_FILE: 'none.key' }), /^error INPUT_MISSING: none\.key/);
  });

  test('waits for its turn as long as it is told to', async (t) => {
    inFolder(t);
    await appendAll(LEDGER, [draft(1)]);
    write('a.json', JSON.stringify(draft(2)));
    const store = createFileStore(LEDGER);
    const { status, stderr } = await store.exclusive(() =>
      cli(['append', 'a.json', '--lock-timeout-ms', '20'], { env: ALICE }),
    );
    await store.close();
    assert.equal(status, 3);
    assert.match(stderr, /^error LEDGER_LOCKED: /);
  });

  test('moves a torn tail aside and says so', async (t) => {
    inFolder(t);
    await appendAll(LEDGER, [draft(1)]);
    write(LEDGER, `${read(LEDGER)}{"entity_ty`);
    write('a.json', JSON.stringify(draft(2)));
    const { status, stderr } = await cli(['append', 'a.json'], { env: ALICE });
    assert.equal(status, 0);
    assert.match(stderr, /^warning: .*ledger\.jsonl.*torn-/);
    assert.equal(atomicsOf(read(LEDGER)).length, 2);
  });

  test('a place that cannot be written ends with status 3', async (t) => {
    inFolder(t);
    write('a.json', JSON.stringify(draft(1)));
    mkdirSync('folder');
    write('file', '');
    assert.match(
      (await cli(['append', 'a.json', '--ledger', 'folder'], { env: ALICE })).stderr,
      /^error INPUT_UNREADABLE: /,
    );
    const { status, stderr } = await cli(['append', 'a.json', '--ledger', 'file/ledger.jsonl'], { env: ALICE });
    assert.equal(status, 3);
    assert.match(stderr, /^error \w+: .*file/);
  });
});

describe('append -', () => {
  const chunks = (...texts: string[]): Readable => Readable.from(texts.map((text) => Buffer.from(text)));
  const line = (n: number): string => `${JSON.stringify(draft(n))}\n`;
  const append = (stdin: Readable | string): ReturnType<typeof cli> =>
    cli(['append', '-', '--ledger', LEDGER], { env: ALICE, stdin });

  test('takes lines as they come, in pieces of any size, with or without a line feed at the end', async (t) => {
    inFolder(t);
    const text = line(1) + line(2) + '\n' + line(3).trimEnd();
    const pieces = Array.from({ length: Math.ceil(text.length / 50) }, (_, i) => text.slice(50 * i, 50 * (i + 1)));
    const { status, stdout } = await append(chunks(...pieces));
    assert.deepEqual(
      [status, atomicsOf(stdout).map((atomic) => atomic.this)],
      [0, ['/functions/f1', '/functions/f2', '/functions/f3']],
    );
    assert.equal(read(LEDGER), stdout);
  });

  test('answers each line before the next one is there', async (t) => {
    inFolder(t);
    const stdin = new PassThrough();
    const run = append(stdin);
    stdin.write(line(1));
    while (!existsSync(LEDGER) || read(LEDGER) === '') await new Promise((resolve) => setTimeout(resolve, 5));
    stdin.end(line(2));
    assert.equal(atomicsOf((await run).stdout).length, 2);
  });

  test('takes one draft over several lines, and nothing at all', async (t) => {
    inFolder(t);
    assert.equal(atomicsOf((await append(JSON.stringify(draft(1), null, 2))).stdout).length, 1);
    assert.deepEqual(await append(''), { status: 0, stdout: '', stderr: '' });
    assert.deepEqual(await append('\n \n'), { status: 0, stdout: '', stderr: '' });
  });

  test('stops at a bad line, and has appended those that came before it', async (t) => {
    inFolder(t);
    const { status, stdout, stderr } = await append(chunks(line(1), line(2), `${line(3)}{"a"\n`));
    assert.deepEqual([status, atomicsOf(stdout).length, read(LEDGER)], [2, 2, stdout]);
    assert.match(stderr, /^error PARSE_ERROR: standard input:4:5: /);
    const long = await append(chunks('{"a":"', 'x'.repeat(11 * 1024 * 1024), '"}'));
    assert.match(long.stderr, /^error LINE_TOO_LARGE: standard input:1:1: /);
    assert.equal(read(LEDGER), stdout);
  });

  test('ends at a signal with nothing half done', async (t) => {
    inFolder(t);
    const stdin = new PassThrough();
    const ending = new AbortController();
    const run = cli(['append', '-', '--ledger', LEDGER], { env: ALICE, stdin, signal: ending.signal });
    stdin.write(line(1));
    while (!existsSync(LEDGER) || read(LEDGER) === '') await new Promise((resolve) => setTimeout(resolve, 5));
    ending.abort('SIGTERM');
    const { status, stderr } = await run;
    assert.deepEqual([status, stderr, atomicsOf(read(LEDGER)).length], [143, '', 1]);
    assert.deepEqual(
      readdirSync('data').filter((name) => name.includes('.lock')),
      [],
    );
  });

  test('one draft that is too long in pieces is refused', async (t) => {
    inFolder(t);
    const { stderr } = await cli(['hash', '-'], {
      stdin: chunks(...Array.from({ length: 65 }, () => ' '.repeat(1024 * 1024))),
    });
    assert.match(
      stderr,
      /^error INPUT_UNREADABLE: Standard input is longer than 67108864 bytes, the most that is kept of it: name a file\./,
    );
    const text = await cli(['hash', '-'], { stdin: Readable.from(['{"a":', '"é"}'], { objectMode: true }) });
    assert.equal(text.status, 0);
  });

  test('a standard input that breaks is a failure', async (t) => {
    inFolder(t);
    const broken = new Readable({
      read() {
        this.destroy(Object.assign(new Error('broken'), { code: 'EIO' }));
      },
    });
    const { status, stderr } = await append(broken);
    assert.equal(status, 3);
    assert.match(
      stderr,
      /^error INPUT_UNREADABLE: Standard input cannot be read: the device reported an error \(EIO\)\./,
    );
  });
});

/** Signs what comes in on standard input with the key in its argument, as a vault's program would. */
const SIGNING_PROGRAM = `
import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.from(process.argv[2], 'hex')]);
process.stdout.write(sign(null, readFileSync(0), createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })).toString('hex'));
`;

describe('repair', () => {
  test('moves torn bytes into a file of their own, and adds a missing line feed', async (t) => {
    inFolder(t);
    const [line] = await appendAll(LEDGER, [draft(1)]);
    const whole = read(LEDGER);
    const nothing = (await cliJson(['repair'])).value as Record<string, unknown>;
    assert.deepEqual([nothing['moved'], nothing['line_feed_added']], [null, false]);
    write(LEDGER, `${whole}{"torn`);
    const { stdout, stderr, status } = await cli(['repair']);
    assert.equal(status, 0);
    assert.match(
      stdout,
      /^torn_tail {2}6 bytes moved to .*ledger\.jsonl\.torn-\d+\nline_feed {2}there\nhead {7}[0-9a-f]{64}\n$/,
    );
    assert.match(stderr, /^warning: /);
    assert.equal(read(`${LEDGER}.torn-${whole.length}`), '{"torn');
    assert.equal(read(LEDGER), whole);
    write(LEDGER, '{"torn');
    assert.match((await cli(['repair'])).stdout, /\nhead {7}- \(empty\)\n$/);
    write(LEDGER, line!);
    assert.match((await cli(['repair'])).stdout, /^torn_tail {2}no torn tail\nline_feed {2}added\n/);
    write(LEDGER, line!);
    const { value } = await cliJson(['repair']);
    const { moved, line_feed_added, head, size_bytes } = value as Record<string, unknown>;
    assert.deepEqual(
      [moved, line_feed_added, head, size_bytes],
      [null, true, (parsed(line!) as Atomic).hash, whole.length],
    );
    write(LEDGER, `${whole}{"torn`);
    const json = (await cliJson(['repair'])).value as { moved: { byte_offset: number; size_bytes: number } };
    assert.deepEqual([json.moved.byte_offset, json.moved.size_bytes], [whole.length, 6]);
  });

  test('of what is no ledger is refused', async (t) => {
    inFolder(t);
    assert.match((await cli(['repair'])).stderr, /^error INPUT_MISSING: /);
    write(LEDGER, 'x\n');
    const { status, stderr } = await cli(['repair']);
    assert.equal(status, 1);
    assert.match(stderr, /^error LEDGER_BROKEN: /);
  });
});
