/**
 * A clone that belongs to another user, as in containers, where the checkout step runs as one user and this one as another. Git reads
 * it only where a setting that the clone itself cannot make says so: one in the user's own file, or on the command line of newer gits.
 * So every git that is started, by the engine as well, is told of a file that adds the one folder to what the user has.
 */
import { lstatSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { geteuid } from 'node:process';

/**
 * Has git trust the clone in a folder, if it would not do so by itself. Answers what takes that back.
 *
 * @param env - `GIT_CONFIG_GLOBAL` is set in it: the environment of the programs that will be started.
 */
export function trustClone(folder: string, env: Record<string, string | undefined>): () => void {
  if (!isForeign(folder) || /[\n\0]/.test(folder)) return () => undefined;
  const temporary = mkdtempSync(join(env['RUNNER_TEMP'] ?? tmpdir(), 'jsonatomic-git-'));
  const file = join(temporary, 'config');
  const folders = [...new Set([folder, realpathSync(folder)])];
  const lines = [
    ...usersFiles(env).map((path) => `[include]\n\tpath = ${quoted(path)}\n`),
    ...folders.map((path) => `[safe]\n\tdirectory = ${quoted(path)}\n`),
  ];
  writeFileSync(file, lines.join(''));
  const before = env['GIT_CONFIG_GLOBAL'];
  env['GIT_CONFIG_GLOBAL'] = file;
  return () => {
    if (before === undefined) Reflect.deleteProperty(env, 'GIT_CONFIG_GLOBAL');
    else env['GIT_CONFIG_GLOBAL'] = before;
    rmSync(temporary, { recursive: true, force: true });
  };
}

/** As git looks at it: the work tree, and its folder of objects. */
function isForeign(folder: string): boolean {
  const user = geteuid?.();
  return (
    user !== undefined &&
    [folder, join(folder, '.git')].some((path) => {
      const stats = lstatSync(path, { throwIfNoEntry: false });
      return stats !== undefined && stats.uid !== user;
    })
  );
}

/** What would be read without ours. Of files that are not there git takes no notice. */
function usersFiles({
  GIT_CONFIG_GLOBAL: own,
  XDG_CONFIG_HOME: xdg,
  HOME: home,
}: Record<string, string | undefined>): string[] {
  if (own !== undefined) return own === '' ? [] : [own];
  const configs = xdg !== undefined && xdg !== '' ? xdg : home === undefined ? undefined : join(home, '.config');
  return [
    ...(configs === undefined ? [] : [join(configs, 'git/config')]),
    ...(home === undefined ? [] : [join(home, '.gitconfig')]),
  ];
}

const quoted = (path: string): string => `"${path.replaceAll(/["\\]/g, '\\$&')}"`;
