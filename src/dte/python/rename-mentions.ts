/** The name of a symbol in strings and comments: some are followed, some need a person, most are only text. */
import type { Finding } from '../../base/report.ts';
import type { TextEdit } from '../edit.ts';
import type { PatchTask } from '../patch.ts';
import { nodeFinding } from '../tree-sitter/node-finding.ts';
import { ancestorOf, childOf } from '../tree-sitter/syntax.ts';
import type { SyntaxFile, SyntaxNode } from '../tree-sitter/syntax.ts';
import { nodesOfTypes, wordEdits, wordsIn } from '../tree-sitter/words.ts';
import type { PythonProject } from './project.ts';
import { contentText, exportList } from './python-tree.ts';
import type { RenameTarget } from './rename-target.ts';

/** Calls that take the name of something in a text. */
const BY_NAME =
  /(?:^|\.)(?:getattr|setattr|hasattr|delattr|attrgetter|methodcaller|patch|patch\.object|monkeypatch\.\w+|import_module|__import__|eval|exec|compile|globals|locals|vars|ForwardRef|cast)$/;

/** Answers edits of `__all__`, and of comments and strings where `details` asks for them. */
export function mentionEdits(target: RenameTarget, task: PatchTask): TextEdit[] {
  const { comments, strings } = task.patch.details ?? {};
  const { oldName, newName, names, edits } = target;
  const listed = exportEdits(target);
  const changing = [...new Set([...edits, ...listed].map(({ path }) => path))];
  const words = changing.flatMap((path) => {
    const file = names.tree.project.file(path)!;
    const types = [...(comments === true ? ['comment'] : []), ...(strings === true ? ['string_content'] : [])];
    return wordEdits(file, nodesOfTypes(file.root, types), [oldName, newName]).filter(
      (edit) => !edits.some((other) => other.path === path && other.start === edit.start),
    );
  });
  const places = new Set(listed.map(({ path, start }) => `${path}:${start}`));
  return [...listed, ...words.filter(({ path, start }) => !places.has(`${path}:${start}`))];
}

/** `__all__` names the module's own names. */
function exportEdits({ names, oldName, newName, targets }: RenameTarget): TextEdit[] {
  return names.tree.project.mentioning([oldName]).flatMap((path) => {
    const scopes = names.tree.scopes(path);
    if (scopes === undefined || !targets.has(names.groups.keyOf({ scope: scopes.module, name: oldName }))) return [];
    const strings = (exportList(scopes) ?? []).filter((string) => contentText(string, scopes.file.text) === oldName);
    return wordEdits(scopes.file, strings, [oldName, newName]);
  });
}

/** Answers the texts by which the symbol may be reached. */
export function mentionFindings(project: PythonProject, target: RenameTarget, { patch }: PatchTask): Finding[] {
  const { comments, strings } = patch.details ?? {};
  return project.syntax.mentioning([target.oldName]).flatMap((path) => {
    const file = project.syntax.file(path)!;
    const isOwn = target.edits.some((edit) => edit.path === path);
    const texts = isOwn && strings === true ? [] : stringMentions(project, target, file, isOwn);
    const typed = isOwn && comments !== true ? typeComments(file, target.oldName) : [];
    const message = `This text may name ${target.oldName}; details.strings and details.comments rename it in the files that change.`;
    return [...texts, ...typed].map((node) => nodeFinding(project.syntax, 'NEEDS_PERSON', message, { path, node }));
  });
}

function stringMentions(project: PythonProject, target: RenameTarget, file: SyntaxFile, isOwn: boolean): SyntaxNode[] {
  const { oldName, edits } = target;
  const isLocal = [...target.targets].every((key) => /#(?!0:)\d+:/.test(key) && !key.startsWith('member:'));
  const done = new Set(edits.filter(({ path }) => path === file.path).map(({ start }) => start));
  return nodesOfTypes(file.root, ['string']).filter((node) => {
    const open = wordsIn(file.text, oldName, node.start, node.end).filter(
      (at) => !done.has(at) && !isInterpolated(node, at),
    );
    if (open.length === 0) return false;
    if (isLocal) return isOwn && isFormatOfLocals(node, file);
    return (
      isByName(node, file) || isAnnotation(node, file) || isDottedPath(project, target, contentText(node, file.text))
    );
  });
}

const isInterpolated = (string: SyntaxNode, at: number): boolean =>
  string.children.some((child) => child.type === 'interpolation' && child.start <= at && at < child.end);

/** Whether a string is an argument of something that takes names, or stands in brackets behind it. */
export function isByName(node: SyntaxNode, file: SyntaxFile): boolean {
  const around = ancestorOf(node, ['call', 'subscript', 'block', 'module']);
  if (around === undefined) return false;
  const head = childOf(around, 'function') ?? childOf(around, 'value');
  if (head === undefined) return false;
  const called = head.type === 'call' ? childOf(head, 'function')! : head;
  const text = file.text.slice(called.start, called.end);
  return BY_NAME.test(text) || text.endsWith('__dict__');
}

/** `"{x}".format(**locals())`, `eval("x + 1")` */
function isFormatOfLocals(node: SyntaxNode, file: SyntaxFile): boolean {
  return (
    isByName(node, file) ||
    (/[{%]/.test(file.text.slice(node.start, node.end)) && /\b(?:locals|vars)\(\)/.test(file.text))
  );
}

/** Whether a string stands for a type, and not for a text in a type. */
function isAnnotation(node: SyntaxNode, file: SyntaxFile): boolean {
  for (let above = node.parent; above !== undefined && !ENDS.has(above.type); above = above.parent) {
    const base = childOf(above, 'value') ?? above.children[0];
    const isIndexed = above.type === 'generic_type' || above.type === 'subscript';
    if (isIndexed && /\b(?:Literal|Annotated)$/.test(file.text.slice(base?.start, base?.end))) return false;
    if (above.type === 'type' && above.field === 'type') return true;
  }
  return false;
}

const ENDS: ReadonlySet<string> = new Set(['call', 'block', 'module', 'expression_statement']);

/** `"shop.cart.old"`: the full name of something in the tree. */
function isDottedPath(project: PythonProject, { oldName, before, targets }: RenameTarget, content: string): boolean {
  if (!/^[\w.:]+$/.test(content) || !/[.:]/.test(content)) return false;
  const files = new Set(before.filter((use) => use.keys.some((key) => targets.has(key))).map(({ path }) => path));
  const steps = content.split(/[.:]/);
  return (
    steps.includes(oldName) &&
    [...files].some((path) => project.tree.modules.nameOf(path).some((step) => steps.includes(step)))
  );
}

/** `# type: Account` */
function typeComments(file: SyntaxFile, name: string): SyntaxNode[] {
  return nodesOfTypes(file.root, ['comment']).filter(
    (node) =>
      /^#\s*type:/.test(file.text.slice(node.start, node.end)) &&
      wordsIn(file.text, name, node.start, node.end).length > 0,
  );
}
