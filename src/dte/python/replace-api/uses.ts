/** Where something of Python is called, and where it is used otherwise. */
import type { ApiCall, ApiUse, ApiUses, UnsureUse } from '../../tree-sitter/replace-api/api-language.ts';
import { childOf } from '../../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../../tree-sitter/syntax.ts';
import { nodesOfTypes } from '../../tree-sitter/words.ts';
import { escapingModuleUses } from '../module-escapes.ts';
import type { PythonProject } from '../project.ts';
import { contentText } from '../python-tree.ts';
import { isByName } from '../rename-mentions.ts';
import type { Occurrence } from '../scope-walk.ts';
import { Bindings } from './bindings.ts';
import type { PythonBinding } from './bindings.ts';

/** Answers all places in some files at which one of these is, or may be, meant. */
export function usesOf(
  project: PythonProject,
  paths: readonly string[],
  wanted: readonly PythonBinding[],
): ApiUses<PythonBinding> {
  const own = new Set(wanted.map(({ names }) => names.at(-1)!));
  const names = aliasesOf(project, own);
  const search: Search = { project, paths, wanted, own, names, bindings: new Bindings(project.tree, [...names]) };
  const uses = paths.flatMap((path) => usesIn(search, path));
  return {
    calls: uses.filter((use): use is ApiCall<PythonBinding> => 'call' in use),
    others: uses.filter((use) => !('call' in use)),
    unsure: wanted.length === 0 ? [] : [...unsureUses(search), ...textUses(search)],
  };
}

interface Search {
  readonly project: PythonProject;
  readonly paths: readonly string[];
  readonly wanted: readonly PythonBinding[];
  /** What they are called where they are declared. */
  readonly own: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  readonly bindings: Bindings;
}

/** `from m import login as enter` makes another name. */
function aliasesOf({ tree }: PythonProject, own: ReadonlySet<string>): ReadonlySet<string> {
  const names = new Set(own);
  for (let size = 0; size < names.size;) {
    size = names.size;
    for (const path of tree.project.mentioning([...names])) {
      for (const scope of tree.scopes(path)?.scopes ?? []) {
        for (const { kind, name, statement } of [...scope.bindings.values()].flat()) {
          const imported = kind === 'importFrom' ? childOf(statement, 'name') : undefined;
          if (imported !== undefined && names.has(tree.textOf(path, imported))) names.add(name);
        }
      }
    }
  }
  return names;
}

function usesIn({ project, wanted, names, bindings }: Search, path: string): ApiUse<PythonBinding>[] {
  const keys = new Set(wanted.map(({ key }) => key));
  const found = (project.tree.scopes(path)?.occurrences ?? []).filter(({ name }) => names.has(name));
  return found.flatMap((occurrence) => {
    const reference = referenceOf(occurrence);
    if (reference === undefined) return [];
    const binding = bindings.of(reference, occurrence);
    if (binding === undefined || !keys.has(binding.key)) return [];
    const use = { path, node: reference, object: childOf(reference, 'object'), name: occurrence.node, binding };
    return [withCall(use, occurrence)];
  });
}

/** What stands for the name: nothing where it is only declared or imported. */
function referenceOf({ node, name, role, scope }: Occurrence): SyntaxNode | undefined {
  if (role === 'attribute') return node.parent?.type === 'attribute' ? node.parent : undefined;
  if (role !== 'name' || /^(?:global|nonlocal)_statement$/.test(node.parent!.type)) return undefined;
  const binding = [scope, scope.module].flatMap((one) => one.bindings.get(name) ?? []).find((one) => one.node === node);
  return binding !== undefined && /^(?:class|function|import)/.test(binding.kind) ? undefined : node;
}

function withCall(
  use: Omit<ApiUse<PythonBinding>, 'why'>,
  { node, name, scope }: Occurrence,
): ApiUse<PythonBinding> | ApiCall<PythonBinding> {
  const parent = use.node.parent!;
  if (parent.type === 'call' && use.node.field === 'function')
    return { ...use, call: parent, list: childOf(parent, 'arguments')! };
  if (parent.type === 'decorator') return { ...use, why: 'The function is called as a decorator here.' };
  const isBound = [scope, scope.module].some((one) => one.bindings.get(name)?.some((binding) => binding.node === node));
  const isTarget = isBound || use.node.field === 'left' || parent.type === 'delete_statement';
  return isTarget
    ? { ...use, why: 'The name gets another value here, so that what is called depends on how the program runs.' }
    : use;
}

/** Attributes of what is not known: of methods each may be meant, of functions where their module is passed on. */
function unsureUses({ project, paths, wanted, own, bindings }: Search): UnsureUse[] {
  const isMethod = wanted.some(({ key }) => key.startsWith('member:'));
  const isEscaping = isMethod || escapes(project, paths, wanted, bindings);
  if (!isEscaping) return [];
  const why =
    'Whether this is what is to be replaced cannot be proven: the type of the object is not known. Bound details.path, or name the class first.';
  return paths.flatMap((path) =>
    (project.tree.scopes(path)?.occurrences ?? [])
      .filter(({ name, role, node }) => own.has(name) && role === 'attribute' && node.parent?.type === 'attribute')
      .filter(({ node, scope }) => bindings.full.of(node.parent!, scope) === undefined)
      .filter((occurrence) => bindings.names.useOf(path, occurrence).keys[0] === 'unknown')
      .map(({ node }) => ({ path, node: node.parent!, why })),
  );
}

/** Whether a module that has one of the functions is used as a value. */
function escapes(
  project: PythonProject,
  paths: readonly string[],
  wanted: readonly PythonBinding[],
  bindings: Bindings,
): boolean {
  const declaring = wanted.flatMap(({ key, names }) =>
    key.startsWith('foreign:') ? [] : project.syntax.paths.filter((path) => isModule(project, path, names)),
  );
  if (declaring.length > 0 && escapingModuleUses(project, bindings.names, declaring).length > 0) return true;
  const owners = new Set(wanted.flatMap(({ key, modules }) => (key.startsWith('foreign:') ? modules : [])));
  return paths.some((path) =>
    (project.tree.scopes(path)?.occurrences ?? []).some(({ node, role, scope }) => {
      const parent = node.parent!;
      if (role !== 'name' || node.field === 'object' || /import|decorator|dotted_name/.test(parent.type)) return false;
      const full = bindings.full.of(node, scope);
      return full !== undefined && owners.has(full);
    }),
  );
}

const isModule = ({ tree }: PythonProject, path: string, names: readonly string[]): boolean =>
  names.length > 1 && tree.modules.nameOf(path).join('.') === names.slice(0, -1).join('.');

/** `getattr(auth, "login")`, `patch("shop.auth.login")` */
function textUses({ project, paths, wanted, own }: Search): UnsureUse[] {
  const why = 'This text may name what is to be replaced: change it by hand or by editString first.';
  const full = new Set(wanted.map(({ names }) => names.join('.')));
  return paths.flatMap((path) => {
    const file = project.syntax.file(path);
    if (file === undefined || ![...own].some((name) => file.text.includes(name))) return [];
    return nodesOfTypes(file.root, ['string'])
      .filter((node) => {
        const content = contentText(node, file.text);
        return own.has(content.split('.').at(-1)!) && (full.has(content) || isByName(node, file));
      })
      .map((node) => ({ path, node, why }));
  });
}
