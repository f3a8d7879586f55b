import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { ALICE, BOB, KEYS, ROOT, TRACE, appendUnasked, cli, draft, inFolder, read, write } from './cli-runner.ts';
import type { Env } from './cli-runner.ts';

const GOLDEN = join(ROOT, 'test', 'golden', 'transcripts', 'life-of-a-ledger.txt');

/** A step: a command line with its environment, or something done to the files. */
type Step = readonly [line: string, env?: Env] | (() => Promise<void> | void);

const keyring = JSON.stringify({ keys: [{ public_key: KEYS.alice.publicKey, actor: 'alice' }] });

const steps: readonly Step[] = [
  ['sign draft.json', ALICE],
  ['append draft.json draft.json', ALICE],
  ['head'],
  [`query --trace-id ${TRACE}`],
  ['tail -n 1 --output ndjson'],
  ['stats'],
  ['verify'],
  () => write('.jsonatomic/keyring.json', keyring),
  ['verify --check-prev-chain'],
  ['keys rotate --new-key-file bob.key --reason yearly', ALICE],
  ['keys list'],
  ['append draft.json', BOB],
  ['append draft.json', ALICE],
  () => write('old.json', keyring),
  ['append draft.json --keyring old.json', ALICE],
  // Who asks nobody is not told, and verifiers find it.
  () => appendUnasked('data/ledger.jsonl', [draft(1)]),
  ['verify --check-prev-chain --verbose'],
  () => write('tampered.jsonl', read('data/ledger.jsonl').replace('"create"', '"delete"')),
  ['verify tampered.jsonl --output json'],
  ['verify tampered.jsonl --check-prev-chain --output ndjson'],
  () => write('folder/M-1.jsonl', read('data/ledger.jsonl').split('\n').slice(0, 2).join('\n') + '\n'),
  ['seal --ledger folder', BOB],
  ['verify folder'],
  ['merge-driver data/ledger.jsonl data/ledger.jsonl tampered.jsonl'],
  ['repair'],
  ['verify nothing.jsonl'],
  ['verify --bsae main'],
];

test('the life of a ledger reads as it did', async (t) => {
  inFolder(t);
  write('draft.json', JSON.stringify(draft(1)));
  write('bob.key', KEYS.bob.privateKey);
  let seconds = Date.UTC(2026, 5, 1) / 1000;
  const clock = (): Date => new Date(1000 * seconds);
  const transcript: string[] = [];
  for (const step of steps) {
    seconds += 60;
    if (typeof step === 'function') {
      await step();
      continue;
    }
    const [line, env = {}] = step;
    const { status, stdout, stderr } = await cli(line.split(' '), { env, clock });
    const notes = stderr.replaceAll(/^(?=.)/gm, '! ');
    transcript.push(`$ logline-cli ${line}\n${stdout}${notes}${status === 0 ? '' : `(status ${status})\n`}`);
  }
  const text = transcript.join('\n').replaceAll(process.cwd(), '/project');
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(GOLDEN), { recursive: true });
    writeFileSync(GOLDEN, text);
  }
  assert.ok(existsSync(GOLDEN), `${GOLDEN} is missing: run this test with UPDATE_GOLDEN=1 and read what it writes`);
  assert.equal(text, read(GOLDEN));
});
