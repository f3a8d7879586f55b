/** Large ledgers: memory stays small, progress is shown, Ctrl-C ends the work. 20 000 lines; with LOGLINE_LONG=1 a million, which takes minutes. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createFileSource, verifyEvents } from '../../src/ledger/index.ts';
import type { VerifyEvent } from '../../src/ledger/index.ts';
import { program, runWatched, untilOpened } from './program.ts';
import { sampleLedger, traceIdAt } from './sample.ts';
import '../uncounted.ts';
import { isLong } from '../long.ts';

const LINES = isLong ? 1_000_000 : 20_000;
const MOST_MB = 300;

let folder: string;
let path: string;
before(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'logline-size-')));
  path = await sampleLedger(folder, { lines: LINES });
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command on the ledger; fails where it takes too much memory. */
async function run(args: readonly string[]): Promise<string> {
  const { status, stdout, stderr, peakMb } = await runWatched([...args, '--ledger', path], folder);
  assert.equal(status, 0, stderr);
  assert.ok(peakMb < MOST_MB, `${args.join(' ')}: ${String(peakMb)} MB`);
  return stdout;
}

test('verify', async () => {
  const report = JSON.parse(await run(['verify', '--check-prev-chain', '--output', 'json'])) as Record<string, unknown>;
  assert.deepEqual([report['ok'], report['valid'], report['chain']], [true, LINES, 'unbroken']);
});

test('query by trace, and by what every line has to be read for', async () => {
  const traceId = traceIdAt(LINES - 2);
  const found = await run(['query', '--trace-id', traceId, '--output', 'ndjson']);
  assert.equal((JSON.parse(found) as { metadata: { trace_id: string } }).metadata.trace_id, traceId);
  assert.equal(await run(['query', '--since', '2099-01-01', '--output', 'ndjson']), '');
});

test('stats and tail', async () => {
  assert.match(await run(['stats', '--output', 'json']), new RegExp(`:${String(LINES)}\\b`));
  const lines = (await run(['tail', '-n', '1000', '--output', 'ndjson'])).trimEnd().split('\n');
  assert.equal(lines.length, 1000);
});

test('progress is told all the way', async () => {
  const progress: Extract<VerifyEvent, { kind: 'progress' }>[] = [];
  for await (const event of verifyEvents(createFileSource(path))) if (event.kind === 'progress') progress.push(event);
  const { size } = statSync(path);
  assert.ok(progress.length > LINES / 1000);
  progress.reduce((before, now) => {
    assert.ok(now.bytes > before.bytes && now.lines > before.lines && now.totalBytes === size);
    return now;
  });
  assert.deepEqual(progress.at(-1), { kind: 'progress', bytes: size, totalBytes: size, lines: LINES });
});

if (isLong) {
  test('progress is shown on a terminal, which the program `script` makes', () => {
    const command = `${process.execPath} ${program} verify --ledger ${path}`;
    const { stdout } = spawnSync('script', ['-qec', command, '/dev/null'], { cwd: folder, encoding: 'utf8' });
    assert.match(stdout, /\[#+-+\] \d+ %/);
  });
}

for (const command of ['verify', 'stats']) {
  test(`Ctrl-C ends ${command}`, { skip: process.platform === 'linux' ? false : 'reads /proc' }, async () => {
    const { status, stdout, stderr } = await runWatched([command, '--ledger', path], folder, async (child) => {
      await untilOpened(child, path);
      child.kill('SIGINT');
    });
    assert.deepEqual([status, stdout], [130, '']);
    assert.doesNotMatch(stderr, /\bat .*:\d+:\d+|Error/);
  });
}
