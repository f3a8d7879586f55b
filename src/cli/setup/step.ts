/** What the set-up does, one thing at a time: shown first, then carried out. */
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { toUtf8 } from '../../base/bytes.ts';
import { writeFailure } from '../../base/file-failure.ts';
import { readIfThere } from '../../base/folders.ts';
import { writeFileAtomic } from '../../base/fs.ts';

/** `keep`: it is as it should be. `by hand`: only a person can do it, and the note says what. */
export type StepAction = 'create' | 'change' | 'remove' | 'keep' | 'by hand';

/** One thing to be done. */
export interface Step {
  /** What it is for, in a word or two. */
  readonly what: string;
  /** The file or the setting. */
  readonly where: string;
  readonly action: StepAction;
  /** Lines that come (`+ `) and go (`- `). */
  readonly diff?: readonly string[];
  /** Why it is so, or what is to be done. */
  readonly note?: string;
  /** Carries it out. Left out where there is nothing to do. */
  readonly apply?: () => Promise<void>;
}

/** A file that is to be. */
export interface WantedFile {
  readonly what: string;
  /** For people. */
  readonly where: string;
  /** The file itself. */
  readonly path: string;
  /** Its whole text; `undefined` where it is to be gone. */
  readonly text: string | undefined;
  /** Permissions of a new file. @default 0o644 */
  readonly mode?: number;
  readonly note?: string;
}

/** Answers the step that makes a file what it is to be. @throws {LoglineError} INPUT_UNREADABLE */
export async function fileStep(wanted: WantedFile): Promise<Step> {
  const { what, where, path, text, note } = wanted;
  const before = await readIfThere(path);
  const said = { what, where, ...(note !== undefined && { note }) };
  if (before === text) return { ...said, action: 'keep' };
  const action = before === undefined ? 'create' : text === undefined ? 'remove' : 'change';
  return { ...said, action, diff: lineDiff(before ?? '', text ?? ''), apply: () => write(wanted) };
}

async function write({ path, text, mode = 0o644 }: WantedFile): Promise<void> {
  if (text === undefined) return removeFile(path);
  await makeFolders(dirname(path));
  await writeFileAtomic(path, toUtf8(text), { mode });
}

/** Makes a folder with those above it. @throws {LoglineError} OUTPUT_UNWRITABLE */
export async function makeFolders(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (cause) {
    throw writeFailure(path, cause);
  }
}

async function removeFile(path: string): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (cause) {
    throw writeFailure(path, cause);
  }
}

/** What goes and what comes between the lines that both texts begin and end with. Pure. */
function lineDiff(before: string, after: string): string[] {
  const [a, b] = [before, after].map((text) => text.split('\n'));
  let start = 0;
  while (start < Math.min(a!.length, b!.length) && a![start] === b![start]) start++;
  let end = 0;
  const most = Math.min(a!.length, b!.length) - start;
  while (end < most && a![a!.length - 1 - end] === b![b!.length - 1 - end]) end++;
  const between = (lines: readonly string[], mark: string): string[] =>
    lines.slice(start, lines.length - end).map((line) => `${mark} ${line}`.trimEnd());
  return [...between(a!, '-'), ...between(b!, '+')].filter((line) => line !== '+' || after !== '');
}

/** Carries out the steps in their order. @throws what they throw; what was done before stays. */
export async function applySteps(steps: readonly Step[]): Promise<void> {
  for (const step of steps) await step.apply?.();
}

/** Whether people have something left to do, after all that could be done. Pure. */
export const needsPeople = (steps: readonly Step[]): boolean => steps.some(({ action }) => action === 'by hand');

/** Whether nothing is left to do. Pure. */
export const isDone = (steps: readonly Step[]): boolean => steps.every(({ action }) => action === 'keep');
