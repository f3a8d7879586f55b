/** The steps that put the hooks into place, and those that take them out again. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readIfThere } from '../../base/folders.ts';
import { HOOKS } from '../hooks/run-hook.ts';
import type { HookName } from '../hooks/run-hook.ts';
import type { HookHost } from './hook-host.ts';
import { FRAMEWORK_ITEM, LEFTHOOK_FILE, hasFrameworkIds, isShellScript, scriptLines } from './hook-text.ts';
import { hasBlock, withBlock, withoutBlock } from './marked-block.ts';
import { gitTextIfAny } from './setup-git.ts';
import { fileStep } from './step.ts';
import type { Step } from './step.ts';
import { hasListItem, withListItem, withoutListItem } from './yaml-list.ts';

/** Answers what is to be done so that the host runs the hooks. @throws {LoglineError} INPUT_UNREADABLE, COMMAND_FAILED */
export async function hookSteps(top: string, host: HookHost): Promise<Step[]> {
  if (!('folder' in host)) return [await listStep(top, host), ...(await activation(top, host))];
  if (!host.isOwn) return [elsewhere(host.folder)];
  const steps: Step[] = [];
  for (const name of HOOKS) steps.push(await scriptStep(top, host.folder, name));
  return [...steps, ...(await activation(top, host))];
}

/** Answers what is to be done so that it does not run them any more. @throws {LoglineError} INPUT_UNREADABLE, COMMAND_FAILED */
export async function removalSteps(top: string, host: HookHost): Promise<Step[]> {
  if (!('folder' in host)) return [await listRemoval(top, host)];
  const steps: Step[] = [];
  for (const name of HOOKS) steps.push(await scriptRemoval(top, host.folder, name));
  return steps;
}

const placeOf = (top: string, path: string): string => relative(top, path).replaceAll('\\', '/');

async function scriptStep(top: string, folder: string, name: HookName): Promise<Step> {
  const path = join(folder, name);
  const where = placeOf(top, path);
  const before = await readIfThere(path);
  const lines = scriptLines(name);
  if (before !== undefined && !isShellScript(before)) {
    const note = `This hook is no shell script. Have it run \`logline-cli hooks run ${name}\` with its arguments.`;
    return { what: `hook ${name}`, where, action: 'by hand', note };
  }
  const text = withBlock(before ?? '#!/bin/sh\n', lines, 'hash', 'first');
  return fileStep({ what: `hook ${name}`, where, path, text, mode: 0o755 });
}

async function scriptRemoval(top: string, folder: string, name: HookName): Promise<Step> {
  const path = join(folder, name);
  const before = await readIfThere(path);
  const wanted = { what: `hook ${name}`, where: placeOf(top, path), path };
  if (before === undefined || !hasBlock(before, 'hash')) return { ...wanted, action: 'keep', note: 'Not installed.' };
  const rest = withoutBlock(before, 'hash');
  return fileStep({ ...wanted, text: /^(?:#!.*\n)?\s*$/.test(rest) ? undefined : rest });
}

/** A folder that other repositories use, too, is not for one of them to change. */
function elsewhere(folder: string): Step {
  const note =
    'core.hooksPath leads out of this repository. Give it a folder of its own (git config core.hooksPath .githooks), or have the ' +
    'hooks there run `logline-cli hooks run` with their name and arguments.';
  return { what: 'hooks', where: folder, action: 'by hand', note };
}

interface ListPlace {
  readonly key: string;
  readonly item: readonly string[];
}

type ListHost = Extract<HookHost, { file: string }>;

const LISTS: Readonly<Record<ListHost['kind'], ListPlace>> = {
  lefthook: { key: 'extends', item: [`- ${LEFTHOOK_FILE}`] },
  'pre-commit': { key: 'repos', item: FRAMEWORK_ITEM },
};

async function listStep(top: string, { kind, file }: ListHost): Promise<Step> {
  const { key, item } = LISTS[kind];
  const before = (await readIfThere(file)) ?? '';
  const wanted = { what: 'hooks', where: placeOf(top, file), path: file };
  if (hasListItem(before, item)) return { ...wanted, action: 'keep' };
  if (kind === 'pre-commit' && hasFrameworkIds(before))
    return { ...wanted, action: 'keep', note: 'Written by people.' };
  const text = withListItem(before, key, item);
  if (text !== undefined) return fileStep({ ...wanted, text });
  return { ...wanted, action: 'by hand', note: `Add to ${key}:`, diff: item.map((line) => `+ ${line}`) };
}

async function listRemoval(top: string, { kind, file }: ListHost): Promise<Step> {
  const { key, item } = LISTS[kind];
  const before = await readIfThere(file);
  const wanted = { what: 'hooks', where: placeOf(top, file), path: file };
  if (before === undefined || !hasListItem(before, item)) return { ...wanted, action: 'keep', note: 'Not installed.' };
  const text = withoutListItem(before, key, item);
  return fileStep({ ...wanted, text: text.trim() === '' ? undefined : text });
}

/** Files alone do nothing: husky, lefthook and the framework have to be told, once in each clone. */
async function activation(top: string, host: HookHost): Promise<Step[]> {
  if (host.kind === 'git') return [];
  const { command, isActive } = ACTIVATIONS[host.kind];
  if (await isActive(top)) return [{ what: host.kind, where: 'this clone', action: 'keep' }];
  const note = `Run \`${command}\` once in this clone: until then git does not run ${host.kind}.`;
  return [{ what: host.kind, where: 'this clone', action: 'by hand', note }];
}

const ACTIVATIONS = {
  husky: {
    command: 'npx husky',
    isActive: async (top: string) => (await gitTextIfAny(top, ['config', '--get', 'core.hooksPath'])) !== undefined,
  },
  lefthook: { command: 'npx lefthook install', isActive: (top: string) => hookSays(top, 'lefthook') },
  'pre-commit': {
    command: 'pre-commit install --hook-type pre-commit --hook-type commit-msg --hook-type pre-push',
    isActive: (top: string) => hookSays(top, 'pre-commit.com'),
  },
} as const;

async function hookSays(top: string, word: string): Promise<boolean> {
  const folder = await gitTextIfAny(top, ['rev-parse', '--path-format=absolute', '--git-path', 'hooks']);
  const file = join(folder!, 'pre-commit');
  return existsSync(file) && (await readIfThere(file))!.includes(word);
}
