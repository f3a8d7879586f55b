/** Changes of trees for tests, by words that are replaced. */
import { toUtf8 } from '../../../src/base/bytes.ts';
import type { ByteEdit, FileChange } from '../../../src/dte/plan.ts';

/** Answers the change of a file in which words are replaced wherever they stand. */
export function replaced(
  path: string,
  before: string,
  words: Readonly<Record<string, string>>,
  newPath = path,
): FileChange {
  const edits: ByteEdit[] = [];
  const after = before.replaceAll(/'[^']*'|[\w$]+/g, (word, at: number) => {
    const replacement = Object.hasOwn(words, word) ? words[word]! : word;
    const start = toUtf8(before.slice(0, at)).length;
    if (replacement !== word) edits.push({ start, end: start + toUtf8(word).length, old: word, new: replacement });
    return replacement;
  });
  return { path, newPath, mode: '100644', edits, before: toUtf8(before), after: toUtf8(after) };
}
