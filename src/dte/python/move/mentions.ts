/** Texts that name what moves, and code that depends on where its file is. */
import type { Finding } from '../../../base/report.ts';
import { fromUtf8 } from '../../../base/bytes.ts';
import type { TextEdit } from '../../edit.ts';
import { findingAt } from '../../finding-at.ts';
import type { MovePlan } from '../../move/move-plan.ts';
import { baseOf, folderOf } from '../../move/tree-path.ts';
import { isPlainFile } from '../../source-tree.ts';
import { nodeFinding } from '../../tree-sitter/node-finding.ts';
import { ancestorOf } from '../../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../../tree-sitter/syntax.ts';
import { nodesOfTypes } from '../../tree-sitter/words.ts';
import type { PythonProject } from '../project.ts';
import { contentText, exportList } from '../python-tree.ts';
import { isByName } from '../rename-mentions.ts';
import { placeOf } from './module-names.ts';

/** Settings in which full names of modules are followed, and others in which they are only looked for. JSON is none: change specs name paths in it. */
const SETTINGS = /(?:^|\/)(?:pyproject\.toml|setup\.cfg|tox\.ini|pytest\.ini|mypy\.ini|\.coveragerc)$/;
const OTHERS = /(?:^|\/)(?:[^/]+\.(?:toml|cfg|ini|ya?ml)|Dockerfile|Makefile|Procfile)$/;
const MAX_BYTES = 1 << 20;

/** What moves, by the names that texts have for it. */
export interface MovedName {
  /** Full name now, such as `shop.cart`. */
  readonly now: string;
  /** Full name afterwards. */
  readonly then: string;
}

/** Answers the strings that name what moves: what they are for, nobody can tell. Types in strings are followed. @param edits - of imports and uses */
export function stringMentions(
  project: PythonProject,
  { now, then }: MovedName,
  edits: readonly TextEdit[],
): Finding[] {
  if (now === then) return [];
  const why = `This text names ${now}, which becomes ${then}: change it by an editString patch before the move.`;
  const isPlain = !now.includes('.');
  return project.syntax.mentioning([now]).flatMap((path) => {
    const file = project.syntax.file(path)!;
    const isDone = ({ start, end }: SyntaxNode): boolean =>
      edits.some((edit) => edit.path === path && start < edit.start && edit.end < end);
    return nodesOfTypes(file.root, ['string'])
      .filter((node) => {
        const content = contentText(node, file.text);
        if (isDone(node)) return false;
        const isIt = content === now && (!isPlain || isByName(node, file) || isPackaged(path, node, file.text));
        return isIt || (content.startsWith(now) && /^[.:][A-Za-z_][\w.:]*$/.test(content.slice(now.length)));
      })
      .map((node) => nodeFinding(project.syntax, 'NEEDS_PERSON', why, { path, node }));
  });
}

/** `setup(packages=["shop"])`, but not the name of the project. */
function isPackaged(path: string, string: SyntaxNode, text: string): boolean {
  const argument = ancestorOf(string, ['keyword_argument', 'block', 'module']);
  return baseOf(path) === 'setup.py' && !text.startsWith('name', argument!.start);
}

/** `__all__` of a package names a module of it, which a star import loads. */
export function exportMentions(project: PythonProject, { moves, root: [from] }: MovePlan): Finding[] {
  const name = baseOf(placeOf(from));
  const packages =
    moves.length === 0
      ? []
      : ['__init__.py', '__init__.pyi'].map((file) => [folderOf(from), file].filter((step) => step !== '').join('/'));
  return packages.flatMap((path) => {
    const scopes = project.tree.scopes(path);
    if (scopes === undefined || scopes.module.bindings.has(name)) return [];
    const why = `The package lists ${name} by its name, which a star import loads as a module.`;
    return (exportList(scopes) ?? [])
      .filter((string) => contentText(string, scopes.file.text) === name)
      .map((node) => nodeFinding(project.syntax, 'NEEDS_PERSON', why, { path, node }));
  });
}

/** Code that asks for the place of its own file, in files that get into another folder. */
export function placeMentions(project: PythonProject, { moves, root: [from, to] }: MovePlan): Finding[] {
  if (folderOf(from) === folderOf(to)) return [];
  const why = 'What this finds depends on the folder of the file, which changes.';
  return moves.flatMap(({ from: path }) =>
    (project.tree.scopes(path)?.occurrences ?? [])
      .filter(({ name, role }) => role === 'name' && /^__(?:file|path|package)__$/.test(name))
      .map(({ node }) => nodeFinding(project.syntax, 'NEEDS_PERSON', why, { path, node })),
  );
}

/** Answers the edits of settings that name what moves, and a finding for each other file that may. */
export function settingMentions(
  { syntax: { tree } }: PythonProject,
  { now, then }: MovedName,
  { root: [from] }: MovePlan,
): { readonly edits: readonly TextEdit[]; readonly findings: readonly Finding[] } {
  const edits: TextEdit[] = [];
  const findings: Finding[] = [];
  const paths = [...tree.modes].filter(
    ([path, mode]) => isPlainFile(mode) && (SETTINGS.test(path) || OTHERS.test(path)),
  );
  for (const [path] of paths) {
    const bytes = tree.read(path);
    const text = bytes.length > MAX_BYTES ? undefined : fromUtf8(bytes);
    if (text === undefined) continue;
    for (const { start, word } of [...placesOf(text, now), ...(/[./]/.test(from) ? placesOf(text, from) : [])]) {
      const end = start + word.length;
      const isFollowed = SETTINGS.test(path) && word === now && now.includes('.') && !text.startsWith('\ufeff');
      if (isFollowed && now !== then) edits.push({ path, start, end, text: then });
      const isOpen = word !== now || (now !== then && !isFollowed && isNaming(text, start, now));
      const why = `${path} names ${word}, which moves: change it by hand.`;
      if (isOpen) findings.push(findingAt('NEEDS_PERSON', why, { path, text, start, end }));
    }
  }
  return { edits, findings };
}

/** A name of one step is a word like others, unless something of it is named behind a colon, or it stands for a package. */
function isNaming(text: string, start: number, name: string): boolean {
  if (name.includes('.')) return true;
  const behind = text.slice(start + name.length, start + name.length + 100);
  const line = text.slice(text.lastIndexOf('\n', start) + 1, start);
  const isListed = /["']$/.test(line) && /^["']/.test(behind) && !/^\s*name\s*=/.test(line);
  return isListed || /^:[A-Za-z_]\w*["'\s]/.test(behind);
}

function placesOf(text: string, word: string): { start: number; word: string }[] {
  const found: { start: number; word: string }[] = [];
  for (let start = text.indexOf(word); start >= 0 && word !== ''; start = text.indexOf(word, start + 1)) {
    const isWhole =
      !/[\w./-]$/.test(text.slice(Math.max(0, start - 1), start)) &&
      !/^[\w-]/.test(text.slice(start + word.length, start + word.length + 1));
    if (isWhole) found.push({ start, word });
  }
  return found;
}
