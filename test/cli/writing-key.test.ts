/** Every command that signs lines, with a key that was ended: by the keyring, or by the ledger alone. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { ATOMIC } from '../../src/cli/atomic-program.ts';
import { oldBody, oldSigned, oldText } from '../ledger/old-ledger.ts';
import { ALICE, BOB, KEYS, appendUnasked, cli, draft, inFolder, read, write } from './cli-runner.ts';
import type { CliOptions, CliResult } from './cli-runner.ts';

const LEDGER = 'ledger/main.jsonl';
const KEYRING = '.jsonatomic/keyring.json';
const [alice, bob] = [KEYS.alice.publicKey, KEYS.bob.publicKey];
const ring = (...keys: object[]): string => JSON.stringify({ keys });
const SPEC = {
  ...{ id: 'CS-1', intent: 'rename', scope: ['*.ts'], language: 'typescript', invariants: [] },
  patches: [{ path: 'a.ts', astOp: 'renameSymbol', selector: "Identifier[name='A']", details: { newName: 'B' } }],
  tests: { strategy: 'augment' },
};

/** `logline-cli` or `atomic`, as the first word says. */
const run = (line: string, options: CliOptions = {}): Promise<CliResult> => {
  const [name, ...args] = line.split(' ');
  return cli(args, { env: ALICE, ...(name === 'atomic' && { program: ATOMIC }), ...options });
};

/** A project with a ledger of one line, and a keyring that lists Alice. */
async function project(t: TestContext): Promise<void> {
  inFolder(t);
  execFileSync('git', ['init', '--quiet']);
  write('a.json', JSON.stringify(draft(1)));
  write('a.ts', 'export type A = string;\n');
  write('spec.json', JSON.stringify(SPEC));
  write('bob.key', `${KEYS.bob.privateKey}\n`);
  write('old.jsonl', oldText([oldSigned(oldBody(1))]));
  write(KEYRING, ring({ public_key: alice }));
  mkdirSync('ledger');
  await appendUnasked(LEDGER, [draft(1)]);
  await appendUnasked('ledger/m.jsonl', [draft(2)]);
}

const COMMANDS = [
  `logline-cli append a.json --ledger ${LEDGER}`,
  'logline-cli seal --no-verify --ledger ledger',
  `logline-cli keys rotate --new-key-file bob.key --reason r --ledger ${LEDGER}`,
  `logline-cli keys revoke ${alice} --revocation superseded --reason r --ledger ${LEDGER}`,
  'logline-cli migrate --ledger old.jsonl --out ledger/new.jsonl',
  `atomic mission create --title t --risk low --ledger ${LEDGER}`,
  `atomic finops budget set --budget b --limit 5 --ledger ${LEDGER}`,
  `atomic evidence record --mission M-1 --kind commit --commit 0000000 --ledger ${LEDGER}`,
  `atomic evidence withhold --mission M-1 --content 0 --reason r --ledger ${LEDGER}`,
  `atomic dte apply --spec spec.json --ledger ${LEDGER}`,
];

/** Each command, refused without a trace of it. */
async function refuseAll(commands: readonly string[], expected: RegExp, options: CliOptions = {}): Promise<void> {
  const before = read(LEDGER);
  for (const command of commands) {
    const { status, stdout, stderr } = await run(command, options);
    assert.deepEqual([status, stdout], [1, ''], command);
    assert.match(stderr.replace(/^warning: .*\n/gm, ''), expected, command);
  }
  assert.equal(read(LEDGER), before);
  assert.deepEqual([existsSync('ledger/new.jsonl'), read('a.ts')], [false, 'export type A = string;\n']);
}

const rotate = (more = ''): Promise<CliResult> =>
  run(`logline-cli keys rotate --new-key-file bob.key --reason r --ledger ${LEDGER} --keyring other.json${more}`);

describe('a key that was ended signs no line, whatever command asks for it:', () => {
  test('by the keyring', async (t) => {
    await project(t);
    write(KEYRING, ring({ public_key: alice, valid_until: '2026-01-01T00:00:00Z' }));
    await refuseAll(COMMANDS, new RegExp(`^error KEY_EXPIRED: The key ${alice} is expired by the keyring, so what`));
  });

  test('by a rotation in the ledger, of which the keyring does not know', async (t) => {
    await project(t);
    assert.equal((await rotate()).status, 0);
    const replaced = new RegExp(`^error KEY_EXPIRED: The key ${alice} was replaced by `);
    await refuseAll(COMMANDS, replaced);
    const { stderr } = await run(COMMANDS[0]!);
    assert.match(stderr, /was replaced by a line of ledger\/main\.jsonl, so what it signs would not count\. Rotate/);
    const successor = await run(COMMANDS[0]!, { env: BOB });
    assert.equal(successor.status, 0);
    assert.equal((await run(`logline-cli verify ${LEDGER} --strict`)).status, 0);
  });

  test('by a revocation in the ledger, and where there is no keyring at all', async (t) => {
    await project(t);
    const keyring = '--keyring other.json';
    write('other.json', ring({ public_key: alice }));
    const revoke = COMMANDS[3]!;
    assert.equal((await run(`${revoke} ${keyring}`)).status, 0);
    const revoked = new RegExp(`^error KEY_REVOKED: The key ${alice} was revoked by a line of ledger/main\\.jsonl`);
    await refuseAll(COMMANDS, revoked);
    await refuseAll(
      [`logline-cli keys rotate --new-key-file bob.key --reason r --ledger ${LEDGER} --keyring none.json`],
      revoked,
    );
    execFileSync('rm', ['-r', '.jsonatomic']);
    await refuseAll(COMMANDS, revoked);
  });

  test('by the end of a time of grace', async (t) => {
    await project(t);
    assert.equal((await rotate(' --grace-until 2050-01-01T00:00:00Z')).status, 0);
    const inTime = COMMANDS[0]!;
    assert.equal((await run(inTime)).status, 0);
    await refuseAll([inTime], /^error KEY_EXPIRED: /, { clock: () => new Date('2051-01-01T00:00:00Z') });
  });

  test('by the trunk of the folder, for a stream beside it', async (t) => {
    await project(t);
    const append = 'logline-cli append a.json --ledger ledger/m.jsonl';
    assert.equal((await run(append)).status, 0);
    assert.equal((await rotate()).status, 0);
    const stream = read('ledger/m.jsonl');
    await refuseAll([append, append.replace('/m.', '/new.')], /was replaced by a line of ledger\/\w+\.jsonl/);
    assert.deepEqual([read('ledger/m.jsonl'), existsSync('ledger/new.jsonl')], [stream, false]);
    assert.equal((await run(append, { env: BOB })).status, 0);
    assert.equal((await run(`logline-cli keys list --keyring other.json`)).stdout.includes(bob), true);
  });
});
