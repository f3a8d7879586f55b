/** What a renameSymbol patch renames, with the places. */
import type { Finding } from '../../base/report.ts';
import type { TextEdit } from '../edit.ts';
import type { PatchDetails } from '../generated/types.ts';
import { pathFilter } from '../path-filter.ts';
import type { PatchTask } from '../patch.ts';
import { nodeFinding } from '../tree-sitter/node-finding.ts';
import { placesOf } from '../tree-sitter/selected.ts';
import type { SelectedNode } from '../tree-sitter/selected.ts';
import { childOf } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import { bindingScope, NameUses } from './name-uses.ts';
import type { PythonUse } from './name-uses.ts';
import { isPrivate, isSpecial, nameFault } from './names.ts';
import type { PythonProject } from './project.ts';
import type { Scope } from './scope.ts';

/** A renaming before it is checked. */
export interface RenameTarget {
  readonly oldName: string;
  readonly newName: string;
  /** Keys of what is renamed. */
  readonly targets: ReadonlySet<string>;
  readonly names: NameUses;
  readonly before: readonly PythonUse[];
  /** The identifiers. */
  readonly edits: readonly TextEdit[];
}

/** Answers the renaming, or why it is none. */
export function pickTarget(
  project: PythonProject,
  { patch }: PatchTask,
  selected: readonly SelectedNode[],
): RenameTarget | { readonly findings: readonly Finding[] } {
  const details = patch.details ?? {};
  const newName = details.newName!;
  const identifiers = selected.map(({ path, node }) => ({ path, node: identifierOf(node) ?? node }));
  const spelled = new Set(identifiers.map(({ path, node }) => project.tree.textOf(path, node).normalize('NFKC')));
  const nameless = identifiers.filter(({ node }) => node.type !== 'identifier');
  if (nameless.length > 0) return refused(project, 'TARGET_MISSING', 'This is no name and has none.', nameless);
  if (spelled.size > 1) return { findings: [ambiguous(project, identifiers)] };
  const oldName = [...spelled][0]!;
  const fault = faultOf(oldName, newName);
  if (fault !== undefined)
    return refused(
      project,
      'NAME_INVALID',
      `${oldName} cannot be called ${newName}: ${fault}.`,
      identifiers.slice(0, 1),
    );
  const names = new NameUses(project.tree, [oldName, newName]);
  const before = names.all();
  const keys = keysOf(project, before, identifiers, details);
  const wrong = keyFindings(project, keys, identifiers, details);
  if (wrong.length > 0) return { findings: wrong };
  return targetOf({ oldName, newName, targets: new Set(keys), names, before }, details);
}

function targetOf(target: Omit<RenameTarget, 'edits'>, details: PatchDetails): RenameTarget {
  const { targets, oldName, newName, before } = target;
  const isByName = details.attributes === 'byName';
  const renamed = before.filter(
    (use) => use.name === oldName && use.keys.every((key) => isMeant(key, targets, isByName, use)),
  );
  const edits = renamed.map(({ path, node: { start, end } }) => ({ path, start, end, text: newName }));
  if (!isByName || !renamed.some((use) => use.keys[0] === 'unknown')) return { ...target, edits };
  return { ...target, targets: new Set([...targets, 'unknown']), edits };
}

const isMeant = (key: string, targets: ReadonlySet<string>, isByName: boolean, use: PythonUse): boolean =>
  targets.has(key) || (isByName && key === 'unknown' && use.occurrence.role === 'attribute');

/** A name, or the name of a definition. */
function identifierOf(node: SyntaxNode): SyntaxNode | undefined {
  if (node.type === 'identifier') return node;
  const inner = childOf(node, 'name') ?? childOf(childOf(node, 'definition'), 'name');
  return inner?.type === 'dotted_name' ? inner.children[0] : inner;
}

function faultOf(oldName: string, newName: string): string | undefined {
  if (oldName === newName) return 'it is its name already';
  if (isSpecial(oldName)) return `${oldName} is the language's own name`;
  if (isPrivate(oldName) || isPrivate(newName))
    return 'Python changes names with two underscores in front within classes';
  return nameFault(newName);
}

/** Answers the keys of the selected names, of those that `details` means. */
function keysOf(
  project: PythonProject,
  before: readonly PythonUse[],
  selected: readonly SelectedNode[],
  details: PatchDetails,
): string[] {
  const chosen = selected.map(({ path, node }) =>
    before.find((use) => use.path === path && use.node.start === node.start),
  );
  const keys = [...new Set(chosen.flatMap((use) => (use === undefined ? [] : use.keys)))];
  return keys.filter((key) =>
    isDeclaredAsMeant(
      project,
      before.filter((use) => use.keys.includes(key)),
      details,
    ),
  );
}

function isDeclaredAsMeant(
  project: PythonProject,
  uses: readonly PythonUse[],
  { declaredIn, container }: PatchDetails,
): boolean {
  if (declaredIn === undefined && container === undefined) return true;
  const fits = declaredIn === undefined ? () => true : pathFilter([declaredIn]);
  return uses.some((use) => {
    const scope = bindingScope(use);
    return (
      scope !== undefined && fits(use.path) && (container === undefined || containerName(project, scope) === container)
    );
  });
}

/** Answers the name of the class or function that a scope is. */
function containerName(project: PythonProject, { path, node }: Scope): string | undefined {
  const name = childOf(node, 'name');
  return name === undefined ? undefined : project.tree.textOf(path, name);
}

function keyFindings(
  project: PythonProject,
  keys: readonly string[],
  selected: readonly SelectedNode[],
  details: PatchDetails,
): readonly Finding[] {
  const refuse = (code: Finding['code'], message: string): readonly Finding[] =>
    refused(project, code, message, selected.slice(0, 1)).findings;
  if (keys.length === 0)
    return refuse('TARGET_MISSING', 'No symbol here is declared as details.declaredIn and details.container say.');
  if (keys.length > 1 && details.all !== true) return [ambiguous(project, selected)];
  for (const key of keys) {
    if (key === 'unknown' && details.attributes !== 'byName') {
      return refuse(
        'NEEDS_PERSON',
        'What object this attribute belongs to cannot be proven; details.attributes "byName" renames attributes by their name.',
      );
    }
    if (/^(?:free|foreign|star|unsure|function|class-keyword):/.test(key)) {
      return refuse('TARGET_EXTERNAL', 'What this name means is not declared in the tree.');
    }
    if (/^(?:module|path):/.test(key))
      return refuse('NEEDS_PERSON', 'This is the name of a module: moveModule renames that.');
  }
  return [];
}

function refused(
  project: PythonProject,
  code: Finding['code'],
  message: string,
  places: readonly SelectedNode[],
): { readonly findings: readonly Finding[] } {
  return { findings: places.map((place) => nodeFinding(project.syntax, code, message, place)) };
}

function ambiguous(project: PythonProject, selected: readonly SelectedNode[]): Finding {
  const places = placesOf(project.syntax, selected);
  const message = `The selector picks names of several symbols: ${places.slice(0, 10).join(', ')}.`;
  return { code: 'TARGET_AMBIGUOUS', message, details: { places } };
}
