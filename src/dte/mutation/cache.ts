/**
 * Verdicts of earlier runs. One is taken over only where nothing is different that could change it: the engine and Node, the mutant, all
 * files that the tests which reach it load, and every file of the tree that is no source, since tests may read those. Packages
 * are known by the lock file, which is one of these. Where a file loads what is known only when it runs, all sources count.
 */
import { versions } from 'node:process';
import { createPlainHash } from '../../atomic/index.ts';
import { toHex, toUtf8 } from '../../base/bytes.ts';
import { compareText } from '../order.ts';
import { isPlainFile } from '../source-tree.ts';
import type { SourceTree } from '../source-tree.ts';
import type { TestModules } from '../tests/modules.ts';
import { sourcesOf } from '../tests/test-files.ts';
import type { DryTest, MutantTask } from './child/protocol.ts';
import { CHILD_TEXT } from './generated/child-text.ts';
import type { Mutant } from './mutant.ts';
import { reachable } from './tasks.ts';

/** What is remembered of a mutant. */
export type CachedStatus = 'Killed' | 'Survived' | 'Timeout';

/** Where verdicts are kept between runs, by 64 lower-case hex characters; a `Map` is one. */
export interface VerdictCache {
  get(key: string): CachedStatus | undefined;
  set(key: string, status: CachedStatus): void;
}

/** Answers the key of a mutant's verdict. */
export type KeyOf = (mutant: Mutant, task: MutantTask) => string;

/** Answers how keys are made for a tree and its tests. Reads the whole tree. Pure. */
export function verdictKeys(tree: SourceTree, whole: TestModules, tests: readonly DryTest[]): KeyOf {
  const sources = new Set(sourcesOf(tree));
  const plain = [...tree.modes].filter(([, mode]) => isPlainFile(mode)).map(([path]) => path);
  const others = digestOf(plain.filter((path) => !sources.has(path)).map((path) => [path, tree.read(path)]));
  const base = `${digest(toUtf8(CHILD_TEXT))} ${versions.node} ${others}`;
  const files = new Map<string, string>();
  const fileDigest = (file: string): string => {
    const known =
      files.get(file) ?? digestOf(loadedBy(file, whole, [...sources]).map((path) => [path, tree.read(path)]));
    files.set(file, known);
    return known;
  };
  return ({ path, operator, start, end, text }, { tests: ids, isStatic }) => {
    const own = ids.map((id) => tests[id]!);
    const loaded = [...new Set(own.map(({ file }) => file))].sort(compareText).map(fileDigest);
    const names = own.map(({ file, name }) => `${file} ${name}`).sort(compareText);
    return digest(toUtf8(JSON.stringify([base, path, operator, start, end, text, isStatic, loaded, names])));
  };
}

function loadedBy(file: string, { modules }: TestModules, sources: readonly string[]): readonly string[] {
  const paths = [...reachable(modules, file)];
  return paths.some((path) => modules.get(path)?.isOpen) ? sources : paths.sort(compareText);
}

function digestOf(files: readonly (readonly [string, Uint8Array])[]): string {
  return digest(toUtf8(JSON.stringify(files.map(([path, bytes]) => [path, digest(bytes)]))));
}

const digest = (bytes: Uint8Array): string => toHex(createPlainHash().update(bytes).digest());
