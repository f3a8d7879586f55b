/** Documentation in strings that names what is renamed: parameters, roles such as :func:`m.f`, and examples that are run. */
import type { Finding } from '../../base/report.ts';
import type { TextEdit } from '../edit.ts';
import type { PatchTask } from '../patch.ts';
import { nodeFinding } from '../tree-sitter/node-finding.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import { wordsIn } from '../tree-sitter/words.ts';
import { meaningOf } from './doc-names.ts';
import type { PythonProject } from './project.ts';
import type { RenameTarget } from './rename-target.ts';
import type { Scope } from './scope.ts';

/** What documentation says of a name. */
export interface DocChanges {
  readonly edits: readonly TextEdit[];
  readonly findings: readonly Finding[];
}

/** Answers the edits of documentation that certainly means what is renamed, and a finding for each place that may. */
export function docChanges(project: PythonProject, target: RenameTarget, { patch }: PatchTask): DocChanges {
  const { oldName, newName } = target;
  const found = project.syntax.mentioning([oldName]).flatMap((path) => {
    const isDone = patch.details?.strings === true && target.edits.some((edit) => edit.path === path);
    return isDone
      ? []
      : (project.tree.scopes(path)?.scopes ?? []).flatMap((scope) => mentionsIn(project, target, scope));
  });
  const message = `This documentation may name ${oldName}; details.strings renames it in the files that change.`;
  return {
    edits: found.flatMap(({ path, start, end, answer }) =>
      answer === 'yes' ? [{ path, start, end, text: newName }] : [],
    ),
    findings: found
      .filter(({ answer }) => answer === 'maybe')
      .map(({ path, start, end }) =>
        nodeFinding(project.syntax, 'NEEDS_PERSON', message, { path, node: { start, end } }),
      ),
  };
}

interface Mention {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly answer: 'yes' | 'no' | 'maybe';
}

function mentionsIn(project: PythonProject, target: RenameTarget, scope: Scope): Mention[] {
  const string = docOf(scope);
  if (string === undefined) return [];
  const { text } = project.syntax.source(scope.path)!;
  const inside = text.slice(string.start, string.end);
  const { oldName } = target;
  const mention = (offset: number, answer: Mention['answer']): Mention => {
    const start = string.start + offset;
    return { path: scope.path, start, end: start + oldName.length, answer };
  };
  return [
    ...(isParameter(target, scope) ? parameterPlaces(inside, oldName).map((offset) => mention(offset, 'yes')) : []),
    ...rolePlaces(inside, oldName).map(({ offset, names }) => mention(offset, meaningOf(target, scope, names))),
    ...examplePlaces(inside, oldName)
      .filter(() => isSeen(target, scope))
      .map((offset) => mention(offset, 'maybe')),
  ];
}

/** The text that explains a module, class or function: the first thing in its body. */
function docOf({ kind, node }: Scope): SyntaxNode | undefined {
  if (!['module', 'class', 'function'].includes(kind)) return undefined;
  const body = kind === 'module' ? node : node.children.find(({ field }) => field === 'body');
  const first = body?.children.find(({ type }) => type !== 'comment');
  const string = first?.type === 'expression_statement' ? first.children[0] : undefined;
  return string?.type === 'string' ? string : undefined;
}

/** Whether what is renamed is a parameter of this function, or of the constructor of this class. */
function isParameter({ targets, oldName, before }: RenameTarget, scope: Scope): boolean {
  return before.some(
    (use) =>
      use.name === oldName &&
      use.keys.some((key) => targets.has(key)) &&
      [use.occurrence.scope, use.occurrence.scope.parent].includes(scope) &&
      use.occurrence.scope.bindings.get(oldName)?.some(({ node, kind }) => node === use.node && kind === 'parameter'),
  );
}

/** Whether an example in this file may use what is renamed. */
const isSeen = ({ targets, edits }: RenameTarget, { path }: Scope): boolean =>
  edits.some((edit) => edit.path === path) &&
  [...targets].some((key) => key.startsWith('member:') || key.includes('#0:'));

/** `:param int old:`, `:type old:`, and `old (int): …` or `old : int` below a heading of arguments. */
function parameterPlaces(text: string, name: string): number[] {
  const fields = [...text.matchAll(/:(?:param|parameter|arg|argument|key|keyword|type)\s+(?:[^:\n]*[ \t])?([\w]+):/gu)]
    .filter(([, own]) => own === name)
    .map((match) => match.index + match[0].length - 1 - name.length);
  return [...fields, ...listedPlaces(text, name)];
}

const HEADING =
  /^[ \t]*(?:Args|Arguments|Parameters|Params|Keyword Args|Keyword Arguments|Other Parameters|Attributes):?[ \t]*$/;

function listedPlaces(text: string, name: string): number[] {
  const found: number[] = [];
  let isListed = false;
  let offset = 0;
  for (const line of text.split('\n')) {
    if (HEADING.test(line)) isListed = true;
    else if (/^[ \t]*[A-Z][\w ]*:[ \t]*$/.test(line)) isListed = false;
    const [, indent, own] = /^([ \t]*\*{0,2})(\w+)[ \t]*(?:\([^()]*\))?[ \t]*:/u.exec(line) ?? [];
    if (isListed && own === name) found.push(offset + indent!.length);
    offset += line.length + 1;
  }
  return found;
}

/** :class:`Old`, :meth:`~shop.Cart.old`, :func:`text <m.old>` */
function rolePlaces(text: string, name: string): { offset: number; names: string[] }[] {
  return [...text.matchAll(/:(?:py:)?(?:class|func|meth|attr|data|const|exc|obj|mod):`([^`\n]*)`/gu)].flatMap(
    (match) => {
      const content = match[1]!;
      const start = match.index + match[0].length - 1 - content.length;
      const [inside, path] = /^(?:[^`<]*<)?[~!]?([\w.]+)(?:\(\))?>?$/u.exec(content) ?? [];
      if (inside === undefined || path === undefined) return [];
      const at = start + content.lastIndexOf(path);
      const steps = path.split('.');
      return steps.flatMap((step, index) => {
        const before = steps.slice(0, index).join('.').length + (index === 0 ? 0 : 1);
        return step === name ? [{ offset: at + before, names: steps.slice(0, index + 1) }] : [];
      });
    },
  );
}

/** `>>> f(old=1)` */
function examplePlaces(text: string, name: string): number[] {
  let offset = 0;
  return text.split('\n').flatMap((line) => {
    const at = offset;
    offset += line.length + 1;
    return /^[ \t]*(?:>>>|\.\.\.) /.test(line) ? wordsIn(line, name).map((found) => at + found) : [];
  });
}
