/** Where the new name is taken already although nothing there names either of the two. */
import type { Finding } from '../../base/report.ts';
import { aliased, memberNamed } from './meaning.ts';
import { nameAt } from './names.ts';
import { atNode } from './finding-at-node.ts';
import { isRenamed } from './renaming.ts';
import type { Renaming } from './renaming.ts';
import { ts } from './ts.ts';

/** Answers the types and modules that would have the new name twice. */
export function collisions(renaming: Renaming): Finding[] {
  const isTaken = renaming.before.some(({ name }) => name === renaming.newName);
  if (!isTaken) return [];
  return [...typesWithBoth(renaming), ...modulesWithBoth(renaming)];
}

/** Types that are put together of a renamed member and one that has its new name: heirs, spreads, intersections. */
function typesWithBoth(renaming: Renaming): Finding[] {
  const { project, targets, newName } = renaming;
  const names = targets.filter(({ isMember }) => isMember).map(({ name }) => name);
  if (names.length === 0 || !isMemberName(renaming)) return [];
  const findings: Finding[] = [];
  const visit = (node: ts.Node): void => {
    if (isPutTogether(node)) {
      const type = project.checker.getTypeAtLocation(node);
      const old = names.find((name) => isRenamed(renaming, type.getProperty(name)));
      if (old !== undefined && type.getProperty(newName) !== undefined) {
        findings.push(atNode('NAME_COLLISION', `What is put together here has both ${old} and ${newName}.`, node));
      }
    }
    ts.forEachChild(node, visit);
  };
  for (const file of project.program.getSourceFiles()) if (project.pathOf(file) !== undefined) visit(file);
  return findings;
}

/** Whether a member has the new name already. */
const isMemberName = ({ project, before, newName }: Renaming): boolean =>
  before.some(({ name, path, start }) => {
    if (name !== newName) return false;
    const node = nameAt(project.sourceFile(path)!, start);
    return node !== undefined && memberNamed(node) !== undefined;
  });

const isPutTogether = (node: ts.Node): boolean =>
  ts.isIntersectionTypeNode(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isClassLike(node) ||
  ts.isTypeLiteralNode(node) ||
  ts.isObjectLiteralExpression(node) ||
  ts.isJsxAttributes(node);

/** Modules that pass on the exports of others, where two of the same name are none. */
function modulesWithBoth(renaming: Renaming): Finding[] {
  const { project, targets, newName } = renaming;
  const { checker } = project;
  const names = targets.filter(({ isMember }) => !isMember).map(({ name }) => name);
  return project.program.getSourceFiles().flatMap((file) => {
    const star = file.statements.find(
      (statement) => ts.isExportDeclaration(statement) && statement.exportClause === undefined,
    );
    const module = star === undefined ? undefined : checker.getSymbolAtLocation(file);
    if (star === undefined || module === undefined) return [];
    const exported = (name: string): ts.Symbol | undefined => checker.tryGetMemberInModuleExports(name, module);
    const isBoth =
      exported(newName) !== undefined &&
      names.some((name) => {
        const symbol = exported(name);
        return symbol !== undefined && isRenamed(renaming, aliased(checker, symbol));
      });
    return isBoth ? [atNode('NAME_COLLISION', `This module exports ${newName} already.`, star)] : [];
  });
}
