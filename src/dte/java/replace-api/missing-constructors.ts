/** Creations that no constructor of their type takes. */
import type { Finding } from '../../../base/report.ts';
import type { TextEdit } from '../../edit.ts';
import { insertedRanges } from '../../inserted-ranges.ts';
import { placesBefore } from '../../place-before.ts';
import { nodeFinding } from '../../tree-sitter/node-finding.ts';
import { childOf, namedChildren, nodesOf } from '../../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../../tree-sitter/syntax.ts';
import { constructorsTaking, hasBody, rawType } from '../constructors.ts';
import type { JavaTree } from '../java-tree.ts';
import type { JavaProject } from '../project.ts';

/** Answers the creations touched by edits whose type the tree has, without such a constructor. @param edits - sorted */
export function missingConstructors(project: JavaProject, edits: readonly TextEdit[]): Finding[] {
  const { tree } = project.after(edits, []);
  const back = placesBefore(edits);
  return [...insertedRanges(edits)].flatMap(([path, ranges]) =>
    [...nodesOf(tree.files.get(path)!.file.root)]
      .filter(({ type }) => type === 'object_creation_expression')
      .filter((node) => ranges.some(([start, end]) => node.start <= start && end <= node.end))
      .flatMap((node) => {
        const why = missing(tree, path, node);
        if (why === undefined) return [];
        const start = back(path, node.start);
        return [nodeFinding(project.syntax, 'BINDING_CHANGED', why, { path, node: { start, end: start } })];
      }),
  );
}

function missing(tree: JavaTree, path: string, creation: SyntaxNode): string | undefined {
  const answer = tree.typeOf(path, rawType(childOf(creation, 'type')));
  if (answer.kind !== 'type') return undefined;
  const { name = 'The type', node } = answer.decl;
  const count = namedChildren(childOf(creation, 'arguments')!).length;
  const isOpen = hasBody(creation) && node.type === 'interface_declaration' && count === 0;
  if (isOpen || constructorsTaking(answer.decl, count).length > 0) return undefined;
  return `${name} has no constructor that takes ${String(count)} arguments.`;
}
