import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cli, parsed } from './cli-runner.ts';

const refused: readonly [string[], string][] = [
  [[], 'Which command? See `logline-cli --help`.'],
  [['--verison'], 'There is no flag --verison; did you mean --version?'],
  [['--output'], 'There is no flag --output; see `logline-cli --help`.'],
  [['sing'], 'There is no command "sing"; did you mean sign?'],
  [['sing', '--help'], 'There is no command "sing"; did you mean sign?'],
  [['xyzzy'], 'There is no command "xyzzy"; see `logline-cli --help`.'],
  [['keys'], 'keys what? There are list, rotate, revoke.'],
  [['keys', 'rotat'], 'There is no command "keys rotat"; did you mean keys rotate?'],
  [['keys', 'x'], 'There is no command "keys x"; see `logline-cli --help`.'],
  [['verify', '--chek-prev-chain'], 'There is no flag --chek-prev-chain; did you mean --check-prev-chain?'],
  [['verify', '--no-sttrict'], 'There is no flag --no-sttrict; did you mean --no-strict?'],
  [['verify', '--constructor'], 'There is no flag --constructor; see `logline-cli verify --help`.'],
  [['verify', '-x'], 'There is no flag -x; see `logline-cli verify --help`.'],
  [['verify', '--strict=yes'], '--strict takes no value; --no-strict switches it off.'],
  [['verify', '--no-strict=yes'], '--no-strict takes no value; --no-strict switches it off.'],
  [['verify', '--ledger'], '--ledger needs a value: --ledger PATH.'],
  [
    ['verify', '--base', '--full'],
    '--base needs a value, and --full looks like a flag; if it is the value, write --base=--full.',
  ],
  [['verify', '--jobs', '0'], '--jobs is a whole number from 1 to 256, not "0".'],
  [['query', '--limit', 'x'], '--limit is a whole number of at least 1, not "x".'],
  [
    ['query', '--entity-type', 'thing'],
    '--entity-type is one of file, function, law, decision, agent, contract, test, not "thing".',
  ],
  [['query', '--trace-id', ''], '--trace-id needs a value: --trace-id ID.'],
  [['query', '--trace-id=', '--actor', 'a'], '--trace-id needs a value: --trace-id ID.'],
  [['query', '--actor', 'a', '--actor', ''], '--actor needs a value: --actor NAME.'],
  [['verify', '--ledger', ''], '--ledger needs a value: --ledger PATH.'],
  [['verify', 'a.jsonl', ''], 'verify: an empty text is no PATH; see `logline-cli verify --help`.'],
  [['sign'], 'sign needs FILE; see `logline-cli sign --help`.'],
  [['sign', 'a', 'b'], 'sign does not know what to do with "b"; see `logline-cli sign --help`.'],
  [['stats', 'a'], 'stats does not know what to do with "a"; see `logline-cli stats --help`.'],
  [['completion', 'fihs'], 'SHELL is one of bash, zsh, fish, not "fihs"; did you mean fish?'],
  [['completion', 'cmd'], 'SHELL is one of bash, zsh, fish, not "cmd"; see `logline-cli --help`.'],
];

for (const [args, message] of refused) {
  test(`refused: logline-cli ${args.join(' ')}`, async () => {
    assert.deepEqual(await cli(args), { status: 2, stdout: '', stderr: `error USAGE: ${message}\n` });
  });
}

test('text for people may be empty; what a command makes of it is its own', async () => {
  const { stderr } = await cli(['keys', 'rotate', '--reason', '']);
  assert.match(stderr, /^error USAGE: Say why/);
});

test('a mistake is told as JSON where JSON is asked for, wherever that stands', async () => {
  for (const args of [
    ['--output', 'json', 'sing'],
    ['sing', '--output=ndjson'],
    ['sing', '--output', 'table', '--output', 'json'],
  ]) {
    const { status, stdout, stderr } = await cli(args);
    const details = { unknown: 'sing', nearest: 'sign' };
    const error = { code: 'USAGE', message: 'There is no command "sing"; did you mean sign?', details };
    assert.deepEqual({ status, stdout, value: parsed(stderr) }, { status: 2, stdout: '', value: { error } });
  }
});

test('flags of all commands may stand before the command, and any flag after its operands', async () => {
  const { status, stdout } = await cli(['--output', 'json', 'hash', '-', '--max-depth', '3'], { stdin: '{"a":1}' });
  assert.equal(status, 0);
  assert.equal((parsed(stdout) as { stored: unknown }).stored, null);
});

test('what follows -- is no flag', async () => {
  const { stderr } = await cli(['hash', '--', '--help']);
  assert.match(stderr, /^error INPUT_MISSING: --help cannot be read/);
});

test('the last of a flag counts, and --no- takes one back', async () => {
  const { stdout } = await cli(['hash', '-', '--output', 'table', '--output', 'json'], { stdin: '{}' });
  assert.equal((parsed(stdout) as { match: unknown }).match, null);
  const debug = await cli(['hash', 'missing', '--debug', '--no-debug']);
  assert.equal(debug.stderr.split('\n').length, 2);
});
