/** Objects that are put together at run time: a member of the old name was to take the place of the renamed one. */
import type { Finding } from '../../base/report.ts';
import { atNode } from './finding-at-node.ts';
import type { Occurrence } from './meaning.ts';
import { nameAt } from './names.ts';
import { isRenamed } from './renaming.ts';
import type { Renaming } from './renaming.ts';
import { ts } from './ts.ts';

/** Answers the members that stay, in objects which get the renamed one from elsewhere. @param left - occurrences that get no edit */
export const overwrites = (renaming: Renaming, left: readonly Occurrence[]): Finding[] =>
  left.flatMap(({ path, start, name, role }) => {
    const node = role === 'member' ? nameAt(renaming.project.sourceFile(path)!, start) : undefined;
    const literal = node?.parent.parent;
    if (node === undefined || literal === undefined || !ts.isObjectLiteralExpression(literal)) return [];
    const hasRenamed = sourcesOf(literal).some((source) =>
      isRenamed(renaming, renaming.project.checker.getTypeAtLocation(source).getProperty(name)),
    );
    return hasRenamed
      ? [atNode('NEEDS_PERSON', `This takes the place of ${name}, which is renamed, and would not do so.`, node)]
      : [];
  });

/** What an object literal is put together with. */
function sourcesOf(literal: ts.ObjectLiteralExpression): ts.Node[] {
  const spread = literal.properties.filter(ts.isSpreadAssignment).map(({ expression }) => expression);
  const { parent } = literal;
  const isAssign =
    ts.isCallExpression(parent) && /(?:^|\.)(?:assign|extend|merge|defaults)$/.test(parent.expression.getText());
  return [...spread, ...(isAssign ? parent.arguments.filter((argument) => argument !== literal) : [])];
}
