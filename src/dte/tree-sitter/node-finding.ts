/** Findings at nodes of a project. */
import type { Code } from '../../base/errors.ts';
import type { Finding } from '../../base/report.ts';
import { findingAt } from '../finding-at.ts';
import type { SyntaxProject } from './project.ts';
import type { SyntaxNode } from './syntax.ts';

/** Where a finding is. */
export interface NodePlace {
  readonly path: string;
  readonly node: Pick<SyntaxNode, 'start' | 'end'>;
}

/** Answers a finding at a node, with the lines around it. */
export function nodeFinding(project: SyntaxProject, code: Code, message: string, { path, node }: NodePlace): Finding {
  const { text } = project.source(path)!;
  return findingAt(code, message, { path, text, start: node.start, end: node.end });
}

/** Answers a finding for each file of these that the grammar does not allow: what stands there cannot be told. */
export function faultFindings(project: SyntaxProject, paths: readonly string[]): Finding[] {
  return paths.flatMap((path) => {
    const fault = project.file(path)?.faults[0];
    if (fault === undefined) return [];
    return [
      nodeFinding(
        project,
        'SYNTAX_BROKEN',
        `${path} has a syntax error here, so what its names mean cannot be proven.`,
        { path, node: fault },
      ),
    ];
  });
}

/** Answers a finding for each source that cannot be read as text and has one of these words in its bytes. */
export function unreadableFindings(project: SyntaxProject, words: readonly string[]): Finding[] {
  const decoder = new TextDecoder('latin1');
  return project.unreadable
    .filter((path) => words.some((word) => decoder.decode(project.tree.read(path)).includes(word)))
    .map((path) => ({
      code: 'FILE_UNSUPPORTED',
      message: `${path} cannot be read as UTF-8 of at most 2 MiB, and has the name in it.`,
      path,
    }));
}
