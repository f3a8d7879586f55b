/** What git is told where a clone belongs to another user: beside what its user has said, wherever that stands. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { geteuid } from 'node:process';
import { test } from 'node:test';
import { trustClone } from '../../action/src/git/safe-directory.ts';
import { Folder } from '../dte/git-fixture.ts';

/** Only root can give a folder away. */
const skip = geteuid?.() === 0 ? false : 'needs to be run as root';

test('settings of the user stay, wherever they are', { skip }, (t) => {
  const [clone, home] = [new Folder(t).init(), new Folder(t)];
  assert.equal(spawnSync('chown', ['-R', '12345:12345', clone.path]).status, 0);
  home.write({ gitconfig: '[user]\n\tname = own\n', 'xdg/git/config': '[user]\n\tname = xdg\n' });
  for (const [settings, name] of [
    [{ GIT_CONFIG_GLOBAL: home.at('gitconfig') }, 'own\n'],
    [{ XDG_CONFIG_HOME: home.at('xdg') }, 'xdg\n'],
    [{ GIT_CONFIG_GLOBAL: '' }, ''],
    [{ XDG_CONFIG_HOME: '', HOME: home.at('none') }, ''],
    [{}, ''],
  ] as const) {
    const env: Record<string, string | undefined> = {
      PATH: process.env['PATH'],
      GIT_CONFIG_NOSYSTEM: '1',
      ...settings,
    };
    const before = env['GIT_CONFIG_GLOBAL'];
    const distrust = trustClone(clone.path, env);
    const ask = spawnSync('git', ['config', 'user.name'], { cwd: '/', env, encoding: 'utf8' });
    assert.equal(ask.stdout, name, JSON.stringify(settings));
    distrust();
    assert.equal(env['GIT_CONFIG_GLOBAL'], before);
  }
});
