/** The nodes that a patch is about, and what is wrong with their number. */
import type { Finding } from '../../base/report.ts';
import type { MatchedNode, PatchTask } from '../patch.ts';
import { placeOf } from '../source-text.ts';
import type { SyntaxProject } from './project.ts';
import type { SyntaxNode } from './syntax.ts';

/** A node that a selector picked. */
export interface SelectedNode {
  readonly path: string;
  readonly node: SyntaxNode;
}

/** Answers selected nodes as reports have them. Pure. */
export const matchesOf = (selected: readonly SelectedNode[]): MatchedNode[] =>
  selected.map(({ path, node: { start, end, type } }) => ({ path, start, end, type }));

/** Answers why a patch cannot be done with so many nodes: none, or another number than it says. */
export function numberFindings(
  project: SyntaxProject,
  { patch }: PatchTask,
  selected: readonly SelectedNode[],
): Finding[] {
  const { optional, expectCount } = patch.details ?? {};
  if (expectCount !== undefined && selected.length !== expectCount) {
    const message = `The selector picks ${selected.length} nodes, and expectCount says ${expectCount}.`;
    return [{ code: 'COUNT_MISMATCH', message, details: { places: placesOf(project, selected) } }];
  }
  if (selected.length > 0 || optional === true) return [];
  return [{ code: 'TARGET_MISSING', message: `Nothing in ${patch.path} fits ${patch.selector ?? ''}.` }];
}

/** Answers places as people write them: `a/b.py:3:5`. */
export function placesOf(project: SyntaxProject, nodes: readonly SelectedNode[]): string[] {
  return nodes.map(({ path, node }) => {
    const { line, column } = placeOf(project.source(path)!.text, node.start);
    return `${path}:${line}:${column}`;
  });
}
