/** What a deletion leaves behind that no name tells of. */
import type { Finding } from '../../../base/report.ts';
import type { TextEdit } from '../../edit.ts';
import { newTypeErrors } from '../diagnostics.ts';
import { atNode } from '../finding-at-node.ts';
import { filesReaching } from '../import-graph.ts';
import { factoriesOf, jsxIn } from '../jsx-factories.ts';
import { placesBefore } from '../../place-before.ts';
import type { TypeScriptProject } from '../project.ts';
import { ts } from '../ts.ts';
import type { Deletion, Doomed } from './deletion.ts';
import { declaredNames } from './remaining-uses.ts';

/** Answers the JSX that is made by something which goes, although it does not name it. */
export function unseenUses(project: TypeScriptProject, roots: readonly Doomed[]): Finding[] {
  return roots.flatMap(({ path, node }) => {
    const names = declaredNames(node);
    const isOfFile = !ts.isClassElement(node) && factoriesOf(project, path).some((name) => names.includes(name));
    const elements = isOfFile ? jsxIn(project.parsed(path)!) : [];
    const left = elements.find((element) => element.pos < node.pos || element.end > node.end);
    return left === undefined ? [] : [atNode('STILL_REFERENCED', 'JSX here is made by what goes.', left)];
  });
}

/** Answers the type errors that come where a type loses a member, or a base: others may count on it without naming it. */
export function memberFaults(project: TypeScriptProject, { roots, edits }: Deletion): Finding[] {
  const paths = new Set(roots.filter(({ node }) => isOfType(node)).map(({ path }) => path));
  if (paths.size === 0) return [];
  const reached = filesReaching(project, paths);
  return newTypeErrors(
    project,
    project.paths.filter((path) => reached.has(path)),
    edits,
  );
}

const isOfType = (node: ts.Node): boolean =>
  ts.isClassElement(node) ||
  ts.isTypeElement(node) ||
  ts.isHeritageClause(node) ||
  ts.isExpressionWithTypeArguments(node) ||
  ts.isTypeParameterDeclaration(node) ||
  ts.isFunctionDeclaration(node) ||
  ts.isTupleTypeNode(node.parent);

/** Answers the strings that would be directives, since nothing stands before them any more. */
export function newDirectives(project: TypeScriptProject, edits: readonly TextEdit[]): Finding[] {
  const back = placesBefore(edits);
  const paths = [...new Set(edits.map(({ path }) => path))];
  return paths.flatMap((path) => {
    const before = new Set(directivesIn(project.parsed(path)!).map((node) => node.getStart()));
    const after = project.trial(edits, () =>
      directivesIn(project.parsed(path)!).map((node) => back(path, node.getStart())),
    );
    const file = project.parsed(path)!;
    return after
      .filter((start) => !before.has(start))
      .map((start) => {
        const statement = stringsIn(file).find((node) => node.getStart() === start) ?? file;
        return atNode(
          'BINDING_CHANGED',
          'This string would be a directive, since nothing stands before it.',
          statement,
        );
      });
  });
}

function stringsIn(file: ts.SourceFile): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (isDirective(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const isDirective = (node: ts.Node): boolean => ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression);

/** Directives stand first in a file or a function. */
const directivesIn = (file: ts.SourceFile): ts.Node[] =>
  stringsIn(file).filter(({ parent, pos }) => {
    const isBody = ts.isSourceFile(parent) || (ts.isBlock(parent) && ts.isFunctionLike(parent.parent));
    const { statements } = parent as ts.Block;
    return isBody && statements.filter((statement) => statement.pos < pos).every(isDirective);
  });
