import assert from 'node:assert/strict';
import { chownSync, mkdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { resolveSettings } from '../../src/cli/settings.ts';
import { findProject } from '../../src/cli/project.ts';
import { appendAll, cli, cliJson, draft, inFolder, write } from './cli-runner.ts';

const ledgerOf = async (args: string[] = [], env = {}): Promise<string> =>
  ((await cliJson(['head', ...args], { env })).value as { ledger: string }).ledger;

describe('a setting', () => {
  test('comes from the flag, else the environment, else the config, else the default', async (t) => {
    const folder = inFolder(t);
    for (const name of ['flag', 'env', 'config', 'data/ledger']) await appendAll(`${name}.jsonl`, [draft()]);
    assert.equal(await ledgerOf(), 'data/ledger.jsonl');
    write('.jsonatomic/config.json', '{"ledger":"config.jsonl"}');
    assert.equal(await ledgerOf(), `${folder}/config.jsonl`);
    assert.equal(await ledgerOf([], { LEDGER_PATH: '' }), `${folder}/config.jsonl`);
    assert.equal(await ledgerOf([], { LEDGER_PATH: 'env.jsonl' }), 'env.jsonl');
    assert.equal(await ledgerOf(['--ledger', 'flag.jsonl'], { LEDGER_PATH: 'env.jsonl' }), 'flag.jsonl');
    mkdirSync('deep/er', { recursive: true });
    process.chdir('deep/er');
    assert.equal(await ledgerOf(), `${folder}/config.jsonl`, 'relative to the folder of the config');
  });

  test('in the config is refused where it is none, with its place', async (t) => {
    inFolder(t);
    const stderr = async (config: string): Promise<string> => {
      write('.jsonatomic/config.json', config);
      return (await cli(['head', '--ledger', 'x'])).stderr;
    };
    assert.match(
      await stderr('{\n  "legder": "x"\n}'),
      /^error CONFIG_INVALID: .*config\.json:2:13: legder: unknown member, did you mean ledger\?/,
    );
    assert.match(await stderr('{"jobs": 0}'), /^error CONFIG_INVALID: .*config\.json:1:10: jobs: expected at least 1/);
    assert.match(await stderr('{'), /^error PARSE_ERROR: .*config\.json:1:2: /);
    assert.match(await stderr('{"strict": true, "strict": false}'), /^error DUPLICATE_KEY: /);
    mkdirSync('other/.jsonatomic/config.json', { recursive: true });
    process.chdir('other');
    assert.match(
      (await cli(['head'])).stderr,
      /^error INPUT_UNREADABLE: .*config\.json cannot be read: it is a folder/,
    );
  });

  test('output may be json for all commands, errors as well', async (t) => {
    inFolder(t);
    write('.jsonatomic/config.json', '{"output":"json"}');
    const { stderr } = await cli(['head']);
    assert.match(stderr, /^\{"error":\{"code":"INPUT_MISSING"/);
  });

  test('in the environment is checked like a flag', () => {
    const table = {
      size: { type: 'integer', env: 'SIZE', minimum: 2, description: '' },
      list: { type: 'strings', env: 'LIST', separator: ',', description: '' },
    } as const;
    const flags = (env: Record<string, string>): unknown => resolveSettings(table, new Map(), env, undefined).flags;
    assert.deepEqual(flags({ SIZE: '3', LIST: 'a, b' }), { size: 3, list: ['a', 'b'] });
    assert.deepEqual(flags({}), { size: undefined, list: [] });
    assert.throws(() => flags({ SIZE: '1' }), {
      code: 'CONFIG_INVALID',
      message: 'SIZE is a whole number of at least 2, not "1".',
    });
  });
});

describe('the project', () => {
  const folderFrom = async (path: string): Promise<string | undefined> => (await findProject(path))?.folder;

  test('is the nearest folder with a .jsonatomic, up to the top of the repository', async (t) => {
    const folder = inFolder(t);
    mkdirSync('.jsonatomic');
    mkdirSync('repo/.git', { recursive: true });
    mkdirSync('repo/a/b', { recursive: true });
    mkdirSync('plain/a', { recursive: true });
    assert.equal(await folderFrom('plain/a'), folder);
    assert.equal(await folderFrom('repo/a/b'), undefined);
    mkdirSync('repo/.jsonatomic');
    assert.equal(await folderFrom('repo/a/b'), `${folder}/repo`);
    write('repo/a/.jsonatomic', 'a file is none');
    assert.equal(await folderFrom('repo/a/b'), `${folder}/repo`);
    assert.deepEqual((await findProject('repo'))?.config, {});
    assert.equal(await folderFrom('/'), undefined);
  });

  test(
    'is not what another user has put there',
    { skip: process.getuid?.() !== 0 && 'needs root to give folders away' },
    async (t) => {
      const folder = inFolder(t);
      mkdirSync('.jsonatomic');
      mkdirSync('mine/.jsonatomic', { recursive: true });
      chownSync('mine/.jsonatomic', 65534, 65534);
      assert.equal(await folderFrom('mine'), folder);
      chownSync('mine', 65534, 65534);
      assert.equal(await folderFrom('mine'), `${folder}/mine`);
    },
  );
});
