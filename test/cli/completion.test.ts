import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { LOGLINE } from '../../src/cli/program.ts';
import { cli, inFolder, write } from './cli-runner.ts';

const has = (shell: string): boolean => spawnSync(shell, ['--version']).error === undefined;
const unless = (shell: string): { skip: string | false } => ({
  skip: has(shell) ? false : `${shell} is not on this machine`,
});

async function scriptFor(shell: string): Promise<string> {
  const { status, stdout, stderr } = await cli(['completion', shell]);
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  return stdout;
}

function output(shell: string, args: string[]): string {
  const { stdout, stderr, status } = spawnSync(shell, args, { encoding: 'utf8' });
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  return stdout;
}

describe('bash', unless('bash'), () => {
  const complete = async (line: string): Promise<string[]> => {
    const script = await scriptFor('bash');
    const words = `COMP_WORDS=(${line}); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _logline_cli; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return output('bash', ['-c', `${script}\n${words}`])
      .trimEnd()
      .split('\n');
  };

  test('completes commands, flags and what they may be', async (t) => {
    inFolder(t);
    write('file one.json', '');
    assert.deepEqual(await complete('logline-cli ve'), ['verify']);
    assert.deepEqual(await complete('logline-cli keys r'), ['rotate', 'revoke']);
    assert.deepEqual(await complete('logline-cli verify --st'), ['--stop-on-error', '--strict']);
    assert.deepEqual(await complete("logline-cli verify --output ''"), ['table', 'json', 'ndjson']);
    assert.deepEqual(await complete("logline-cli keys revoke --revocation ''"), ['compromised', 'superseded']);
    assert.deepEqual(await complete('logline-cli completion f'), ['fish']);
    assert.deepEqual(await complete('logline-cli sign --no'), ['--no-bind-signer']);
    assert.deepEqual(await complete('logline-cli lint fi'), ['file one.json']);
    assert.deepEqual(await complete("logline-cli ''"), [
      ...new Set(LOGLINE.commands.map(({ spec }) => spec.name.split(' ')[0]!)),
    ]);
  });
});

describe('zsh', unless('zsh'), () => {
  test('accepts the script, and every command has its flags', async (t) => {
    inFolder(t);
    write('_logline-cli', await scriptFor('zsh'));
    output('zsh', ['-n', '_logline-cli']);
    const stubs = 'compdef() { :; }; _describe() { print -rl -- $choices; }; _arguments() { print -rl -- "$@"; }';
    const shown = (words: string): string =>
      output('zsh', [
        '-f',
        '-c',
        `${stubs}; source ./_logline-cli; words=(${words}); CURRENT=\${#words}; _logline_cli`,
      ]);
    assert.match(shown("logline-cli ''"), /^verify:verify ledgers\\: lines, hashes/m);
    assert.match(shown("logline-cli keys ''"), /^list:.*\nrotate:.*\nrevoke:/);
    assert.match(shown("logline-cli verify ''"), /^\*--strict\[A line that is not in canonical form/m);
    assert.match(shown("logline-cli keys revoke ''"), /^\*--revocation\[.*\]:KIND:\(compromised superseded\)$/m);
    assert.match(shown("logline-cli completion ''"), /^\*:SHELL:\(bash zsh fish\)$/m);
  });
});

describe('fish', unless('fish'), () => {
  test('accepts the script, and completes commands and flags', async (t) => {
    inFolder(t);
    write('c.fish', await scriptFor('fish'));
    const complete = (line: string): string[] =>
      output('fish', ['--no-config', '-c', `source ./c.fish; complete -C "${line}"`])
        .trimEnd()
        .split('\n')
        .map((one) => one.split('\t')[0]!);
    assert.deepEqual(complete('logline-cli ver'), ['verify']);
    assert.deepEqual(complete('logline-cli keys re'), ['revoke']);
    assert.deepEqual(complete('logline-cli verify --stri'), ['--strict']);
    assert.deepEqual(complete('logline-cli verify --output nd'), ['ndjson']);
    assert.deepEqual(complete('logline-cli completion fi'), ['fish']);
  });
});
