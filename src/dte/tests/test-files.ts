/** Which files of a tree are tests. */
import { pathFilter } from '../path-filter.ts';
import { isPlainFile } from '../source-tree.ts';
import type { SourceTree } from '../source-tree.ts';

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const DECLARATIONS = /\.d\.[cm]?ts$/;
const TEST_NAME = /(?:^|[.\-_])(?:test|tests|spec)\.[^.]+$|^test-[^/]+$/;
const TEST_FOLDER = /(?:^|\/)(?:test|tests|__tests__)\//;
const INSTALLED = /(?:^|\/)node_modules\//;

/**
 * Answers the test files of a tree, sorted: those called `x.test.ts`, `x-spec.js` and so on; where none is, all sources in folders called
 * `test`, `tests` and `__tests__`. With targets, only those that they mean. Pure.
 *
 * @throws {LoglineError} PATTERN_INVALID, PATH_UNSAFE - a target cannot be read.
 */
export function testFilesOf(tree: SourceTree, targets?: readonly string[]): string[] {
  const sources = sourcesOf(tree);
  const byName = sources.filter((path) => TEST_NAME.test(path.split('/').at(-1)!));
  const tests = byName.length > 0 ? byName : sources.filter((path) => TEST_FOLDER.test(path));
  return targets === undefined ? tests : tests.filter(pathFilter(targets));
}

/** Answers the JavaScript and TypeScript sources of a tree, sorted. Pure. */
export function sourcesOf(tree: SourceTree): string[] {
  const paths = [...tree.modes].filter(([, mode]) => isPlainFile(mode)).map(([path]) => path);
  return paths.filter((path) => SOURCE.test(path) && !DECLARATIONS.test(path) && !INSTALLED.test(path));
}
