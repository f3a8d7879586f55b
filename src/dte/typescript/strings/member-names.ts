/** Strings that name members, such as keys and what picks them: a change of one is a change of what others mean. */
import type { Finding } from '../../../base/report.ts';
import type { TextEdit } from '../../edit.ts';
import { filesNaming, meaningsBefore, meaningsIn } from '../binding-proof.ts';
import { newSyntaxErrors } from '../diagnostics.ts';
import { findingAt } from '../../finding-at.ts';
import { memberNamed } from '../meaning.ts';
import type { Occurrence } from '../meaning.ts';
import { isLanguageMember } from '../new-name.ts';
import { nameAt, startOfWord } from '../names.ts';
import { placesBefore } from '../../place-before.ts';
import type { TypeScriptProject } from '../project.ts';
import { pathOf } from '../tree-files.ts';
import { ts } from '../ts.ts';

/** Answers the names that would mean something else once strings are edited which name members. Needs a program where there are some. */
export function memberNameFaults(
  project: TypeScriptProject,
  nodes: readonly ts.Node[],
  edits: readonly TextEdit[],
): Finding[] {
  const edited = new Set(edits.map(({ path }) => path));
  const named = nodes.filter(ts.isStringLiteralLike).filter((node) => isName(node) && edited.has(fileOf(node)));
  const changed = named.filter((node) => edits.some((edit) => isIn(edit, node)));
  if (changed.length === 0) return [];
  const names = [...new Set([...changed.map(({ text }) => text), ...newTexts(project, changed, edits)])];
  const reserved = names
    .filter(isLanguageMember)
    .map((name) => `${name} is a member that the language gives a meaning.`);
  if (reserved.length > 0) return reserved.map((message) => ({ code: 'NAME_INVALID', message }));
  const broken = newSyntaxErrors(project, edits);
  return broken.length > 0 ? broken : changedMeanings(project, names, edits);
}

const fileOf = (node: ts.Node): string => pathOf(node.getSourceFile().fileName)!;

const isIn = ({ path, start, end }: TextEdit, node: ts.Node): boolean =>
  path === fileOf(node) && start >= node.getStart() && end <= node.end;

function isName(node: ts.StringLiteralLike): boolean {
  const { parent } = node;
  return (
    memberNamed(node) !== undefined ||
    ts.isEnumMember(parent) ||
    (ts.isElementAccessExpression(parent) && parent.argumentExpression === node) ||
    (ts.isLiteralTypeNode(parent) && ts.isIndexedAccessTypeNode(parent.parent)) ||
    ts.isImportSpecifier(parent) ||
    ts.isExportSpecifier(parent) ||
    (ts.isBindingElement(parent) && parent.propertyName === node)
  );
}

/** What the names are afterwards. */
function newTexts(
  project: TypeScriptProject,
  nodes: readonly ts.StringLiteralLike[],
  edits: readonly TextEdit[],
): string[] {
  const back = placesBefore(edits);
  const places = new Set(nodes.map((node) => `${fileOf(node)}:${startOfWord(node)}`));
  return project.trial(edits, () =>
    [...new Set(nodes.map(fileOf))].flatMap((path) => {
      const texts: string[] = [];
      const visit = (node: ts.Node): void => {
        if (ts.isStringLiteralLike(node) && places.has(`${path}:${back(path, node.getStart() + 1)}`))
          texts.push(node.text);
        ts.forEachChild(node, visit);
      };
      visit(project.parsed(path)!);
      return texts;
    }),
  );
}

function changedMeanings(project: TypeScriptProject, names: readonly string[], edits: readonly TextEdit[]): Finding[] {
  const paths = filesNaming(project, names);
  const keyed = (all: readonly Occurrence[]): ReadonlyMap<string, Occurrence> =>
    new Map(all.filter(({ role }) => role !== 'text').map((one) => [`${one.path}:${one.start}:${one.role}`, one]));
  const before = keyed(meaningsBefore(project, paths, names));
  const back = placesBefore(edits);
  const after = keyed(project.trial(edits, () => meaningsIn(project, paths, names, back)));
  return [...before].flatMap(([key, was]) => {
    const is = after.get(key);
    if (was.meaning === '' || is?.meaning === was.meaning) return [];
    const { path, start, name } = was;
    const node = nameAt(project.sourceFile(path)!, start);
    const range = { path, text: project.source(path)!.text, start, end: node?.end ?? start + name.length };
    const message = `${name} would mean ${(is?.meaning ?? '') === '' ? 'nothing' : 'something else'} here: a string that is edited names a member.`;
    return [findingAt('BINDING_CHANGED', message, range)];
  });
}
