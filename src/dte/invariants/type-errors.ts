/** Errors of a type checker before and after a change: which are new. */
import type { FileChange } from '../plan.ts';

/** One error, wherever it comes from. */
export interface TypeError {
  /** The checker's own code, such as `TS2304`. */
  readonly code: string;
  readonly message: string;
  /** `undefined` for what concerns the whole tree. */
  readonly path: string | undefined;
  /** Offsets in the text of the file. */
  readonly start: number;
  readonly end: number;
  /** The line that it starts in, without the spaces around it. */
  readonly lineText: string;
}

/** Errors that only the second tree has, and those that both have. */
export interface ErrorDifference {
  readonly fresh: readonly TypeError[];
  readonly known: readonly TypeError[];
}

/**
 * Compares errors. One is the same in both trees if code, file and message are, with moved files and renamed names followed: lines
 * shift, so they only decide which of several is the new one. Pure.
 */
export function compareErrors(
  before: readonly TypeError[],
  after: readonly TypeError[],
  changes: readonly FileChange[],
): ErrorDifference {
  const translate = translationOf(changes);
  const left = new Map<string, string[]>();
  for (const error of before) {
    const key = keyOf(translate.message(error.message), error.code, translate.path(error.path));
    left.set(key, [...(left.get(key) ?? []), translate.message(error.lineText)]);
  }
  const known = new Set<TypeError>();
  for (const isExact of [true, false]) {
    for (const error of after) if (!known.has(error) && takes(left, error, isExact)) known.add(error);
  }
  return { fresh: after.filter((error) => !known.has(error)), known: [...known] };
}

/** Takes one of the old errors with the same key; `isExact`: and on the same line of text. */
function takes(left: ReadonlyMap<string, string[]>, error: TypeError, isExact: boolean): boolean {
  const lines = left.get(keyOf(tokens(error.message).join(''), error.code, error.path)) ?? [];
  const at = isExact ? lines.indexOf(tokens(error.lineText).join('')) : lines.length - 1;
  if (at < 0) return false;
  lines.splice(at, 1);
  return true;
}

const keyOf = (message: string, code: string, path: string | undefined): string =>
  JSON.stringify([code, path ?? null, message]);

interface Translation {
  readonly message: (text: string) => string;
  readonly path: (path: string | undefined) => string | undefined;
}

/** What the old tree's words are in the new tree. A name that became several things stays as it is. */
function translationOf(changes: readonly FileChange[]): Translation {
  const words = new Map<string, string | undefined>();
  const learn = (from: string, to: string): void => {
    if (from !== to) words.set(from, words.has(from) && words.get(from) !== to ? undefined : to);
  };
  const moves = new Map<string, string>();
  for (const { path, newPath, edits } of changes) {
    if (path !== newPath) {
      moves.set(path, newPath);
      learn(withoutExtension(path), withoutExtension(newPath));
    }
    for (const edit of edits) learn(bare(edit.old), bare(edit.new));
  }
  return {
    message: (text) =>
      tokens(text)
        .map((token) => words.get(token) ?? token)
        .join(''),
    path: (path) => (path === undefined ? undefined : (moves.get(path) ?? path)),
  };
}

/** Names, module specifiers and paths as one token each, everything else between them. */
const tokens = (text: string): string[] => text.match(/[\p{ID_Continue}$@./\\-]+|[^\p{ID_Continue}$@./\\-]+/gu) ?? [];

const bare = (text: string): string => text.replace(/^(['"`])(.*)\1$/s, '$2');

const withoutExtension = (path: string): string => path.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
