/** What is left in a tree of names whose declarations go. */
import { filesNaming } from '../binding-proof.ts';
import { namesIn } from '../names.ts';
import { placesBefore } from '../../place-before.ts';
import type { TypeScriptProject } from '../project.ts';
import { namesOf } from '../rename-targets.ts';
import { ts } from '../ts.ts';
import { specifierOf } from './deletion.ts';
import type { Deletion, Doomed } from './deletion.ts';
import { namedAt, namedMeanings } from './named-meanings.ts';
import type { NamedMeaning } from './named-meanings.ts';

/** A name that would not mean what it means. */
export interface RemainingUse extends NamedMeaning {
  /** The name, in the file as it is. */
  readonly node: ts.Node;
  /** What it would mean: `''` for nothing. */
  readonly after: string;
}

/**
 * Answers all uses of what a deletion declares, outside of it, in the order of places: names that mean something else, or nothing, once the
 * edits are made. Names that imports and exports give are followed.
 */
export function remainingUses(project: TypeScriptProject, deletion: Deletion): RemainingUse[] {
  const names = new Set(deletion.roots.flatMap(({ node }) => declaredNames(node)));
  if (deletion.roots.some(({ node }) => isNamedElsewhere(node)))
    for (const name of importedNames(project)) names.add(name);
  for (;;) {
    const uses = changedNames(project, deletion, [...names]);
    const others = uses.flatMap(({ node }) => otherNames(node)).filter((name) => !names.has(name));
    if (others.length === 0) return uses;
    for (const name of others) names.add(name);
  }
}

/** Answers names that are declared in a node, of whatever kind. Pure. */
export function declaredNames(root: ts.Node): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    const { name } = node as Partial<ts.NamedDeclaration>;
    const isDeclaration =
      name !== undefined &&
      !ts.isPropertyAccessExpression(node) &&
      !ts.isJsxAttribute(node) &&
      !ts.isMetaProperty(node);
    if (isDeclaration && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name)))
      names.push(name.text);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return names;
}

/** Whether importers name a node as they like: a default export, all of a module, and what passes through `export *`. Pure. */
export function isNamedElsewhere(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true;
  if (ts.isExportDeclaration(node)) return node.exportClause === undefined || ts.isNamespaceExport(node.exportClause);
  if (ts.isExportSpecifier(node)) return node.name.text === 'default';
  return (
    ts.canHaveModifiers(node) &&
    ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) === true
  );
}

function importedNames(project: TypeScriptProject): string[] {
  return project.paths.flatMap((path) =>
    (project.parsed(path)?.statements ?? []).flatMap((statement) =>
      ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement) || ts.isExportDeclaration(statement)
        ? ['default', ...declaredNames(statement)]
        : [],
    ),
  );
}

/** The other name of a specifier, by which its users know it. */
function otherNames(node: ts.Node): string[] {
  const specifier = specifierOf(node);
  return specifier === undefined ? [] : declaredNames(specifier);
}

function changedNames(project: TypeScriptProject, deletion: Deletion, names: readonly string[]): RemainingUse[] {
  const { edits } = deletion;
  const paths = filesNaming(project, names);
  const before = namedMeanings(project, paths, names, (_, offset) => offset);
  const after = project.trial(edits, () => namedMeanings(project, paths, names, placesBefore(edits)));
  const isGone = (path: string, at: number): boolean =>
    deletion.roots.some((root) => root.path === path && at >= root.node.getStart() && at < root.node.end);
  return [...before].flatMap(([key, was]) => {
    if (was.meaning === '' || isGone(was.path, was.start)) return [];
    const is = after.get(key)?.meaning ?? '';
    if (isStillMeant(was, is, key.endsWith(':member')) && !isValueLost(deletion, was, is)) return [];
    const node = namedAt(project, was.path, was.start);
    return [{ ...was, node, after: is }];
  });
}

/** What several declarations declare together means the rest of them. What stands in an object says nothing about itself. */
function isStillMeant({ path, start, meaning }: NamedMeaning, is: string, isMember: boolean): boolean {
  if (meaning === is) return true;
  const own = isMember ? `${path}:${start}` : '';
  const old = meaning.split(' ');
  const rest = is.split(' ').filter((place) => place !== own && place !== '');
  return rest.length > 0 && rest.every((place) => old.includes(place));
}

/** Signatures and interfaces are put together of several declarations; of values, one that goes takes its part along. */
function isValueLost({ roots }: Deletion, { path, start, meaning }: NamedMeaning, is: string): boolean {
  const left = is.split(' ');
  const gone = meaning.split(' ').filter((place) => !left.includes(place));
  if (meaning.split(' ').includes(`${path}:${start}`)) return false;
  return roots.some(
    (root) => isValue(root.node) && namesOf(root.node).some((name) => gone.includes(`${root.path}:${name.getStart()}`)),
  );
}

const isValue = (node: ts.Node): boolean =>
  ts.isAccessor(node) ||
  ts.isVariableDeclaration(node) ||
  ts.isVariableStatement(node) ||
  (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined);

/** Answers the specifiers of imports that nothing but a deletion uses. `React` stays, which JSX may use unseen. */
export function idleImports(project: TypeScriptProject, { roots }: Deletion): Doomed[] {
  const { checker } = project;
  return [...new Set(roots.map(({ path }) => path))].flatMap((path) => {
    const file = project.sourceFile(path)!;
    const isGone = (at: number): boolean =>
      roots.some((root) => root.path === path && at >= root.node.getStart() && at < root.node.end);
    return importNames(file).flatMap((name) => {
      const symbol = checker.getSymbolAtLocation(name);
      const uses = namesIn(file, [name.text]).filter(
        (node) => node.getStart(file) !== name.getStart(file) && isUseOf(checker, node, symbol),
      );
      const isIdle = name.text !== 'React' && uses.length > 0 && uses.every((node) => isGone(node.getStart(file)));
      const own = isIdle ? namedAt(project, path, name.getStart(file)) : undefined;
      const node = own === undefined ? undefined : specifierOf(own);
      return node === undefined ? [] : [{ path, node }];
    });
  });
}

function isUseOf(checker: ts.TypeChecker, node: ts.Node, symbol: ts.Symbol | undefined): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return checker.getShorthandAssignmentValueSymbol(parent) === symbol;
  if (ts.isExportSpecifier(parent)) return (parent.propertyName ?? parent.name) === node;
  return checker.getSymbolAtLocation(node) === symbol;
}

function importNames(file: ts.SourceFile): ts.Identifier[] {
  return file.statements.flatMap((statement) => {
    if (ts.isImportEqualsDeclaration(statement)) return [statement.name];
    const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined;
    if (clause === undefined) return [];
    const { name, namedBindings } = clause;
    const named =
      namedBindings === undefined
        ? []
        : ts.isNamespaceImport(namedBindings)
          ? [namedBindings.name]
          : namedBindings.elements.map((element) => element.name);
    return [...(name === undefined ? [] : [name]), ...named];
  });
}
