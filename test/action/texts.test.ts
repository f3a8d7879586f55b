/** Ledgers that are no good as text, as editors, merges and servers leave them: each is refused, at the line. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { runStep } from './runner.ts';
import type { StepResult } from './runner.ts';
import { LEDGER, Scene, keyring, ledgerOf, pullPayload } from './scene.ts';
import type { Changes } from './scene.ts';
import '../uncounted.ts';

const STREAM = '.jsonatomic/ledger/agent.jsonl';

async function judge(t: TestContext, changes: Changes): Promise<StepResult> {
  const scene = new Scene(t);
  scene.commit({ [LEDGER]: await ledgerOf([1, 2]), '.jsonatomic/keyring.json': keyring(1) });
  const pull = scene.pull(changes);
  const step = { workspace: scene.folder.path, event: 'pull_request', payload: pullPayload(pull), sha: pull.merge };
  return runStep(t, { ...step, inputs: { fetch: 'never', comment: 'never' } });
}

const foundIn = ({ annotations }: StepResult): string[] =>
  annotations.map(({ properties: { title, file, line } }) => `${title!} ${file!.split('/').at(-1)!}:${line ?? ''}`);

describe('what is appended', () => {
  for (const [what, textOf, found] of [
    [
      'with the marks of a conflict',
      (text: string) => `<<<<<<< HEAD\n${text}=======\n>>>>>>> topic\n`,
      'ledger/PARSE_ERROR agent.jsonl:1',
    ],
    ['with a mark of byte order', (text: string) => `\ufeff${text}`, 'ledger/PARSE_ERROR agent.jsonl:1'],
    ['with line ends of Windows', (text: string) => text.replaceAll('\n', '\r\n'), 'ledger/PARSE_ERROR agent.jsonl:1'],
    ['with a key twice', (text: string) => text.replace('{', '{"did":{},'), 'ledger/DUPLICATE_KEY agent.jsonl:1'],
    ['without its end', (text: string) => text.slice(0, -20), 'ledger/TRUNCATED_TAIL agent.jsonl:2'],
    [
      'with lines in another order',
      (text: string) => `${text.trim().split('\n').reverse().join('\n')}\n`,
      'ledger/PARTIAL_LEDGER agent.jsonl:1',
    ],
    [
      'as a pointer to a large file',
      () => 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n',
      'ledger/PARSE_ERROR agent.jsonl:1',
    ],
  ] as const) {
    test(`${what} fails`, async (t) => {
      const result = await judge(t, { [STREAM]: textOf(await ledgerOf([3, 4])) });
      assert.equal(result.status, 1, result.log);
      assert.ok(foundIn(result).includes(found), foundIn(result).join());
    });
  }

  test('without a line feed at the end of a whole line is good', async (t) => {
    assert.equal((await judge(t, { [STREAM]: (await ledgerOf([3, 4])).slice(0, -1) })).status, 0);
  });
});

describe('what was there', () => {
  for (const [what, textOf, line] of [
    ['under another name', () => null, ''],
    ['with line ends of Windows', (text: string) => text.replaceAll('\n', '\r\n'), '1'],
    ['with a mark of byte order', (text: string) => `\ufeff${text}`, '1'],
    ['with a line less in the middle', (text: string) => text.slice(text.indexOf('\n') + 1), '1'],
  ] as const) {
    test(`${what} fails`, async (t) => {
      const old = await ledgerOf([1, 2]);
      const moved = textOf(old) === null ? { '.jsonatomic/ledger/renamed.jsonl': old } : {};
      const result = await judge(t, { [LEDGER]: textOf(old), ...moved });
      assert.equal(result.status, 1, result.log);
      assert.ok(foundIn(result).includes(`ledger/NOT_APPEND_ONLY main.jsonl:${line}`), foundIn(result).join());
    });
  }
});
