import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Atomic } from '../../src/atomic/index.ts';
import { LOGLINE } from '../../src/cli/program.ts';
import { runCli } from '../../src/cli/run.ts';
import {
  ALICE,
  BOB,
  KEYS,
  Screen,
  TRACE,
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
const OTHER = '11111111-1111-4111-8111-111111111111';

/** Four lines: 1 and 4 of one trace, 2 of another, 3 of none. */
async function fourLines(t: TestContext): Promise<string[]> {
  inFolder(t);
  const lines = await appendAll(LEDGER, [
    draft(1),
    draft(2, { metadata: { created_at: '2026-01-02T00:00:00Z', trace_id: OTHER } }),
    draft(3, { metadata: { created_at: '2026-02-01T00:00:00Z' }, entity_type: 'law', intent: 'law_test' }),
  ]);
  return [
    ...lines,
    ...(await appendAll(LEDGER, [draft(4, { did: { actor: 'bob\u001b[2J\n', action: 'delete' } })], BOB)),
  ];
}

const query = async (...args: string[]): Promise<string[]> => {
  const { stdout } = await cli(['query', ...args, '--output', 'ndjson']);
  return stdout === '' ? [] : stdout.trimEnd().split('\n');
};

describe('query', () => {
  test('answers lines as they stand in the ledger', async (t) => {
    const [one, two, three, four] = await fourLines(t);
    assert.deepEqual(await query(), [one, two, three, four]);
    assert.deepEqual(await query('--trace-id', TRACE), [one, four]);
    assert.deepEqual(await query('--trace-id', TRACE, '--action', 'delete'), [four]);
    assert.deepEqual(await query('--actor', 'user@example.com', '--limit', '2'), [one, two]);
    assert.deepEqual(await query('--intent', 'law_test'), [three]);
    assert.deepEqual(await query('--entity-type', 'law'), [three]);
    assert.deepEqual(await query('--this', '/functions/f2'), [two]);
    assert.deepEqual(await query('--since', '2026-01-02', '--until', '2026-02-01T00:00:00Z'), [two]);
    assert.deepEqual(await query('--reverse', '--limit', '1'), [four]);
    assert.deepEqual(await query('--trace-id', 'none'), []);
  });

  test('answers one array as JSON, empty as well', async (t) => {
    const lines = await fourLines(t);
    assert.equal((await cli(['query', '--output', 'json'])).stdout, `[${lines.join(',')}]\n`);
    assert.equal((await cli(['query', '--trace-id', 'none', '--output', 'json'])).stdout, '[]\n');
  });

  test('shows a table, in which nothing that was signed can steer the terminal', async (t) => {
    const lines = await fourLines(t);
    const { stdout, stderr, status } = await cli(['query'], { isTTY: true, env: { NO_COLOR: '1' } });
    assert.deepEqual([status, stderr, stdout.split('\n').length], [0, '', 6]);
    assert.match(
      stdout,
      /^CREATED AT +TYPE +INTENT +ACTOR +ACTION +THIS +HASH\n2026-01-01T00:00:01Z {2}function {2}run_code +user@example\.com/,
    );
    assert.ok(stdout.includes('bob\\u{1b}[2J\\u{a}'));
    assert.ok(stdout.includes((parsed(lines[0]!) as Atomic).hash!.slice(0, 16)));
    assert.equal((await cli(['query', '--trace-id', 'none'])).stdout, '');
    const coloured = await cli(['query'], { isTTY: true });
    assert.ok(coloured.stdout.startsWith('\u001b[1mCREATED AT'));
  });

  test('a long table has its head once', async (t) => {
    inFolder(t);
    await appendAll(
      LEDGER,
      Array.from({ length: 250 }, (_, n) => draft(n)),
    );
    const { stdout } = await cli(['query']);
    assert.deepEqual([stdout.split('\n').length, stdout.match(/CREATED AT/g)?.length], [252, 1]);
  });

  test('leaves out what is no atomic, and says so', async (t) => {
    await fourLines(t);
    write(LEDGER, `x\n${read(LEDGER)}{"torn`);
    const { stdout, stderr, status } = await cli(['query', '--output', 'ndjson']);
    assert.deepEqual([status, stdout.split('\n').length], [0, 5]);
    assert.match(stderr, /^warning: 2 lines are no atomics and are left out; the first, line 1: PARSE_ERROR: /);
    write(LEDGER, `{"intent":"run_code"}\n${read(LEDGER)}`);
    const searched = await cli(['query', '--intent', 'run_code', '--output', 'ndjson']);
    assert.match(searched.stderr, /^warning: 1 line is no atomic and is left out; the first, at byte 0: /);
    const reverse = await cli(['query', '--reverse', '--limit', '1', '--output', 'ndjson']);
    assert.match(
      reverse.stderr,
      /^warning: 1 line is no atomic and is left out; the first, at byte \d+: TRUNCATED_TAIL: /,
    );
  });

  test('shows an atomic that nobody signed', async (t) => {
    inFolder(t);
    const { intent: _intent, ...unsigned } = draft(1);
    write(LEDGER, `${JSON.stringify({ schema_version: '1.1.0', ...unsigned })}\n`);
    assert.match(
      (await cli(['query'])).stdout,
      /\n2026-01-01T00:00:01Z +function +- +user@example\.com +create +\/functions\/f1 +-\n$/,
    );
  });

  test('asks the streams of a folder one after the other', async (t) => {
    inFolder(t);
    const lines = [
      ...(await appendAll('l/a.jsonl', [draft(1), draft(2)])),
      ...(await appendAll('l/b/c.jsonl', [draft(3)])),
    ];
    assert.deepEqual(await query('--ledger', 'l'), lines);
    assert.deepEqual(await query('--ledger', 'l', '--limit', '1'), lines.slice(0, 1));
    assert.deepEqual(await query('--ledger', 'l', '--limit', '2'), lines.slice(0, 2));
    assert.deepEqual(await query('--ledger', 'l', '--limit', '3', '--trace-id', TRACE), lines);
    assert.deepEqual(await query('--ledger', 'l/**/*.jsonl'), lines);
    assert.deepEqual(await query('--ledger', 'l/b', '--reverse'), lines.slice(2));
    write('l/b/c.jsonl', 'x\n');
    assert.match((await cli(['query', '--ledger', 'l'])).stderr, /^warning: 1 line is no atomic/);
    assert.match(
      (await cli(['query', '--ledger', 'l', '--reverse'])).stderr,
      /^error USAGE: --reverse is about one ledger; l is 2\./,
    );
  });

  test('reads standard input, and refuses what is no time', async (t) => {
    const [one] = await fourLines(t);
    const stdin = read(LEDGER);
    assert.equal(
      (await cli(['query', '--ledger', '-', '--limit', '1', '--output', 'ndjson'], { stdin })).stdout,
      `${one!}\n`,
    );
    const { status, stderr } = await cli(['query', '--since', 'yesterday']);
    assert.equal(status, 2);
    assert.match(stderr, /^error USAGE: since is "yesterday"/);
    assert.equal((await cli(['query', '--ledger', 'none.jsonl'])).status, 3);
  });
});

describe('stats', () => {
  test('counts by type, intent, actor and signer', async (t) => {
    await fourLines(t);
    const { value } = await cliJson(['stats']);
    assert.deepEqual(value, {
      ledger: LEDGER,
      lines: 4,
      size_bytes: read(LEDGER).length,
      skipped: 0,
      unsigned: 0,
      first_created_at: '2026-01-01T00:00:01Z',
      last_created_at: '2026-02-01T00:00:00Z',
      entity_types: { function: 3, law: 1 },
      intents: { run_code: 3, law_test: 1 },
      actors: { 'user@example.com': 3, 'bob\u001b[2J\n': 1 },
      signers: { [KEYS.alice.publicKey]: 3, [KEYS.bob.publicKey]: 1 },
    });
    const { stdout } = await cli(['stats']);
    assert.match(stdout, /^lines +4\nsize_bytes +\d+\n[\s\S]*\n\nBY +NAME +COUNT\nentity_types +function +3\n/);
  });

  test('of an empty ledger, and of one with a bad line', async (t) => {
    inFolder(t);
    write(LEDGER, '');
    assert.equal(((await cliJson(['stats'])).value as { lines: number }).lines, 0);
    assert.match((await cli(['stats'])).stdout, /^lines +0\nsize_bytes +0\nskipped +0\nunsigned +0\n\n$/);
    write(LEDGER, 'x\n');
    assert.match(
      (await cli(['stats'])).stderr,
      /^warning: 1 line is no atomic and is left out; the first, line 1: PARSE_ERROR/,
    );
  });
});

describe('head', () => {
  test('is the hash of the last line', async (t) => {
    const lines = await fourLines(t);
    const { hash } = parsed(lines.at(-1)!) as Atomic;
    assert.deepEqual((await cliJson(['head'])).value, { ledger: LEDGER, head: hash, size_bytes: read(LEDGER).length });
    assert.equal((await cli(['head'])).stdout, `head        ${hash!}\nsize_bytes  ${read(LEDGER).length}\n`);
    write(LEDGER, '');
    assert.deepEqual((await cliJson(['head'])).value, { ledger: LEDGER, head: null, size_bytes: 0 });
    assert.match((await cli(['head'])).stdout, /^head {8}- \(empty\)\n/);
  });

  test('of a missing or a broken ledger is a failure', async (t) => {
    inFolder(t);
    assert.match((await cli(['head'])).stderr, /^error INPUT_MISSING: data\/ledger\.jsonl/);
    write(LEDGER, 'x\n');
    assert.match((await cli(['head'])).stderr, /^error LEDGER_BROKEN: /);
  });
});

describe('tail', () => {
  test('shows the newest', async (t) => {
    const lines = await fourLines(t);
    assert.equal((await cli(['tail', '-n', '2', '--output', 'ndjson'])).stdout, `${lines.slice(2).join('\n')}\n`);
    assert.equal((await cli(['tail', '-n2', '--output', 'json'])).stdout, `[${lines.slice(2).join(',')}]\n`);
    assert.equal((await cli(['tail'])).stdout.split('\n').length, 6);
    assert.equal((await cli(['tail', '--lines', '0'])).stdout, '');
    assert.equal(
      (await cli(['tail', '--ledger', '-', '-n', '1', '--output', 'ndjson'], { stdin: read(LEDGER) })).stdout,
      `${lines[3]!}\n`,
    );
  });

  for (const form of ['ndjson', 'table', 'json'] as const) {
    test(`-f goes on with what comes, as ${form}, until it is ended`, async (t) => {
      const [line] = await fourLines(t);
      const stdout = new Screen(false);
      const stderr = new Screen(false);
      const ending = new AbortController();
      const terminal = {
        args: ['tail', '-f', '-n', '1', '--output', form],
        env: {},
        stdout,
        stderr,
        signal: ending.signal,
        clock: () => new Date(),
      };
      const run = runCli(LOGLINE, { ...terminal, stdin: process.stdin });
      const waitFor = async (count: number): Promise<void> => {
        while ((stdout.text.match(/functions\/f/g) ?? []).length < count)
          await new Promise((resolve) => setTimeout(resolve, 5));
      };
      await waitFor(1);
      appendFileSync(LEDGER, `${line!}\n`);
      await waitFor(2);
      ending.abort('SIGINT');
      assert.equal(await run, 130);
      assert.equal(stderr.text, '');
      if (form === 'json') assert.equal((parsed(stdout.text) as unknown[]).length, 2);
      else assert.equal(stdout.text.trimEnd().split('\n').length, form === 'table' ? 3 : 2);
    });
  }

  test('standard input is not followed', async () => {
    const { status, stderr } = await cli(['tail', '-f', '--ledger', '-'], { env: ALICE });
    assert.equal(status, 2);
    assert.match(stderr, /^error USAGE: Standard input cannot be followed/);
  });
});
