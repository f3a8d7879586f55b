/** LOGLINE_ENGINE, which is read from the environment of a process: so these are processes. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { ON_SOURCE } from '../sources/arguments.ts';
import '../counted-programs.ts';
import { ALICE, ROOT, TRUSTS_ALICE, appendAll, draft, inFolder, parsed, read, write } from './cli-runner.ts';

type Name = 'logline' | 'atomic';

/** Runs a program from its sources, in the current folder. */
function run(
  name: Name,
  args: readonly string[],
  engine: string,
): { status: number | null; stdout: string; stderr: string } {
  const program = join(ROOT, `src/cli/${name}.ts`);
  const env = {
    PATH: process.env['PATH'] ?? '',
    NODE_V8_COVERAGE: process.env['NODE_V8_COVERAGE'] ?? '',
    ...ALICE,
    ...TRUSTS_ALICE,
    LOGLINE_ENGINE: engine,
  };
  return spawnSync(process.execPath, [...ON_SOURCE, program, ...args], { env, encoding: 'utf8' });
}

/** A ledger of this many lines, and a folder of streams. */
async function plant(t: TestContext): Promise<void> {
  inFolder(t);
  await appendAll('a.jsonl', [draft(1), draft(2)]);
  write('b.jsonl', `${read('a.jsonl').split('\n')[0]!}\n`);
  await appendAll('streams/s.jsonl', [draft(1)]);
  write('draft.json', JSON.stringify(draft(3)));
}

describe('LOGLINE_ENGINE', () => {
  test('says who judges, but for --engine; the report says who did', async (t) => {
    await plant(t);
    const judgeOf = (engine: string, ...args: string[]): unknown => {
      const { stdout } = run('logline', ['verify', '--ledger', 'a.jsonl', '--output', 'json', ...args], engine);
      const { ok, engine: judge } = parsed(stdout) as { ok: boolean; engine: string };
      return ok && judge;
    };
    assert.deepEqual(
      ['native', 'portable', 'fast', ''].map((engine) => judgeOf(engine)),
      ['native', 'portable', 'fast', 'fast'],
    );
    assert.equal(judgeOf('native', '--engine', 'portable'), 'portable');
    const { stdout } = run('logline', ['verify', '--ledger', 'streams', '--output', 'json'], 'portable');
    assert.equal((parsed(stdout) as { engine: string }).engine, 'portable');
  });

  const COMMANDS: readonly [Name, ...string[]][] = [
    ['logline', 'verify', '--ledger', 'a.jsonl'],
    ['logline', 'append', 'draft.json', '--ledger', 'a.jsonl'],
    ['logline', 'sign', 'draft.json'],
    ['logline', 'lint', 'a.jsonl'],
    ['logline', 'hash', 'b.jsonl'],
    ['logline', 'seal', '--ledger', 'streams'],
    ['logline', 'rebase', '--ledger', 'a.jsonl', '--onto', './b.jsonl'],
    ['logline', 'merge-driver', 'b.jsonl', 'a.jsonl', 'b.jsonl'],
    ['atomic', 'mission', 'list', '--ledger', 'a.jsonl'],
    ['atomic', 'evidence', 'events', '--mission', 'm', '--ledger', 'a.jsonl'],
  ];
  test('names one that there is, or every command refuses it, before it does anything', async (t) => {
    await plant(t);
    const said = COMMANDS.map(([name, ...args]) => {
      const { status, stderr } = run(name, args, 'openssl');
      return [args[0], status, stderr];
    });
    const message = 'error USAGE: LOGLINE_ENGINE is one of native, portable, fast, not "openssl".\n';
    assert.deepEqual(
      said,
      COMMANDS.map(([, command]) => [command, 2, message]),
    );
    assert.equal(read('a.jsonl').split('\n').length, 3);
  });
});
