/** The proof of an insertion: names in the new text mean something, and no other name means anything else than before. */
import type { Finding } from '../../base/report.ts';
import type { TextEdit } from '../edit.ts';
import { isInserted } from '../inserted-ranges.ts';
import { placesBefore } from '../place-before.ts';
import { changedUses } from '../tree-sitter/kept-meanings.ts';
import { nodeFinding } from '../tree-sitter/node-finding.ts';
import { ancestorOf, nodesOf } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import { NameUses } from './name-uses.ts';
import { isBuiltin } from './names.ts';
import { missingMembers } from './new-members.ts';
import type { PythonProject } from './project.ts';
import { lookup } from './scope.ts';
import type { Binding, Scope } from './scope.ts';
import type { Occurrence } from './scope-walk.ts';

/** Answers why an insertion is not what it should be: of the first check that finds something. @param edits - sorted */
export function checkInserted(project: PythonProject, edits: readonly TextEdit[]): Finding[] {
  const insertion = insertionOf(project, edits);
  for (const check of [misplaced, doubled, captured, unknown]) {
    const findings = check(insertion);
    if (findings.length > 0) return findings;
  }
  return missingMembers(project, insertion.after, edits);
}

interface NewBinding {
  readonly scope: Scope;
  readonly binding: Binding;
}

interface Insertion {
  readonly project: PythonProject;
  readonly after: PythonProject;
  readonly edits: readonly TextEdit[];
  readonly paths: readonly string[];
  readonly isNew: (path: string, offset: number) => boolean;
  readonly bindings: readonly NewBinding[];
}

function insertionOf(project: PythonProject, edits: readonly TextEdit[]): Insertion {
  const after = project.after(edits);
  const isNew = isInserted(edits);
  const paths = [...new Set(edits.map(({ path }) => path))];
  const scopes = paths.flatMap((path) => after.tree.scopes(path)!.scopes);
  const bindings = scopes.flatMap((scope) =>
    [...scope.bindings.values()]
      .flat()
      .filter(({ node }) => isNew(scope.path, node.start))
      .map((binding) => ({ scope, binding })),
  );
  return { project, after, edits, paths, isNew, bindings };
}

/** A finding at the place where the new text goes. */
function finding(
  { project, edits }: Insertion,
  code: Finding['code'],
  message: string,
  place: { path: string; start: number },
): Finding {
  const start = placesBefore(edits)(place.path, place.start);
  return nodeFinding(project.syntax, code, message, { path: place.path, node: { start, end: start } });
}

/** Statements that stand only within others. */
const HOMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['return_statement', ['function_definition']],
  ['yield', ['function_definition', 'lambda']],
  ['await', ['function_definition', 'lambda']],
  ['break_statement', ['for_statement', 'while_statement']],
  ['continue_statement', ['for_statement', 'while_statement']],
]);

function misplaced(insertion: Insertion): Finding[] {
  const { after, paths, isNew } = insertion;
  return paths.flatMap((path) =>
    [...nodesOf(after.syntax.file(path)!.root)]
      .filter(({ type, start, isNamed }) => isNamed && HOMES.has(type) && isNew(path, start))
      .filter((node) => !hasHome(node, HOMES.get(node.type)!))
      .map(({ type, start }) =>
        finding(insertion, 'SYNTAX_BROKEN', `No ${type.replace('_', ' ')} can stand here.`, { path, start }),
      ),
  );
}

/** A loop ends where a function or class in it begins. */
function hasHome(node: SyntaxNode, homes: readonly string[]): boolean {
  const around = ancestorOf(node, [...homes, 'function_definition', 'class_definition']);
  return around !== undefined && homes.includes(around.type);
}

/** A definition or import of what the scope has already, or a value for what is defined or imported. */
function doubled(insertion: Insertion): Finding[] {
  const { isNew, bindings } = insertion;
  return bindings.flatMap(({ scope, binding }) => {
    const { name, node, kind } = binding;
    if (kind === 'delete' || name === '_' || isAlternative(insertion, scope, binding)) return [];
    const others = scope.bindings.get(name)!.filter((other) => !isNew(scope.path, other.node.start));
    const isDoubled =
      kind === 'assignment'
        ? others.some((other) => other.kind !== 'assignment' && other.kind !== 'parameter')
        : others.length > 0;
    if (!isDoubled) return [];
    return [
      finding(insertion, 'NAME_COLLISION', `${name} is there already, where the new text binds it.`, {
        path: scope.path,
        start: node.start,
      }),
    ];
  });
}

/** `@overload`, `@x.setter`: more of the same. */
function isAlternative({ after }: Insertion, { path }: Scope, { statement }: Binding): boolean {
  const decorators = statement.parent?.type === 'decorated_definition' ? statement.parent.children : [];
  return decorators.some(
    (node) =>
      node.type === 'decorator' &&
      /^@(?:\w+\.)*(?:overload|setter|getter|deleter|register)\b/.test(after.tree.textOf(path, node)),
  );
}

/** Other names of the same spelling mean what they meant. */
function captured({ project, after, edits, bindings, paths }: Insertion): Finding[] {
  const moved = paths.flatMap((path) =>
    after.tree.scopes(path)!.scopes.flatMap(({ globals, nonlocals }) => [...globals, ...nonlocals]),
  );
  const names = [...new Set([...bindings.map(({ binding }) => binding.name), ...moved])];
  if (names.length === 0) return [];
  const before = new NameUses(project.tree, names).all();
  const later = new NameUses(after.tree, names).all();
  return changedUses(before, later, edits).map(({ use }) =>
    nodeFinding(
      project.syntax,
      'NAME_COLLISION',
      `${use.name} would mean something else here: the new text binds the name as well.`,
      use,
    ),
  );
}

/** Names that the new text reads have to be bound, and before it. */
function unknown(insertion: Insertion): Finding[] {
  const { after, paths, isNew } = insertion;
  return paths.flatMap((path) =>
    after.tree
      .scopes(path)!
      .occurrences.filter(({ node, role }) => role === 'name' && isNew(path, node.start))
      .flatMap((occurrence) => {
        const why = unknownWhy(after, path, occurrence);
        return why === undefined
          ? []
          : [finding(insertion, 'BINDING_CHANGED', why, { path, start: occurrence.node.start })];
      }),
  );
}

function unknownWhy({ tree }: PythonProject, path: string, { node, name, scope }: Occurrence): string | undefined {
  const { symbols } = lookup(scope, name, node);
  const [symbol] = symbols;
  if (symbol === undefined) {
    const isKnown = isBuiltin(name) || name === '__class__' || tree.starSource(scope.module, name) !== undefined;
    return isKnown || tree.scopes(path) === undefined ? undefined : `${name} in the new text means nothing here.`;
  }
  const bindings = symbol.scope.bindings.get(name)!;
  const isLater = bindings.every((binding) => binding.node.start > node.start) && bodyScope(scope) === symbol.scope;
  return isLater && ancestorOf(node, ['for_statement', 'while_statement']) === undefined
    ? `${name} in the new text is bound only further down.`
    : undefined;
}

/** Answers the scope whose body runs where a name is read. */
function bodyScope(scope: Scope): Scope {
  const isOwn = ['function', 'lambda', 'module'].includes(scope.kind);
  return isOwn || scope.parent === undefined ? scope : bodyScope(scope.parent);
}
