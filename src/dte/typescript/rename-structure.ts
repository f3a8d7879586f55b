/**
 * Where names matter although nothing names them: a type that has a member of the same name fits a renamed one today, and no longer
 * afterwards. The compiler's checker is asked about the files in which the two may meet, for it is by far the most expensive to ask.
 */
import type { Finding } from '../../base/report.ts';
import { newTypeErrors } from './diagnostics.ts';
import { filesReaching } from './import-graph.ts';
import { aliased, memberNamed } from './meaning.ts';
import { nameAt, namesIn } from './names.ts';
import { declarationPath } from './rename-targets.ts';
import { editedPlaces, isRenamed } from './renaming.ts';
import type { Renaming } from './renaming.ts';
import { pathOf } from './tree-files.ts';
import { ts } from './ts.ts';

/** Answers the type errors that a rename brings where types meet by their structure. */
export function structuralFaults(renaming: Renaming): Finding[] {
  const { project, edits } = renaming;
  const paths = new Set([...meetings(renaming), ...derivations(renaming), ...handedAround(renaming)]);
  return paths.size === 0
    ? []
    : newTypeErrors(
        project,
        project.paths.filter((path) => paths.has(path)),
        edits,
      );
}

/**
 * Whether a rename takes the whole program. Members do, for types meet where nothing names them. What is declared by itself does where
 * a member of its name belongs to something of no known type: what is left out may know that type.
 */
export function needsWhole({ targets, before }: Renaming): boolean {
  if (targets.some(({ isMember }) => isMember)) return true;
  return before.some(({ role, meaning }) => meaning === '' && role !== 'text');
}

/** A type with a member, and the file that it is in. */
interface Owner {
  readonly node: ts.Node;
  readonly path: string;
  readonly type: ts.Type;
}

/** The files in which a renamed type may meet one that keeps its member of the old name, or one that has the new one. */
function meetings(renaming: Renaming): string[] {
  const { project, targets } = renaming;
  const members = targets.filter(({ isMember }) => isMember);
  if (members.length === 0) return [];
  const renamed = ownersOf(
    renaming,
    members.flatMap(({ declarations }) => declarations),
  );
  const others = ownersOf(renaming, keptMembers(renaming)).filter((other) =>
    renamed.some((one) => mayMeet(project.checker, one, other)),
  );
  if (others.length === 0) return [];
  const here = filesReaching(project, new Set(renamed.map(({ path }) => path)));
  const there = new Set(others.flatMap(({ path }) => [...filesReaching(project, new Set([path]))]));
  return [...here].filter((path) => there.has(path));
}

/**
 * The files that a member reaches, where types make names out of names, as in `on${Capitalize<K>}`, and a word is in the tree that
 * may have been made so.
 */
function derivations({ project, targets }: Renaming): string[] {
  const members = targets.filter(({ isMember }) => isMember);
  const sources = project.paths.map((path) => project.source(path)?.text ?? '');
  if (members.length === 0 || !sources.some((text) => DERIVING.test(text))) return [];
  const made = new RegExp(members.map(({ name }) => derived(name)).join('|'), 'u');
  if (!sources.some((text) => made.test(text))) return [];
  return [...filesReaching(project, new Set(members.flatMap(({ declarations }) => declarations.map(declarationPath))))];
}

/** A template literal type over a key: within a type, a template begins with a word or nothing and then a type. */
const DERIVING = /\bas\s*`|[:=|&<]\s*`[\w-]*\$\{/;

/** A longer word that a name is in, as it is or with another first letter. */
function derived(name: string): string {
  const letters = name.replaceAll(/[$^]/g, '\\$&');
  const capital = letters.charAt(0).toUpperCase() + letters.slice(1);
  const small = letters.charAt(0).toLowerCase() + letters.slice(1);
  return [letters, capital, small].flatMap((word) => [`[\\w$]${word}`, `${word}[\\w$]`]).join('|');
}

/** Members of the names concerned that are not renamed. */
function keptMembers(renaming: Renaming): ts.Node[] {
  const { project, before } = renaming;
  const edited = editedPlaces(renaming);
  return before
    .filter(({ path, start, role }) => role !== 'text' && !edited.has(`${path}:${start}`))
    .flatMap(({ path, start }) => {
      const node = nameAt(project.sourceFile(path)!, start);
      return node !== undefined && memberNamed(node) !== undefined ? [node] : [];
    });
}

function ownersOf({ project: { checker } }: Renaming, names: readonly ts.Node[]): Owner[] {
  const owners = new Map<ts.Node, Owner>();
  for (const name of names) {
    const node = memberNamed(name)?.parent;
    if (node === undefined || owners.has(node)) continue;
    owners.set(node, { node, path: pathOf(node.getSourceFile().fileName)!, type: checker.getTypeAtLocation(node) });
  }
  return [...owners.values()];
}

/** Whether a value of one type can be where the other one is expected. */
function mayMeet(checker: ts.TypeChecker, a: Owner, b: Owner): boolean {
  const isGeneric = hasTypeParameters(a.node) || hasTypeParameters(b.node);
  return fits(checker, a.type, b.type, isGeneric) || fits(checker, b.type, a.type, isGeneric);
}

/** Members' types say nothing where they are generic, for they can be anything. */
function fits(checker: ts.TypeChecker, from: ts.Type, to: ts.Type, isGeneric: boolean): boolean {
  const hasAll = to
    .getProperties()
    .every(({ flags, name }) => (flags & ts.SymbolFlags.Optional) !== 0 || from.getProperty(name) !== undefined);
  return hasAll && (isGeneric || checker.isTypeAssignableTo(from, to));
}

function hasTypeParameters(node: ts.Node): boolean {
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    const { typeParameters } = at as { typeParameters?: readonly unknown[] };
    if (typeParameters !== undefined && typeParameters.length > 0) return true;
  }
  return false;
}

/** Files that use a whole module as a value: what it exports are members of that. */
function handedAround(renaming: Renaming): string[] {
  const { project, targets } = renaming;
  if (targets.every(({ isMember }) => isMember)) return [];
  return project.paths.filter((path) => {
    const file = project.sourceFile(path);
    return file !== undefined && namespacesIn(file).some((name) => isHandedAround(renaming, file, name));
  });
}

/** The names that a file gives to whole modules. */
const namespacesIn = (file: ts.SourceFile): ts.Identifier[] =>
  file.statements.flatMap((statement) => {
    const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
    return bindings !== undefined && ts.isNamespaceImport(bindings) ? [bindings.name] : [];
  });

function isHandedAround(renaming: Renaming, file: ts.SourceFile, name: ts.Identifier): boolean {
  const { checker } = renaming.project;
  const symbol = checker.getSymbolAtLocation(name);
  const module = symbol === undefined ? undefined : aliased(checker, symbol);
  const exported = module?.exports === undefined ? [] : checker.getExportsOfModule(module);
  if (!exported.some((one) => renaming.names.includes(one.name) && isRenamed(renaming, aliased(checker, one))))
    return false;
  return namesIn(file, [name.text]).some((use) => {
    const { parent } = use;
    const isPath = ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent) || ts.isNamespaceImport(parent);
    return !isPath && ts.isIdentifier(use) && checker.getSymbolAtLocation(use) === symbol;
  });
}
