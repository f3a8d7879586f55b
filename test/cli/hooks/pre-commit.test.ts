import assert from 'node:assert/strict';
import { appendFileSync, rmSync, truncateSync } from 'node:fs';
import { describe, test } from 'node:test';
import { ALICE, BOB, KEYS, appendAll, appendUnasked, cli, draft, read, write } from '../cli-runner.ts';
import { LEDGER, commitAll, emptyRepository, faults, git, hook, ledgerRepository } from './repository.ts';

describe('pre-commit: ledgers', () => {
  test('lets in what was appended, and says how much it was', async (t) => {
    await ledgerRepository(t);
    assert.deepEqual(await hook(['pre-commit']), {
      hook: 'pre-commit',
      ok: true,
      files: 0,
      ledgers: 0,
      lines: 0,
      findings: [],
      status: 0,
    });
    await appendAll(LEDGER, [draft(3), draft(4), draft(5)]);
    write('src/code.ts', 'export {};\n');
    git('add', '--all');
    const { ok, files, ledgers, lines } = await hook(['pre-commit']);
    assert.deepEqual({ ok, files, ledgers, lines }, { ok: true, files: 2, ledgers: 1, lines: 3 });
    assert.deepEqual(await cli(['hooks', 'run', 'pre-commit']), {
      status: 0,
      stdout: 'ledger: 3 new lines verified\n',
      stderr: '',
    });
  });

  test('judges the first commit of all by the keyring in it', async (t) => {
    emptyRepository(t);
    write('.jsonatomic/keyring.json', JSON.stringify({ keys: [{ public_key: KEYS.bob.publicKey }] }));
    await appendAll(LEDGER, [draft(1)]);
    git('add', '--all');
    assert.deepEqual(faults(await hook(['pre-commit'])), ['UNTRUSTED_KEY data/ledger.jsonl 1']);
    rmSync(LEDGER);
    await appendAll(LEDGER, [draft(1)], BOB);
    git('add', '--all');
    assert.equal((await hook(['pre-commit'])).lines, 1);
  });

  test('a keyring that the config names has to be there: nobody would be judged by it', async (t) => {
    await ledgerRepository(t);
    for (const keyring of ['keys.json', 'keys.json\n:data/ledger.jsonl']) {
      write('.jsonatomic/config.json', JSON.stringify({ keyring }));
      commitAll('config');
      await appendUnasked(LEDGER, [draft(3)], 'bob');
      git('add', '--all');
      const { status, stderr } = await cli(['hooks', 'run', 'pre-commit']);
      assert.match(stderr, /^error INPUT_MISSING: \S+:\S*keys\.json[^]* is not there/, keyring);
      assert.equal(status, 3);
      git('reset', '--quiet', '--hard');
    }
  });

  test('reads the index and not the work tree', async (t) => {
    await ledgerRepository(t);
    const good = read(LEDGER);
    await appendAll(LEDGER, [draft(3)]);
    git('add', '--all');
    write(LEDGER, good.replace('/functions/f1', '/functions/f7'));
    assert.deepEqual(faults(await hook(['pre-commit'])), []);
    git('add', '--all');
    await appendAll('other.jsonl', [draft(1)]);
    write(LEDGER, good);
    assert.deepEqual(faults(await hook(['pre-commit'])), ['NOT_APPEND_ONLY data/ledger.jsonl 1']);
  });

  test('refuses every byte that was changed, removed or put in between, and names the line', async (t) => {
    await ledgerRepository(t);
    const good = read(LEDGER);
    const lines = good.split('\n');
    const versions = [
      ['1', good.replace('/functions/f1', '/functions/f9')],
      ['2', good.slice(0, -40)],
      ['2', `${lines[0]!}\n`],
      ['1', `${lines[1]!}\n${lines[0]!}\n`],
      ['2', `${lines[0]!}\n\n${lines[1]!}\n`],
      ['1', ''],
    ] as const;
    for (const [line, text] of versions) {
      write(LEDGER, text);
      git('add', '--all');
      const report = await hook(['pre-commit']);
      assert.deepEqual([report.status, faults(report)], [1, [`NOT_APPEND_ONLY data/ledger.jsonl ${line}`]]);
    }
    git('rm', '--quiet', '--force', LEDGER);
    assert.deepEqual(faults(await hook(['pre-commit'])), ['NOT_APPEND_ONLY data/ledger.jsonl']);
  });

  test('verifies what was added: form, signature, signer, chain', async (t) => {
    await ledgerRepository(t);
    const good = read(LEDGER);
    await appendAll(LEDGER, [draft(3)]);
    const third = read(LEDGER).slice(good.length);
    const stage = async (added: string): Promise<string[]> => {
      write(LEDGER, good + added);
      git('add', '--all');
      return [...new Set(faults(await hook(['pre-commit'])))];
    };
    assert.deepEqual(await stage(third), []);
    assert.deepEqual(await stage(third.replace('/functions/f3', '/functions/f4')), [
      'HASH_MISMATCH data/ledger.jsonl 3',
    ]);
    assert.deepEqual(await stage('{}\n'), ['SCHEMA_INVALID data/ledger.jsonl 3']);
    assert.deepEqual(await stage('<<<<<<< HEAD\n'), ['PARSE_ERROR data/ledger.jsonl 3']);
    assert.deepEqual(await stage(third.slice(0, -9)), ['TRUNCATED_TAIL data/ledger.jsonl 3']);
    assert.deepEqual(await stage(third.replace('{', '{ ')), ['NON_CANONICAL data/ledger.jsonl 3']);
    assert.deepEqual(await stage(third + third), ['DUPLICATE_ATOMIC data/ledger.jsonl 4']);
    write(LEDGER, good);
    await appendAll(LEDGER, [draft(3)], BOB);
    git('add', '--all');
    assert.deepEqual(faults(await hook(['pre-commit'])), ['UNTRUSTED_KEY data/ledger.jsonl 3']);
    write('unsigned.json', JSON.stringify(draft(4)));
    const detached = await cli(['sign', 'unsigned.json'], { env: ALICE });
    assert.deepEqual(await stage(detached.stdout), ['MISSING_PREV data/ledger.jsonl 3']);
  });

  test('a key counts from the commit after the one that adds it to the keyring', async (t) => {
    await ledgerRepository(t);
    const keys = [KEYS.alice, KEYS.bob].map(({ publicKey }) => ({ public_key: publicKey }));
    write('.jsonatomic/keyring.json', JSON.stringify({ keys }));
    await appendAll(LEDGER, [draft(3)], BOB);
    git('add', '--all');
    assert.deepEqual(faults(await hook(['pre-commit'])), ['UNTRUSTED_KEY data/ledger.jsonl 3']);
    git('reset', '--quiet', '--', LEDGER);
    git('commit', '--quiet', '--message', 'bob joins');
    git('add', '--all');
    assert.deepEqual(faults(await hook(['pre-commit'])), []);
  });

  test('a rotation in the ledger counts at once, and in every commit after it', async (t) => {
    await ledgerRepository(t);
    const keyring = read('.jsonatomic/keyring.json');
    write('../bob.key', KEYS.bob.privateKey);
    const rotate = ['keys', 'rotate', '--new-key-file', '../bob.key', '--reason', 'yearly'];
    assert.equal((await cli(rotate, { env: ALICE })).status, 0);
    await appendAll(LEDGER, [draft(3)], BOB);
    git('add', '--all');
    assert.deepEqual(faults(await hook(['pre-commit'])), []);
    // Even where the keyring was not written: the ledger itself says who came and who went.
    write('.jsonatomic/keyring.json', keyring);
    commitAll('rotated');
    await appendAll(LEDGER, [draft(4)], BOB);
    git('add', '--all');
    assert.deepEqual(faults(await hook(['pre-commit'])), []);
    await appendUnasked(LEDGER, [draft(5)]);
    git('add', '--all');
    assert.deepEqual(faults(await hook(['pre-commit'])), ['KEY_EXPIRED data/ledger.jsonl 6']);
    rmSync('../bob.key');
  });

  test('looks at streams, at what has the attribute, and at no other file', async (t) => {
    await ledgerRepository(t);
    write('.jsonatomic/config.json', JSON.stringify({ ledger: './ledger/' }));
    write('.gitattributes', '*.jsonl -text\naudit/*.jsonl merge=ledger\n');
    commitAll('streams');
    await appendAll('ledger/main.jsonl', [draft(1)]);
    await appendAll('ledger/agents/one.ndjson', [draft(2)]);
    await appendAll('audit/log.jsonl', [draft(3)]);
    write('ledger/notes.txt', 'no ledger');
    write('examples.jsonl', '{"any": "thing"}\n');
    write('data/ledger.jsonl', 'no ledger any more');
    git('add', '--all');
    const { ok, ledgers, lines, files } = await hook(['pre-commit']);
    assert.deepEqual({ ok, ledgers, lines, files }, { ok: true, ledgers: 3, lines: 3, files: 6 });
    for (const path of ['ledger/agents/one.ndjson', 'audit/log.jsonl']) appendFileSync(path, 'x\n');
    git('add', '--all');
    assert.deepEqual(faults(await hook(['pre-commit'])), [
      'PARSE_ERROR audit/log.jsonl 2',
      'PARSE_ERROR ledger/agents/one.ndjson 2',
    ]);
  });

  test('a ledger that is deleted, with its attribute and with its folder as well, is told', async (t) => {
    await ledgerRepository(t);
    write('.jsonatomic/config.json', '{"ledger":"ledger/"}');
    write('.gitattributes', '');
    write('audit/.gitattributes', '*.jsonl -text merge=ledger\n');
    await appendAll('audit/log.jsonl', [draft(3)]);
    await appendAll('ledger/main.jsonl', [draft(4)]);
    commitAll('more ledgers');
    git('rm', '--quiet', 'audit/log.jsonl');
    assert.deepEqual(faults(await hook(['pre-commit'])), ['NOT_APPEND_ONLY audit/log.jsonl']);
    git('rm', '--quiet', '-r', 'audit', 'ledger');
    assert.deepEqual(faults(await hook(['pre-commit'])), [
      'NOT_APPEND_ONLY audit/log.jsonl',
      'NOT_APPEND_ONLY ledger/main.jsonl',
    ]);
  });

  test('works in repositories with SHA-256, in work trees and from a folder below', async (t) => {
    const folder = emptyRepository(t);
    rmSync('.git', { recursive: true });
    git('init', '--quiet', '--object-format', 'sha256', '--initial-branch', 'main');
    await appendAll(LEDGER, [draft(1)]);
    commitAll('one');
    git('worktree', 'add', '--quiet', '-b', 'side', 'side');
    process.chdir('side/data');
    await appendAll('ledger.jsonl', [draft(2)]);
    git('add', '--all');
    assert.equal((await hook(['pre-commit'])).lines, 1);
    truncateSync('ledger.jsonl', 100);
    git('add', '--all');
    assert.deepEqual(faults(await hook(['pre-commit'])), ['NOT_APPEND_ONLY data/ledger.jsonl 1']);
    process.chdir(folder);
  });

  test('outside of a repository there is nothing to be checked', async (t) => {
    const folder = emptyRepository(t);
    rmSync(`${folder}/.git`, { recursive: true });
    const { status, stderr } = await cli(['hooks', 'run', 'pre-commit'], { env: {} });
    assert.equal(status, 3);
    assert.match(stderr, /^error COMMAND_FAILED: .*not a git repository/);
    const unknown = await cli(['hooks', 'run', 'post-commit']);
    assert.deepEqual([unknown.status, unknown.stderr.split(':')[0]], [2, 'error USAGE']);
  });
});

describe('pre-commit: a merge that people finish', () => {
  /** Both branches appended, and git stopped with a conflict. */
  async function conflict(t: Parameters<typeof ledgerRepository>[0]): Promise<void> {
    await ledgerRepository(t);
    git('switch', '--quiet', '--create', 'side');
    await appendAll(LEDGER, [draft(3)]);
    write('side.txt', 'side');
    commitAll('side');
    git('switch', '--quiet', 'main');
    await appendAll(LEDGER, [draft(4)]);
    commitAll('main');
    assert.throws(() => git('merge', 'side'));
  }

  test('the lines of neither side may be lost', async (t) => {
    await conflict(t);
    git('checkout', '--ours', LEDGER);
    git('add', '--all');
    const report = await hook(['pre-commit']);
    assert.deepEqual(faults(report), ['NOT_APPEND_ONLY data/ledger.jsonl']);
    assert.match(report.findings[0]!.message, /^Line 3 of the version in .* rebase --onto MERGE_HEAD/);
    git('checkout', 'side', '--', LEDGER);
    assert.match((await hook(['pre-commit'])).findings[0]!.message, /^Line 3 of the version in /);
    git('rm', '--quiet', '--force', LEDGER);
    assert.deepEqual(faults(await hook(['pre-commit'])), ['NOT_APPEND_ONLY data/ledger.jsonl']);
  });

  test('either side may come first, as rebase and the merge driver put them', async (t) => {
    await conflict(t);
    for (const onto of ['MERGE_HEAD', 'HEAD']) {
      git('checkout', onto === 'HEAD' ? 'MERGE_HEAD' : 'HEAD', '--', LEDGER);
      assert.equal((await cli(['rebase', '--onto', onto], { env: ALICE })).status, 0);
      git('add', '--all');
      const { ok, lines } = await hook(['pre-commit']);
      assert.deepEqual({ ok, lines }, { ok: true, lines: 2 });
    }
    write(LEDGER, read(LEDGER).replace('/functions/f1', '/functions/f8'));
    git('add', '--all');
    assert.deepEqual(faults(await hook(['pre-commit'])), ['NOT_APPEND_ONLY data/ledger.jsonl 1']);
  });

  test('a secret that one side has in its history is not brought in again', async (t) => {
    await conflict(t);
    git('checkout', '--quiet', 'HEAD', '--', LEDGER);
    await cli(['rebase', '--onto', 'MERGE_HEAD'], { env: ALICE });
    write('mine.txt', `SIGNING_KEY_HEX=${KEYS.bob.privateKey}\n`);
    git('add', '--all');
    assert.deepEqual(faults(await hook(['pre-commit'])), ['SECRET_FOUND mine.txt 1']);
  });
});
