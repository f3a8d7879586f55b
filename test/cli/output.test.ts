import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { describe, test } from 'node:test';
import { LoglineError } from '../../src/base/errors.ts';
import { showFailure } from '../../src/cli/failure.ts';
import { Output, ReaderGone } from '../../src/cli/output.ts';
import type { OutputForm } from '../../src/cli/output.ts';
import { Progress, withProgress } from '../../src/cli/progress.ts';
import { screenText } from '../../src/cli/screen-text.ts';
import { factLines } from '../../src/cli/table.ts';
import type { Terminal, TextSink } from '../../src/cli/terminal.ts';
import { Screen, cli, draft, inFolder, parsed, write } from './cli-runner.ts';

const outputTo = (stdout: TextSink, form: OutputForm = 'ndjson'): Output =>
  new Output({ stdout, env: {} }, form, 'default');

const surroundings: Terminal = {
  ...{ args: [], env: {}, stdin: process.stdin, stdout: process.stdout, stderr: process.stderr },
  ...{ clock: () => new Date(), signal: new AbortController().signal },
};

/** A stream that fails at the second write. */
function failing(code: string): Writable {
  let writes = 0;
  return new Writable({
    write: (_chunk, _encoding, done) => {
      done(++writes < 2 ? null : Object.assign(new Error(code), { code }));
    },
  });
}

describe('output', () => {
  test('puts small writes together', async () => {
    let writes = 0;
    const sink = new Writable({
      write: (_chunk, _encoding, done) => {
        writes++;
        done();
      },
    });
    const output = outputTo(sink);
    for (let i = 0; i < 10_000; i++) await output.write('0123456789');
    await output.flush();
    assert.equal(writes, 2);
  });

  test('ends when the reader has gone, or goes on where the exit status is an answer', async () => {
    const output = outputTo(failing('EPIPE'));
    await output.write('a');
    await output.flush();
    await output.write('b');
    await assert.rejects(output.flush(), ReaderGone);
    await assert.rejects(output.flush(), ReaderGone);
    output.outliveReader();
    await output.write('c');
    await output.flush();
  });

  test('tells of any other failure', async () => {
    const output = outputTo(failing('ENOSPC'));
    output.outliveReader();
    await output.write('a');
    await output.flush();
    await output.write('b');
    await assert.rejects(output.flush(), {
      code: 'OUTPUT_UNWRITABLE',
      message: 'Standard output cannot be written: no space is left on the device (ENOSPC).',
    });
  });

  test('is coloured on a terminal that can do it', () => {
    const colours = (env: Record<string, string>, isTTY = true): boolean =>
      new Output({ stdout: new Screen(isTTY), env }, 'table', 'default').paint('red', 'x') !== 'x';
    assert.deepEqual(
      [
        colours({}),
        colours({}, false),
        colours({ NO_COLOR: '1' }),
        colours({ NO_COLOR: '' }),
        colours({ TERM: 'dumb' }),
      ],
      [true, false, false, true, false],
    );
  });
});

test('what a terminal could obey is shown as code points', () => {
  assert.equal(
    screenText('a\u001b[31m\n\r\u0007\u009b\u202e\u200b\u2028\ud800é😀'),
    'a\\u{1b}[31m\\u{a}\\u{d}\\u{7}\\u{9b}\\u{202e}\\u{200b}\\u{2028}\\u{d800}é😀',
  );
  assert.deepEqual(factLines({ a: 'x\ny', long: 1 }), ['a     x\\u{a}y', 'long  1']);
});

test('what the log of a workflow could obey is shown as code points', () => {
  for (const [text, shown] of [
    ['::add-mask::x', '\\u{3a}:add-mask::x'],
    ['  \u00a0::notice::x', '  \u00a0\\u{3a}:notice::x'],
    ['a ##[error]x ##[group]', 'a \\u{23}#[error]x \\u{23}#[group]'],
    ['a::b # ## c: ::1', 'a::b # ## c: ::1'],
  ])
    assert.equal(screenText(text!), shown);
});

describe('an error', () => {
  const shown = (error: unknown, form: { json?: boolean; debug?: boolean } = {}, isTTY = false): [number, string] => {
    const stderr = new Screen(isTTY);
    const terminal = {
      args: [],
      env: {},
      stdin: process.stdin,
      stdout: stderr,
      stderr,
      clock: () => new Date(),
      signal: new AbortController().signal,
    };
    return [showFailure(error, { json: false, debug: false, ...form }, terminal), stderr.text];
  };

  test('is one line with the way out, or JSON', () => {
    const error = new LoglineError('KEY_MISSING', 'No\nkey.', { details: { a: 1 } });
    assert.deepEqual(shown(error), [
      2,
      'error KEY_MISSING: No\\u{a}key. Set SIGNING_KEY_HEX, SIGNING_KEY_FILE or SIGNING_KEY_COMMAND.\n',
    ]);
    const [, json] = shown(error, { json: true });
    assert.deepEqual(parsed(json), { error: { code: 'KEY_MISSING', message: 'No\nkey.', details: { a: 1 } } });
    assert.ok(shown(error, {}, true)[1].startsWith('\u001b[31merror\u001b[0m KEY_MISSING'));
  });

  test('of the program itself is INTERNAL, and asks for a report', () => {
    assert.deepEqual(shown(new TypeError('x is none')), [
      3,
      'error INTERNAL: x is none. Report it with the output of --debug.\n',
    ]);
    assert.deepEqual(shown('text'), [3, 'error INTERNAL: text. Report it with the output of --debug.\n']);
    assert.match(shown(new RangeError(''))[1], /^error INTERNAL: No message\. /);
  });

  test('shows its stack and its causes with --debug alone', async (t) => {
    inFolder(t);
    const bare = new Error('bare');
    delete bare.stack;
    const [, text] = shown(new LoglineError('INTERNAL', 'Outer.', { cause: bare }), { debug: true });
    assert.match(text, /^error INTERNAL: Outer\. .*\nLoglineError: Outer\.\n +at [\s\S]*\ncaused by bare\n$/);
    assert.match(shown('text', { debug: true })[1], /\ntext\n$/);
    write('a.json', JSON.stringify(draft()));
    assert.match((await cli(['sign', 'a.json', '--debug'])).stderr, /^error KEY_MISSING: .*\n.*\n +at /);
    assert.equal((await cli(['sign', 'a.json'])).stderr.split('\n').length, 2);
  });
});

test('a warning is coloured on a terminal that can do it', async () => {
  const stderr = async (env: Record<string, string>, isTTY = true): Promise<string> =>
    (await cli(['verify', '-'], { isTTY, env, stdin: '' })).stderr;
  assert.ok((await stderr({})).startsWith('\u001b[33mwarning\u001b[0m: NOBODY'));
  assert.ok((await stderr({ NO_COLOR: '1' })).startsWith('warning: NOBODY'));
  assert.ok((await stderr({}, false)).startsWith('warning: NOBODY'));
});

describe('progress', () => {
  const drawn = (times: readonly number[], isTTY: boolean): string => {
    const stderr = new Screen(isTTY);
    let now = 0;
    const progress = new Progress(
      {
        args: [],
        env: {},
        stdin: process.stdin,
        stdout: stderr,
        stderr,
        clock: () => new Date(now),
        signal: new AbortController().signal,
      },
      'a.jsonl',
    );
    times.forEach((time, i) => {
      now = time;
      progress.update(i + 1, times.length);
    });
    progress.hide();
    return stderr.text;
  };

  test('shows after a second, ten times a second at most, and goes away', () => {
    const clear = '\r\u001b[2K';
    const bar = (full: number): string => `${'#'.repeat(full)}${'-'.repeat(30 - full)}`;
    assert.equal(drawn([10, 999], true), '');
    assert.equal(
      drawn([500, 1000, 1050, 1100], true),
      `${clear}a.jsonl [${bar(15)}] 50 %${clear}a.jsonl [${bar(30)}] 100 %${clear}`,
    );
  });

  test('is hidden while a result is written to the same screen, and when the work fails', async () => {
    const screen = new Screen(true);
    let now = 0;
    const terminal = { ...surroundings, stdout: screen, stderr: screen, clock: () => new Date(now) };
    const output = outputTo(screen);
    const work = withProgress({ terminal, output }, 'x', async (progress) => {
      now = 2000;
      progress.update(1, 2);
      await output.write('result\n');
      await output.flush();
      now = 4000;
      progress.update(1, 2);
      throw new LoglineError('CANCELLED');
    });
    await assert.rejects(work, { code: 'CANCELLED' });
    const bar = `\r\u001b[2Kx [${'#'.repeat(15)}${'-'.repeat(15)}] 50 %`;
    assert.equal(screen.text, `${bar}\r\u001b[2Kresult\n${bar}\r\u001b[2K`);
  });

  test('counts what is read of several sources', async () => {
    const stderr = new Screen(true);
    let now = 0;
    const progress = new Progress({ ...surroundings, stderr, clock: () => new Date(now) }, 'x');
    const source = {
      name: 'x',
      sizeBytes: () => Promise.resolve(4),
      async *read() {
        yield Buffer.from('abcd');
      },
    };
    now = 1000;
    for (const one of [source, source])
      for await (const chunk of progress.watch(one, 8).read()) assert.equal(chunk.length, 4);
    assert.match(stderr.text, / 50 %$/);
  });

  test('shows nothing where there is no terminal', () => {
    assert.equal(drawn([1000, 5000], false), '');
  });
});
