/** Who runs the hooks of a repository. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isWithin } from '../within.ts';
import { gitText, gitTextIfAny } from './setup-git.ts';

/** The ways to run hooks that there are. */
export const HOSTS = ['husky', 'lefthook', 'pre-commit', 'git'] as const;

/** One of them. */
export type HostKind = (typeof HOSTS)[number];

/** Who runs the hooks here, and where its files are. */
export type HookHost =
  | {
      readonly kind: 'husky' | 'git';
      /** The folder of the scripts, absolute. */
      readonly folder: string;
      /** Whether that folder belongs to this repository. */
      readonly isOwn: boolean;
    }
  | {
      readonly kind: 'lefthook' | 'pre-commit';
      /** Its configuration, absolute. */
      readonly file: string;
    };

const LEFTHOOK_FILES = ['lefthook.yml', 'lefthook.yaml', '.lefthook.yml', '.lefthook.yaml', '.config/lefthook.yml'];
const FRAMEWORK_FILES = ['.pre-commit-config.yaml', '.pre-commit-config.yml'];

/**
 * Answers who runs the hooks: the one that is asked for, else the one that git is set to, else the one whose files are there.
 *
 * @throws {LoglineError} COMMAND_FAILED
 */
export async function findHost(top: string, asked?: HostKind): Promise<HookHost> {
  const kind = asked ?? (await detect(top));
  if (kind === 'husky') return { kind, folder: join(top, '.husky'), isOwn: true };
  if (kind === 'lefthook') return { kind, file: firstOf(top, LEFTHOOK_FILES) };
  if (kind === 'pre-commit') return { kind, file: firstOf(top, FRAMEWORK_FILES) };
  const folder = await gitText(top, ['rev-parse', '--path-format=absolute', '--git-path', 'hooks']);
  const common = await gitText(top, ['rev-parse', '--path-format=absolute', '--git-common-dir']);
  return { kind, folder, isOwn: isWithin(common, folder) || isWithin(top, folder) };
}

async function detect(top: string): Promise<HostKind> {
  const path = await gitTextIfAny(top, ['config', '--get', 'core.hooksPath']);
  if (path !== undefined) return /(?:^|\/)\.husky(?:\/_)?\/?$/.test(path) ? 'husky' : 'git';
  if (LEFTHOOK_FILES.some((file) => existsSync(join(top, file)))) return 'lefthook';
  if (FRAMEWORK_FILES.some((file) => existsSync(join(top, file)))) return 'pre-commit';
  return existsSync(join(top, '.husky')) ? 'husky' : 'git';
}

function firstOf(top: string, files: readonly string[]): string {
  return join(top, files.find((file) => existsSync(join(top, file))) ?? files[0]!);
}
