/** Git as set-up asks it, in a clone that may be somebody else's: what a partial clone lacks is not fetched, since its settings say by what. */
import * as hooks from '../hooks/hook-git.ts';

const OFFLINE = { GIT_ALLOW_PROTOCOL: 'none', GIT_NO_LAZY_FETCH: '1' } as const;

/** Runs git in a folder. @throws {LoglineError} COMMAND_FAILED, CANCELLED */
export const askGit: typeof hooks.askGit = (folder, args, options) =>
  hooks.askGit(folder, args, { ...options, moreEnv: OFFLINE });

/** Answers what git prints, without the line feed at its end. @throws {LoglineError} COMMAND_FAILED */
export const gitText = (folder: string, args: readonly string[]): Promise<string> =>
  hooks.gitText(folder, args, askGit);

/** Answers what git prints, or `undefined` where it ends with status 1 (there is no such thing). @throws {LoglineError} COMMAND_FAILED */
export const gitTextIfAny = (folder: string, args: readonly string[]): Promise<string | undefined> =>
  hooks.gitTextIfAny(folder, args, askGit);
