/** `atomic evidence …` as a user types it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { ATOMIC } from '../../src/cli/atomic-program.ts';
import { readArchive } from '../../src/evidence/pack/archive.ts';
import { ALICE, BOB, KEYS, cli, inFolder, read, write } from './cli-runner.ts';
import type { Env } from './cli-runner.ts';

const JUNIT = '<testsuite><testcase/><testcase><failure/></testcase></testsuite>';
const words = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!);
const atomic = (line: string, env: Env = BOB) => cli(words(line), { env, program: ATOMIC });

async function works(line: string, env: Env = BOB): Promise<string> {
  const { status, stdout, stderr } = await atomic(line, env);
  assert.deepEqual([status, stderr], [0, ''], `${line}: ${stdout}`);
  return stdout;
}

async function refused(line: string, status: number, message: RegExp, env: Env = BOB): Promise<void> {
  const result = await atomic(line, env);
  assert.equal(result.status, status, `${line}: ${result.stdout}${result.stderr}`);
  assert.match(result.stderr + result.stdout, message);
}

/** Alice is a human, Bob an agent; a mission has begun. */
async function shop(t: TestContext): Promise<void> {
  inFolder(t);
  write('junit.xml', JUNIT);
  write(
    '.jsonatomic/keyring.json',
    JSON.stringify({
      keys: [
        { public_key: KEYS.alice.publicKey, actor: 'alice', roles: ['human'] },
        { public_key: KEYS.bob.publicKey, actor: 'bob', roles: ['agent'] },
      ],
    }),
  );
  write('data/.keep', '');
  await works('mission create --title "API migration"');
}

test('from a report to a pack that verifies, also by the program in it', async (t) => {
  await shop(t);
  assert.match(
    await works('evidence record junit.xml --mission M-1 --kind test_report'),
    /^RECORDED {2}test_report junit\.xml of M-1\n {2}tests {2}2\n {2}failures {2}1\n/,
  );
  assert.match(await works('evidence record junit.xml --mission M-1 --kind test_report'), /^RECORDED BEFORE /);
  await works(`evidence record --mission M-1 --kind commit --commit ${'a'.repeat(40)} --output json`);
  await works('evidence record --mission M-1 --kind pull_request --address https://example.com/1 --evidence E-1');
  assert.match(await works('evidence events --mission M-1'), /\n2 +\S+ +evidence_recorded +bob +yes\n/);
  const graph = JSON.parse(await works('evidence graph --mission M-1')) as { nodes: unknown[]; edges: unknown[] };
  assert.ok(graph.nodes.length > 5 && graph.edges.length > 5);
  assert.match(await works('evidence graph --mission M-1 --format mermaid'), /^flowchart RL\n/);
  assert.match(await works('evidence graph --mission M-1 --format dot'), /^digraph provenance \{\n/);
  assert.match(
    await works('evidence export --mission M-1 -o pack.zip', ALICE),
    /^EXPORTED {2}M-1 to pack\.zip: 4 lines, 1 content, 2 statements\nsha256 {2}[0-9a-f]{64}\n$/,
  );
  const text = await works('evidence verify pack.zip --ledger data/ledger.jsonl');
  assert.match(text, /^VERIFIED {2}pack\.zip\nmission +M-1: API migration\nstatus +active\n[^]*left out +nothing\n$/);
  const report = JSON.parse(await works('evidence verify pack.zip --output json')) as { mission: object; ok: boolean };
  assert.equal(report.ok, true);
  verifiesAlone();
});

/** With the verifier out of the pack, in a folder where there is nothing else. */
function verifiesAlone(): void {
  const verifier = readArchive(readFileSync('pack.zip')).find(({ name }) => name === 'verify.mjs')!;
  write('alone/verify.mjs', verifier.bytes);
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['verify.mjs', ...args], { cwd: 'alone', encoding: 'utf8', env: {} });
  const keyring = ['--keyring', '../.jsonatomic/keyring.json'];
  const good = run('../pack.zip', ...keyring, '--ledger', '../data/ledger.jsonl');
  assert.deepEqual([good.status, good.stderr], [0, '']);
  assert.match(good.stdout, /^VERIFIED {2}\.\.\/pack\.zip\n[^]*left out +nothing\n$/);
  assert.equal(run('../pack.zip', '--key', KEYS.alice.publicKey).status, 1);
  const json = run('../pack.zip', '--json');
  assert.equal((JSON.parse(json.stdout) as { trust: string }).trust, 'self-asserted');
  const bytes = readFileSync('pack.zip');
  for (const at of [40, bytes.length >> 1, bytes.length - 30]) {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1;
    writeFileSync('changed.zip', changed);
    const bad = run('../changed.zip', ...keyring);
    assert.deepEqual([bad.status, bad.stderr], [1, ''], String(at));
    assert.match(bad.stdout, /^NOT VERIFIED/);
  }
  assert.equal(run('--help').status, 0);
  assert.equal(run().status, 2);
  assert.match(run('missing.zip').stderr, /^error: ENOENT/);
}

test('a pack says what is missing, and what is withheld', async (t) => {
  await shop(t);
  await works('evidence record junit.xml --mission M-1 --kind test_report');
  const [digest] = readdirSync('.jsonatomic/evidence');
  assert.equal(read(`.jsonatomic/evidence/${digest!}`), JUNIT);
  const withhold = `evidence withhold --mission M-1 --content ${digest!} --reason "names"`;
  await refused(withhold, 1, /APPROVAL_REFUSED: bob is no human/);
  rmSync(`.jsonatomic/evidence/${digest!}`);
  await refused('evidence export --mission M-1 --out pack.zip', 0, /content of junit\.xml is not in the store/, ALICE);
  assert.match(await works(withhold, ALICE), /^WITHHELD {2}content [0-9a-f]{64} of M-1\n$/);
  assert.match(await works(withhold, ALICE), /^WITHHELD BEFORE/);
  await works('evidence export --mission M-1 --out pack.zip --level 0', ALICE);
  const report = JSON.parse(await works('evidence verify pack.zip --output json')) as {
    evidence: readonly { content: string }[];
  };
  assert.equal(report.evidence[0]?.content, 'withheld');
  const created = (JSON.parse(read('data/ledger.jsonl').split('\n')[0]!) as { hash: string }).hash;
  const event = `evidence withhold --mission M-1 --reason "no" --event`;
  await refused(`${event} ${created}`, 1, /PACK_UNPROVEN: Without [0-9a-f]{64} nobody could prove/, ALICE);
  await refused(`${event} ${'0'.repeat(64)}`, 2, /USAGE: There is no event/, ALICE);
  await refused('evidence withhold --mission M-1 --reason "no"', 2, /Name it with --content or with --event/, ALICE);
});

test('contents are withheld by their age', async (t) => {
  await shop(t);
  write('more.xml', '<testsuite><testcase name="other"/></testsuite>');
  await works('evidence record junit.xml --mission M-1 --kind test_report');
  await works('evidence record more.xml --mission M-1 --kind test_report');
  const digests = readdirSync('.jsonatomic/evidence');
  const withhold = 'evidence withhold --mission M-1 --reason "kept for a year"';
  await refused(`${withhold} --older-than 1 --content ${digests[0]!}`, 2, /say how old contents may be/, ALICE);
  await refused(`${withhold} --older-than 0`, 1, /APPROVAL_REFUSED: bob is no human/);
  const before = read('data/ledger.jsonl');
  assert.equal(await works(`${withhold} --older-than 1`, ALICE), 'NOTHING  0 contents of M-1, older than 1 day\n');
  assert.equal(read('data/ledger.jsonl'), before);
  await works(`${withhold} --content ${digests[0]!}`, ALICE);
  const text = await works(`${withhold} --older-than 0 --output json`, ALICE);
  const wanted = { state: 'withheld', mission: 'M-1', older_than_days: 0, contents: [digests[1]] };
  assert.deepEqual(JSON.parse(text), wanted);
  assert.match(await works(`${withhold} --older-than 0`, ALICE), /^NOTHING/);
});

test('what an agent withheld past the rules does not stand in the way of a human', async (t) => {
  await shop(t);
  await works('evidence record junit.xml --mission M-1 --kind test_report');
  const [digest] = readdirSync('.jsonatomic/evidence');
  const [keyring, agents] = [
    read('.jsonatomic/keyring.json'),
    read('.jsonatomic/keyring.json').replaceAll('"agent"', '"human"'),
  ];
  const withhold = `evidence withhold --mission M-1 --content ${digest!} --reason "names"`;
  write('.jsonatomic/keyring.json', agents);
  assert.match(await works(withhold), /^WITHHELD {2}content/);
  write('.jsonatomic/keyring.json', keyring);
  assert.match(await works(withhold, ALICE), /^WITHHELD {2}content/);
  assert.match(await works(withhold, ALICE), /^WITHHELD BEFORE/);
});

test('a restored mission is the same', async (t) => {
  await shop(t);
  await works('evidence record junit.xml --mission M-1 --kind test_report');
  await works('evidence export --mission M-1 -o pack.zip', ALICE);
  writeFileSync('events.json', await works('evidence events --mission M-1 --output json'));
  writeFileSync('events.ndjson', await works('evidence events --mission M-1 --output ndjson'));
  const restore = (file: string, ledger: string) => works(`evidence import ${file} --ledger ${ledger}`);
  assert.match(await restore('pack.zip', 'data/copy.jsonl'), /^RESTORED {2}M-1: 2 lines as they are, 0 inside/);
  assert.equal(read('data/copy.jsonl'), read('data/ledger.jsonl'));
  assert.match(
    await restore('events.json', 'data/copy.jsonl'),
    /0 lines as they are, 0 inside other atomics, 2 known before/,
  );
  await works('mission create --title "Another" --id M-9 --ledger data/other.jsonl');
  assert.match(await restore('events.ndjson', 'data/other.jsonl'), /0 lines as they are, 2 inside other atomics/);
  const events = JSON.parse(await works('evidence events --mission M-1 --output json --ledger data/other.jsonl')) as {
    id: string;
  }[];
  const own = JSON.parse(read('events.json')) as { id: string }[];
  assert.deepEqual(
    events.map(({ id }) => id),
    own.map(({ id }) => id),
  );
});

test('refuses what is no pack, no report, no list of events', async (t) => {
  await shop(t);
  write('broken.xml', '<testsuite>');
  write('list.json', '[{"mission_id":"M-1"}]');
  await refused('evidence record broken.xml --mission M-1 --kind test_report', 2, /EVIDENCE_INVALID/);
  await refused('evidence record --mission M-1 --kind sbom', 2, /Which file is the sbom/);
  await refused('evidence record junit.xml --mission M-7 --kind test_report', 2, /MISSION_UNKNOWN/);
  assert.equal(existsSync('.jsonatomic/evidence'), false);
  await refused('evidence verify junit.xml', 1, /^NOT VERIFIED {2}junit\.xml\nPACK_MALFORMED/);
  await refused('evidence import list.json', 2, /EVIDENCE_INVALID: This is neither/);
  write('bad.zip', 'PK');
  await refused('evidence import bad.zip', 1, /PACK_MALFORMED/);
  await refused('evidence export --mission M-1', 2, /Name it with --out/, ALICE);
  await refused('evidence graph', 2, /Name it with --mission/);
});

test('without a keyring the answer is about integrity alone', async (t) => {
  await shop(t);
  await works('evidence export --mission M-1 -o pack.zip', ALICE);
  rmSync('.jsonatomic/keyring.json');
  const { status, stderr } = await atomic('evidence verify pack.zip');
  assert.equal(status, 0);
  assert.match(stderr, /warning: NOBODY SAID WHICH KEYS TO TRUST/);
});
