/** The proof of an insertion: names in the new text mean something, and no other name means anything else than before. */
import type { Finding } from '../../base/report.ts';
import type { TextEdit } from '../edit.ts';
import { isInserted } from '../inserted-ranges.ts';
import { placesBefore } from '../place-before.ts';
import { changedUses } from '../tree-sitter/kept-meanings.ts';
import type { NameUse } from '../tree-sitter/name-use.ts';
import { nodeFinding } from '../tree-sitter/node-finding.ts';
import { childOf, namedChildren, nodesOf } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import type { ImportDecl, MethodDecl, TypeDecl } from './declarations.ts';
import type { JavaTree } from './java-tree.ts';
import { localsBeside, memberOf } from './local-scopes.ts';
import { JavaNames } from './name-uses.ts';
import { isUnexplained, missingMethods } from './new-names.ts';
import type { JavaProject } from './project.ts';
import { isDeclaration, roleOf } from './roles.ts';
import { isStandardType } from './standard-types.ts';

/** Answers why an insertion is not what it should be: of the first check that finds something. @param edits - sorted */
export function checkInserted(project: JavaProject, edits: readonly TextEdit[]): Finding[] {
  const insertion = insertionOf(project, edits);
  for (const check of [doubled, captured, unknown, lostImports]) {
    const findings = check(insertion);
    if (findings.length > 0) return findings;
  }
  return missingMethods(project, insertion.after, edits);
}

interface Insertion {
  readonly project: JavaProject;
  readonly after: JavaProject;
  readonly edits: readonly TextEdit[];
  readonly isNew: (path: string, offset: number) => boolean;
  /** All uses of names that the new text has, in the tree after it. */
  readonly uses: readonly NameUse[];
  /** Those in the new text. */
  readonly fresh: readonly NameUse[];
}

function insertionOf(project: JavaProject, edits: readonly TextEdit[]): Insertion {
  const after = project.after(edits, []);
  const isNew = isInserted(edits);
  const paths = [...new Set(edits.map(({ path }) => path))];
  const names = new Set(paths.flatMap((path) => newNames(after.tree, path, isNew)));
  const uses = new JavaNames(after.tree, [...names]).all();
  return { project, after, edits, isNew, uses, fresh: uses.filter(({ path, node }) => isNew(path, node.start)) };
}

const newNames = (tree: JavaTree, path: string, isNew: Insertion['isNew']): string[] =>
  [...nodesOf(tree.files.get(path)!.file.root)]
    .filter(({ type, start }) => /^(?:type_)?identifier$/.test(type) && isNew(path, start))
    .map((node) => tree.textOf(path, node));

/** A finding at the place where the new text goes. */
function finding(
  { project, edits }: Insertion,
  code: Finding['code'],
  message: string,
  { path, node }: Pick<NameUse, 'path' | 'node'>,
): Finding {
  const start = placesBefore(edits)(path, node.start);
  return nodeFinding(project.syntax, code, message, { path, node: { start, end: start } });
}

/** What is declared where something of its name is already. */
function doubled(insertion: Insertion): Finding[] {
  const { fresh, after, uses } = insertion;
  const locals = new Map<SyntaxNode, NameUse[]>(fresh.map(({ node }) => [memberOf(node), []]));
  for (const use of uses) locals.get(memberOf(use.node))?.push(use);
  return fresh
    .filter((use) => isDeclaration(use.node) && isDoubled(after.tree, locals.get(memberOf(use.node))!, use))
    .map((use) =>
      finding(insertion, 'NAME_COLLISION', `${use.name} is there already, where the new text declares it.`, use),
    );
}

function isDoubled(tree: JavaTree, uses: readonly NameUse[], use: NameUse): boolean {
  const { path, node, name } = use;
  const decl = tree.typeAround(path, node);
  switch (roleOf(node)) {
    case 'local':
      return localsBeside(uses, use, name).length > 0;
    case 'field':
      return decl!.fields.filter((field) => field.name === name).length > 1;
    case 'method':
      return isMethodDoubled(
        tree,
        decl!,
        decl!.methods.find((method) => method.nameNode === node)!,
      );
    case 'type':
      return isTypeDoubled(tree, path, name, tree.files.get(path)!.byNode.get(node.parent!));
    default:
      return false;
  }
}

function isMethodDoubled(tree: JavaTree, decl: TypeDecl, own: MethodDecl): boolean {
  const typesOf = ({ node }: MethodDecl): string =>
    namedChildren(childOf(node, 'parameters') ?? node)
      .map((parameter) => childOf(parameter, 'type'))
      .map((type) =>
        type === undefined ? '' : tree.textOf(decl.path, type).replace(/<.*$/s, '').replaceAll(/\s/g, ''),
      )
      .join();
  const others = decl.methods.filter(({ name, arity }) => name === own.name && arity === own.arity);
  return others.some((other) => other !== own && typesOf(other) === typesOf(own));
}

function isTypeDoubled(tree: JavaTree, path: string, name: string, decl: TypeDecl | undefined): boolean {
  const { packageName, imports } = tree.files.get(path)!;
  if (decl?.outer !== undefined) return decl.outer.types.filter((type) => type.name === name).length > 1;
  const isImported = imports.some((one) => !one.isStar && !one.isStatic && one.names.at(-1) === name);
  return isImported || tree.topTypes(packageName, name).length > 1;
}

/** Other names of the same spelling mean what they meant. */
function captured({ project, edits, uses, fresh }: Insertion): Finding[] {
  const names = [
    ...new Set(fresh.filter(({ node }) => isDeclaration(node) || roleOf(node) === 'import').map(({ name }) => name)),
  ];
  if (names.length === 0) return [];
  const before = new JavaNames(project.tree, names).all();
  const later = uses.filter(({ name }) => names.includes(name));
  return changedUses(before, later, edits).map(({ use }) =>
    nodeFinding(
      project.syntax,
      'NAME_COLLISION',
      `${use.name} would mean something else here: the new text declares the name as well.`,
      use,
    ),
  );
}

/** Names that the new text uses have to be explained by the file, its package, its imports or the language. */
function unknown(insertion: Insertion): Finding[] {
  const { fresh, after } = insertion;
  return fresh
    .filter((use) => isUnexplained(after.tree, use))
    .map((use) => finding(insertion, 'BINDING_CHANGED', `${use.name} in the new text means nothing here.`, use));
}

/** Imports of what a package of the tree does not have, or of a name that is imported already. */
function lostImports(insertion: Insertion): Finding[] {
  const { after, edits, isNew } = insertion;
  return [...new Set(edits.map(({ path }) => path))].flatMap((path) => {
    const { imports } = after.tree.files.get(path)!;
    return imports
      .filter(({ node }) => isNew(path, node.start))
      .flatMap((one) => {
        const why = importFault(after.tree, one, imports) ?? replacedType(insertion, path, one);
        return why === undefined ? [] : [finding(insertion, why.code, why.message, { path, node: one.node })];
      });
  });
}

function importFault(
  tree: JavaTree,
  one: ImportDecl,
  imports: readonly ImportDecl[],
): Pick<Finding, 'code' | 'message'> | undefined {
  const { names, isStar, isStatic } = one;
  const name = names.at(-1)!;
  const isTwice = imports.some(
    (other) => other !== one && !isStar && !isStatic && !other.isStar && !other.isStatic && other.names.at(-1) === name,
  );
  if (isTwice) return { code: 'NAME_COLLISION', message: `${name} is imported from elsewhere already.` };
  const type = isStatic && !isStar ? names.slice(0, -1) : names;
  const home = type.slice(0, -1).join('.');
  const isLost = (!isStar || isStatic) && tree.isPackage(home) && tree.importedType(type).kind !== 'type';
  return isLost
    ? { code: 'BINDING_CHANGED', message: `The package ${home} of the tree has no ${type.at(-1)!}.` }
    : undefined;
}

/** A type from outside that the file has used by the name so far, without an import of its own. */
function replacedType(
  { project, uses }: Insertion,
  path: string,
  { names, isStar, isStatic }: ImportDecl,
): Pick<Finding, 'code' | 'message'> | undefined {
  const name = names.at(-1)!;
  const home = names.slice(0, -1).join('.');
  const stars = project.tree.files.get(path)!.imports.filter((one) => one.isStar && !one.isStatic);
  const isKnown = isStandardType(name)
    ? home !== 'java.lang'
    : stars.length > 0 && !stars.some((one) => one.names.join('.') === home);
  const isUsed = uses.some(
    (use) => use.path === path && use.keys[0] === `foreign:${name}` && roleOf(use.node) !== 'import',
  );
  const message = `${name} would mean something else in this file: it has the name already, without an import of its own.`;
  return !isStar && !isStatic && isKnown && isUsed ? { code: 'NAME_COLLISION', message } : undefined;
}
