/** What a renameSymbol patch renames, with the places. */
import type { Finding } from '../../base/report.ts';
import type { TextEdit } from '../edit.ts';
import type { PatchDetails } from '../generated/types.ts';
import { pathFilter } from '../path-filter.ts';
import type { PatchTask } from '../patch.ts';
import type { NameUse } from '../tree-sitter/name-use.ts';
import { nodeFinding } from '../tree-sitter/node-finding.ts';
import { placesOf } from '../tree-sitter/selected.ts';
import type { SelectedNode } from '../tree-sitter/selected.ts';
import { childOf } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import type { TypeDecl } from './declarations.ts';
import { JavaNames } from './name-uses.ts';
import { isObjectMethod, nameFault } from './names.ts';
import type { JavaProject } from './project.ts';
import { isDeclaration } from './roles.ts';
import { containersOf } from './symbol-places.ts';

/** A renaming before it is checked. */
export interface RenameTarget {
  readonly oldName: string;
  readonly newName: string;
  /** Keys of what is renamed. */
  readonly targets: ReadonlySet<string>;
  readonly names: JavaNames;
  readonly before: readonly NameUse[];
  /** The declarations of what is renamed. */
  readonly declared: readonly NameUse[];
  /** The types among them. */
  readonly types: readonly TypeDecl[];
  /** The identifiers. */
  readonly edits: readonly TextEdit[];
}

interface Refused {
  readonly findings: readonly Finding[];
}

/** Answers the renaming, or why it is none. */
export function pickTarget(
  project: JavaProject,
  { patch }: PatchTask,
  selected: readonly SelectedNode[],
): RenameTarget | Refused {
  const details = patch.details ?? {};
  const newName = details.newName!;
  const identifiers = selected.map(({ path, node }) => ({ path, node: identifierOf(node) ?? node }));
  const nameless = identifiers.filter(({ node }) => !/^(?:type_)?identifier$/.test(node.type));
  if (nameless.length > 0) return refused(project, 'TARGET_MISSING', 'This is no name and has none.', nameless);
  const spelled = new Set(identifiers.map(({ path, node }) => project.tree.textOf(path, node)));
  if (spelled.size > 1) return ambiguous(project, identifiers);
  const oldName = [...spelled][0]!;
  const names = new JavaNames(project.tree, [oldName, newName]);
  const before = names.all();
  const keys = keysOf(project, before, identifiers, details);
  const fault = faultOf(oldName, newName, keys);
  if (fault !== undefined)
    return refused(
      project,
      'NAME_INVALID',
      `${oldName} cannot be called ${newName}: ${fault}.`,
      identifiers.slice(0, 1),
    );
  const wrong = keyFindings(project, keys, identifiers, details);
  return wrong.length > 0
    ? { findings: wrong }
    : targetOf(project, { oldName, newName, targets: new Set(keys), names, before });
}

function targetOf(
  project: JavaProject,
  target: Pick<RenameTarget, 'oldName' | 'newName' | 'targets' | 'names' | 'before'>,
): RenameTarget {
  const { targets, before, newName } = target;
  const renamed = before.filter((use) => use.keys.every((key) => targets.has(key)));
  const edits = renamed.map(({ path, node: { start, end } }) => ({ path, start, end, text: newName }));
  const declared = renamed.filter(({ node }) => isDeclaration(node));
  const types = declared.flatMap(({ path, node }) => project.tree.files.get(path)!.byNode.get(node.parent!) ?? []);
  return { ...target, declared, types: types.filter(({ name }) => name === target.oldName), edits };
}

/** A name, or the name of a declaration. */
function identifierOf(node: SyntaxNode): SyntaxNode | undefined {
  if (node.type === 'identifier' || node.type === 'type_identifier') return node;
  return childOf(node, 'name') ?? childOf(childOf(node, 'declarator'), 'name');
}

function faultOf(oldName: string, newName: string, keys: readonly string[]): string | undefined {
  if (oldName === newName) return 'it is its name already';
  const isMethod = keys.some((key) => key.startsWith('method:'));
  if (isMethod && isObjectMethod(newName)) return 'every object has a method of this name';
  return nameFault(
    newName,
    keys.some((key) => key.startsWith('type:')),
  );
}

/** Answers the keys of the selected names, of those that `details` means. */
function keysOf(
  project: JavaProject,
  before: readonly NameUse[],
  selected: readonly SelectedNode[],
  { declaredIn, container }: PatchDetails,
): string[] {
  const chosen = selected.map(({ path, node }) => before.find((use) => use.path === path && use.node === node));
  const keys = [...new Set(chosen.flatMap((use) => use?.keys ?? []))];
  if (declaredIn === undefined && container === undefined) return keys;
  const fits = declaredIn === undefined ? () => true : pathFilter([declaredIn]);
  const isMeant = (use: NameUse): boolean =>
    isDeclaration(use.node) &&
    fits(use.path) &&
    (container === undefined || containersOf(project.tree, use.path, use.node).at(-1) === container);
  return keys.filter((key) => before.some((use) => use.keys.includes(key) && isMeant(use)));
}

function keyFindings(
  project: JavaProject,
  keys: readonly string[],
  selected: readonly SelectedNode[],
  { all }: PatchDetails,
): readonly Finding[] {
  const refuse = (code: Finding['code'], message: string): readonly Finding[] =>
    refused(project, code, message, selected.slice(0, 1)).findings;
  if (keys.length === 0)
    return refuse('TARGET_MISSING', 'No symbol here is declared as details.declaredIn and details.container say.');
  if (keys.length > 1 && all !== true) return ambiguous(project, selected).findings;
  if (keys.some((key) => key.startsWith('unknown'))) {
    return refuse('NEEDS_PERSON', 'What this name belongs to needs types that the tree alone does not tell.');
  }
  const isOutside = keys.some((key) => !/^(?:local|type|field|method):/.test(key));
  return isOutside
    ? refuse('TARGET_EXTERNAL', 'What this name means is not declared in the tree, or is a package.')
    : [];
}

function refused(
  project: JavaProject,
  code: Finding['code'],
  message: string,
  places: readonly SelectedNode[],
): Refused {
  return { findings: places.map((place) => nodeFinding(project.syntax, code, message, place)) };
}

function ambiguous(project: JavaProject, selected: readonly SelectedNode[]): Refused {
  const places = placesOf(project.syntax, selected);
  const message = `The selector picks names of several symbols: ${places.slice(0, 10).join(', ')}.`;
  return { findings: [{ code: 'TARGET_AMBIGUOUS', message, details: { places } }] };
}
