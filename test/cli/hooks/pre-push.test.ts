import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { BOB, KEYS, appendAll, cli, draft, read, write } from '../cli-runner.ts';
import { LEDGER, commitAll, faults, git, hook, ledgerRepository } from './repository.ts';
import type { HookJson } from './repository.ts';

const ZERO = '0'.repeat(40);

/** A repository with a remote that has its main branch. */
async function pushed(t: TestContext): Promise<void> {
  await ledgerRepository(t);
  git('init', '--quiet', '--bare', 'remote.git');
  git('remote', 'add', 'origin', './remote.git');
  git('push', '--quiet', 'origin', 'main');
  git('remote', 'set-head', 'origin', 'main');
}

const idOf = (rev: string): string => git('rev-parse', rev).trim();

/** Runs the hook as git does for one branch. */
function push(local: string, remoteRef: string, remoteId: string): Promise<HookJson & { status: number }> {
  return hook(['pre-push', 'origin', './remote.git'], `refs/heads/x ${local} refs/heads/${remoteRef} ${remoteId}\n`);
}

describe('pre-push', () => {
  test('judges what was added since the version of the other side, over several commits', async (t) => {
    await pushed(t);
    for (const n of [3, 4]) {
      await appendAll(LEDGER, [draft(n)]);
      commitAll(String(n));
    }
    const { ok, ledgers, lines } = await push(idOf('HEAD'), 'main', idOf('origin/main'));
    assert.deepEqual({ ok, ledgers, lines }, { ok: true, ledgers: 1, lines: 2 });
    write(LEDGER, read(LEDGER).replace('/functions/f1', '/functions/f9'));
    commitAll('rewritten');
    assert.deepEqual(faults(await push(idOf('HEAD'), 'main', idOf('origin/main'))), [
      'NOT_APPEND_ONLY data/ledger.jsonl 1',
    ]);
  });

  test('judges a new branch against what it shares with the main branch', async (t) => {
    await pushed(t);
    write(
      '.jsonatomic/keyring.json',
      JSON.stringify({ keys: [KEYS.alice, KEYS.bob].map((key) => ({ public_key: key.publicKey })) }),
    );
    await appendAll(LEDGER, [draft(3)], BOB);
    commitAll('a key that vouches for itself');
    assert.deepEqual(faults(await push(idOf('HEAD'), 'new', ZERO)), ['UNTRUSTED_KEY data/ledger.jsonl 3']);
    // Where nothing is known of the other side, there is nothing to compare with.
    git('remote', 'set-head', 'origin', '--delete');
    const { ok, lines } = await push(idOf('HEAD'), 'new', ZERO);
    assert.deepEqual({ ok, lines }, { ok: true, lines: 3 });
  });

  test('refuses to push over commits that are not here, and a private key', async (t) => {
    await pushed(t);
    const report = await push(idOf('HEAD'), 'main', 'a'.repeat(40));
    assert.deepEqual([report.status, faults(report)], [1, ['NOT_APPEND_ONLY']]);
    assert.match(report.findings[0]!.message, /^refs\/heads\/main has the commit aaaaaaaaaaaa on the other side/);
    write('notes.txt', `SIGNING_KEY_HEX=${KEYS.bob.privateKey}\n`);
    commitAll('notes');
    assert.deepEqual(faults(await push(idOf('HEAD'), 'main', idOf('origin/main'))), ['SECRET_FOUND notes.txt 1']);
  });

  test('deleting a branch, and pushing nothing, is no business of a ledger', async (t) => {
    await pushed(t);
    for (const stdin of ['', `(delete) ${ZERO} refs/heads/x ${'a'.repeat(40)}\n`]) {
      assert.deepEqual(await cli(['hooks', 'run', 'pre-push', 'origin', 'url'], { stdin }), {
        status: 0,
        stdout: '',
        stderr: '',
      });
    }
  });
});

describe('commit-msg', () => {
  const message = (): string => read('.git/COMMIT_EDITMSG');

  test('does nothing unless the config or the flag asks for it', async (t) => {
    await ledgerRepository(t);
    await appendAll(LEDGER, [draft(3)]);
    git('add', '--all');
    write('.git/COMMIT_EDITMSG', 'Subject\n');
    await hook(['commit-msg', '.git/COMMIT_EDITMSG']);
    assert.equal(message(), 'Subject\n');
    assert.equal((await cli(['hooks', 'run', 'commit-msg'])).status, 2);
    assert.equal((await cli(['hooks', 'run', 'commit-msg', 'nothing', '--commit-trailer'])).status, 3);
  });

  test('does not hand the signing key on to git, and to what git runs', async (t) => {
    await ledgerRepository(t);
    process.env['SIGNING_KEY_HEX'] = 'hidden-1';
    t.after(() => Reflect.deleteProperty(process.env, 'SIGNING_KEY_HEX'));
    git('config', 'trailer.x.key', 'X');
    git('config', 'trailer.x.command', 'env > shown; echo x');
    await appendAll(LEDGER, [draft(3)]);
    git('add', '--all');
    write('.git/COMMIT_EDITMSG', 'Subject\n');
    await hook(['commit-msg', '.git/COMMIT_EDITMSG', '--commit-trailer']);
    assert.match(read('shown'), /^PATH=/m);
    assert.doesNotMatch(read('shown'), /hidden-1/);
  });

  test('binds the commit to the heads of the ledgers that it changes', async (t) => {
    await ledgerRepository(t);
    write('.jsonatomic/config.json', JSON.stringify({ commitTrailer: true }));
    const line = (await appendAll(LEDGER, [draft(3)]))[0]!;
    const { hash } = JSON.parse(line) as { hash: string };
    const other = JSON.parse((await appendAll('other.jsonl', [draft(3)]))[0]!) as { hash: string };
    git('add', '--all');
    write('.git/COMMIT_EDITMSG', 'Subject\n\nBody.\n\nSigned-off-by: kim <kim@example.com>\n# a comment\n');
    const { ledgers } = await hook(['commit-msg', '.git/COMMIT_EDITMSG']);
    assert.equal(ledgers, 2);
    const trailers = [
      'Signed-off-by: kim <kim@example.com>',
      `Ledger-Head: ${LEDGER} ${hash}`,
      `Ledger-Head: other.jsonl ${other.hash}`,
    ];
    assert.ok(message().startsWith(`Subject\n\nBody.\n\n${trailers.join('\n')}\n`), message());
    // Another try does not add them twice, and an older head does not stay.
    const before = message();
    await hook(['commit-msg', '.git/COMMIT_EDITMSG']);
    assert.equal(message(), before);
    await appendAll(LEDGER, [draft(4)]);
    git('add', '--all');
    await hook(['commit-msg', '.git/COMMIT_EDITMSG']);
    assert.equal(message().match(/Ledger-Head: data/g)!.length, 1);
    assert.doesNotMatch(message(), new RegExp(hash));
  });
});
