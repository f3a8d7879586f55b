/** The edits of imports that name what moves, or stand in what moves. */
import type { TextEdit } from '../../edit.ts';
import { baseOf, folderOf } from '../../move/tree-path.ts';
import { dominantEol } from '../../source-text.ts';
import { rangesWithout } from '../../tree-sitter/list-ranges.ts';
import { indentAt } from '../../tree-sitter/places.ts';
import { childOf, childrenOf, nodesOf } from '../../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../../tree-sitter/syntax.ts';
import type { TreeModule } from '../modules.ts';
import type { PythonTree } from '../python-tree.ts';
import { placeOf } from './module-names.ts';
import type { ModuleNames } from './module-names.ts';

/** Answers the edits of one file's imports. */
export function importMoves(tree: PythonTree, names: ModuleNames, path: string): TextEdit[] {
  const file = tree.project.file(path);
  if (file === undefined) return [];
  return [...nodesOf(file.root)].flatMap((node) => {
    if (node.type === 'import_statement') return plainEdits(tree, names, path, node);
    return node.type === 'import_from_statement' ? fromEdits(tree, names, path, node) : [];
  });
}

/** `import a.b as c, d` */
function plainEdits(tree: PythonTree, names: ModuleNames, path: string, statement: SyntaxNode): TextEdit[] {
  return childrenOf(statement, 'name').flatMap((item) => {
    const name = childOf(item, 'name') ?? item;
    const module = tree.moduleNamed(path, name);
    return names.isMoving(module) ? edit(tree, path, name, names.absolute(module, plain(tree, path, name))) : [];
  });
}

const plain = (tree: PythonTree, path: string, node: SyntaxNode): string =>
  tree.textOf(path, node).replaceAll(/\s/g, '');

function edit(tree: PythonTree, path: string, { start, end }: SyntaxNode, text: string): TextEdit[] {
  return tree.project.source(path)!.text.slice(start, end) === text ? [] : [{ path, start, end, text }];
}

/** `from a import b, c`: the names may be modules themselves, and go another way than the module that they are named in. */
function fromEdits(tree: PythonTree, names: ModuleNames, path: string, statement: SyntaxNode): TextEdit[] {
  const from = childOf(statement, 'module_name')!;
  const module = tree.moduleNamed(path, from);
  if (typeof module !== 'object') return [];
  const items = childrenOf(statement, 'name');
  const moves = items.map((item) => itemMove(tree, names, path, { module, from, item }));
  const apart = items.filter((_, index) => moves[index]?.isApart === true);
  const lines = moves.flatMap((move) => (move?.isApart === true ? [lineOf(move)] : []));
  const own = moves.flatMap((move) =>
    move === undefined || move.isApart ? [] : edit(tree, path, move.node, move.text),
  );
  const spelled = edit(tree, path, from, spelling(tree, names, path, { module, from }));
  if (apart.length === 0) return [...spelled, ...own];
  return [
    ...splitEdits(tree, path, statement, { apart, lines }),
    ...(apart.length < items.length ? [...spelled, ...own] : []),
  ];
}

/** At the top there is no package to import from. */
const lineOf = ({ module, text }: ItemMove): string =>
  module === '' ? `import ${text}` : `from ${module} import ${text}`;

interface From {
  readonly module: TreeModule;
  readonly from: SyntaxNode;
}

/** Answers how a file names the module that it imports from, in the form that it does now if that is possible. */
function spelling(tree: PythonTree, names: ModuleNames, path: string, { module, from }: From): string {
  const now = plain(tree, path, from);
  if (from.type === 'relative_import') return names.relative(path, module) ?? names.fullName(module);
  return names.isMoving(module) ? names.absolute(module, now) : now;
}

interface ItemMove {
  readonly node: SyntaxNode;
  readonly text: string;
  /** Whether it is imported from another module than its neighbours. */
  readonly isApart: boolean;
  readonly module: string;
}

/** What becomes of one imported name, if that is a module which moves. Its local name stays. */
function itemMove(
  tree: PythonTree,
  names: ModuleNames,
  path: string,
  { module, from, item }: From & { readonly item: SyntaxNode },
): ItemMove | undefined {
  const nameNode = childOf(item, 'name') ?? item;
  const name = tree.textOf(path, nameNode);
  const member = tree.memberOf(module, name);
  if (member.kind !== 'module' || !names.isMoving(member.module)) return undefined;
  const place = placeOf(names.idAfter(member.module));
  const [now, folder] = [baseOf(place), folderOf(place)];
  const isApart = folder !== placeOf(names.idAfter(module));
  if (!isApart && now === name) return undefined;
  const alias = childOf(item, 'alias');
  const local = alias === undefined ? name : tree.textOf(path, alias);
  const text = now === local ? now : `${now} as ${local}`;
  return { node: item, text, isApart, module: parentName(tree, names, path, { from, member: member.module }) };
}

/** Answers how a file names the package in which a module is then. */
function parentName(
  tree: PythonTree,
  names: ModuleNames,
  path: string,
  { from, member }: { readonly from: SyntaxNode; readonly member: TreeModule },
): string {
  const isRelative = from.type === 'relative_import';
  const whole = isRelative ? names.relative(path, member) : undefined;
  if (whole !== undefined)
    return /^\.+[^.]+$/.test(whole) ? whole.replace(/[^.]+$/, '') : whole.replace(/\.[^.]+$/, '');
  const before = isRelative
    ? undefined
    : `${plain(tree, path, from)}.${baseOf(placeOf(member.path ?? member.folder!))}`;
  const full = before === undefined ? names.fullName(member) : names.absolute(member, before);
  return full.split('.').slice(0, -1).join('.');
}

/** The names that go apart get statements of their own; the statement goes if none is left. */
function splitEdits(
  tree: PythonTree,
  path: string,
  statement: SyntaxNode,
  { apart, lines }: { readonly apart: readonly SyntaxNode[]; readonly lines: readonly string[] },
): TextEdit[] {
  const { text } = tree.project.source(path)!;
  const { start, end } = statement;
  const join = dominantEol(text) + indentAt(text, start);
  const items = childrenOf(statement, 'name');
  if (apart.length === items.length) return [{ path, start, end, text: lines.join(join) }];
  const gone = rangesWithout(items, new Set(apart)).map((range) => ({ path, ...range, text: '' }));
  return [...gone, { path, start: end, end, text: join + lines.join(join) }];
}
