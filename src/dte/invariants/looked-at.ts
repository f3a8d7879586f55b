/** Which files an invariant looks at. */
import type { Finding } from '../../base/report.ts';
import type { ChangeSpec } from '../generated/types.ts';
import { pathFilter } from '../path-filter.ts';
import type { PathFilter } from '../path-filter.ts';
import { decodeSource } from '../source-text.ts';
import type { SourceText } from '../source-text.ts';
import { isPlainFile } from '../source-tree.ts';
import type { SourceTree } from '../source-tree.ts';
import type { InvariantContext } from './context.ts';

/** Files as texts, and those that could not be looked at. */
export interface TextsOf {
  readonly texts: readonly SourceText[];
  readonly findings: readonly Finding[];
}

/** Answers the filter of a pattern, or of the spec's scope. @throws {LoglineError} PATTERN_INVALID, PATH_UNSAFE */
export const filesOf = ({ spec }: Pick<InvariantContext, 'spec'>, pattern: string | undefined): PathFilter =>
  pathFilter(pattern === undefined ? spec.scope : [pattern]);

/** Answers the texts of the files that fit. One that cannot be read is a finding: nobody can say what stands in it. */
export function textsOf(tree: SourceTree, files: PathFilter): TextsOf {
  const texts: SourceText[] = [];
  const findings: Finding[] = [];
  for (const [path, mode] of tree.modes) {
    if (!isPlainFile(mode) || !files(path)) continue;
    try {
      texts.push(decodeSource(path, tree.read(path)));
    } catch (error) {
      const message = `${path} cannot be looked at: ${(error as Error).message}`;
      findings.push({ code: 'NOT_CHECKED', message, path });
    }
  }
  return { texts, findings };
}

const SOURCES: Readonly<Record<ChangeSpec['language'], RegExp>> = {
  typescript: /\.(?:[cm]?[jt]s|[jt]sx)$/,
  javascript: /\.(?:[cm]?[jt]s|[jt]sx)$/,
  python: /\.pyi?$/,
  java: /\.java$/,
};

/** Whether a path is one of a source of a language that belongs to the tree and was not installed. Pure. */
export const isTextOf = (language: ChangeSpec['language'], path: string): boolean =>
  SOURCES[language].test(path) && !/(?:^|\/)node_modules\//.test(path);
