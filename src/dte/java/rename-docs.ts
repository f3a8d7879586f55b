/** Javadoc that names what is renamed: `{@link A#m}`, `@see`, `@throws`, `@param`. Prose is left to `details.comments`. */
import type { Finding } from '../../base/report.ts';
import type { TextEdit } from '../edit.ts';
import type { PatchTask } from '../patch.ts';
import { nodeFinding } from '../tree-sitter/node-finding.ts';
import { childOf, isComment, namedChildren } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import { nodesOfTypes } from '../tree-sitter/words.ts';
import { parameterName } from './declarations.ts';
import type { TypeDecl } from './declarations.ts';
import type { TypeAnswer } from './java-tree.ts';
import type { JavaProject } from './project.ts';
import type { RenameTarget } from './rename-target.ts';

/** What documentation says of a name. */
export interface DocChanges {
  readonly edits: readonly TextEdit[];
  readonly findings: readonly Finding[];
}

/** Answers the edits of references in Javadoc that certainly mean what is renamed, and a finding for each that may. */
export function docChanges(project: JavaProject, target: RenameTarget, { patch }: PatchTask): DocChanges {
  const { oldName, newName } = target;
  const edits: TextEdit[] = [];
  const findings: Finding[] = [];
  for (const path of project.syntax.mentioning([oldName])) {
    const isDone = patch.details?.comments === true && target.edits.some((edit) => edit.path === path);
    const file = project.tree.files.get(path)?.file;
    if (isDone || file === undefined) continue;
    const comments = nodesOfTypes(file.root, ['block_comment']).filter(({ start }) =>
      file.text.startsWith('/**', start),
    );
    for (const reference of comments.flatMap((comment) => referencesIn(file.text, comment, oldName))) {
      const { start } = reference;
      const place = { path, node: { start, end: start + oldName.length } };
      const answer = meaningOf(project, target, path, reference);
      const why = `This reference may mean the ${oldName} that is renamed; details.comments renames it in the files that change.`;
      if (answer === 'yes') edits.push({ path, ...place.node, text: newName });
      else if (answer === 'maybe') findings.push(nodeFinding(project.syntax, 'NEEDS_PERSON', why, place));
    }
  }
  return { edits, findings };
}

/** A place in a comment at which the name stands as a reference. */
interface DocReference {
  readonly comment: SyntaxNode;
  readonly start: number;
  readonly kind: 'parameter' | 'type' | 'member';
  /** The names of a type: up to this one, or of the owner of a member. */
  readonly types: readonly string[];
  /** How many parameters a member is said to have. */
  readonly arity: number | undefined;
}

const TAGS =
  /(?:\{@(?:link|linkplain|value)\s+|@(?:see|throws|exception)\s+)([\w$.]*)(?:#([\w$]+)(\([^()]*\))?)?|@param\s+<?([\w$]+)/gu;

function referencesIn(text: string, comment: SyntaxNode, name: string): DocReference[] {
  const found: DocReference[] = [];
  for (const match of text.slice(comment.start, comment.end).matchAll(TAGS)) {
    const [whole, type = '', member, list, parameter] = match;
    const at = comment.start + match.index;
    if (parameter === name)
      found.push({ comment, start: at + whole.length - name.length, kind: 'parameter', types: [], arity: undefined });
    const steps = type === '' ? [] : type.split('.');
    const typeStart =
      at + whole.length - type.length - (member === undefined ? 0 : member.length + 1) - (list?.length ?? 0);
    steps.forEach((step, index) => {
      const start = typeStart + steps.slice(0, index).join('.').length + (index === 0 ? 0 : 1);
      if (step === name)
        found.push({ comment, start, kind: 'type', types: steps.slice(0, index + 1), arity: undefined });
    });
    if (member !== name) continue;
    const inside = list?.slice(1, -1).trim();
    const arity = inside === undefined ? undefined : inside === '' ? 0 : inside.split(',').length;
    found.push({ comment, start: typeStart + type.length + 1, kind: 'member', types: steps, arity });
  }
  return found;
}

type Certainty = 'yes' | 'no' | 'maybe';

function meaningOf(project: JavaProject, target: RenameTarget, path: string, reference: DocReference): Certainty {
  const { kind, comment, types, arity } = reference;
  if (kind === 'parameter') return parameterMeaning(target, path, comment);
  const answer = types.length === 0 ? ownType(project, path, comment) : typeNamed(project, path, types, comment);
  if (answer.kind === 'unsure') return 'maybe';
  if (answer.kind !== 'type') return 'no';
  const { decl } = answer;
  const isConstructor = kind === 'member' && decl.name === target.oldName;
  if (kind === 'type' || isConstructor) return target.types.includes(decl) ? 'yes' : 'no';
  const keys = target.names.membersOf(decl, target.oldName, arity);
  if (keys.length === 0 || !keys.some((key) => target.targets.has(key))) return 'no';
  return keys.every((key) => target.targets.has(key)) ? 'yes' : 'maybe';
}

/** What a comment stands before. */
function documented(comment: SyntaxNode): SyntaxNode | undefined {
  const siblings = comment.parent?.children ?? [];
  return siblings.slice(siblings.indexOf(comment) + 1).find((node) => !isComment(node));
}

/** `#m` means a member of the type that is documented, or of the one around. */
function ownType({ tree }: JavaProject, path: string, comment: SyntaxNode): TypeAnswer {
  const next = documented(comment);
  const own = next === undefined ? undefined : tree.files.get(path)!.byNode.get(next);
  const decl: TypeDecl | undefined = own ?? tree.typeAround(path, comment);
  return decl === undefined ? { kind: 'foreign' } : { kind: 'type', decl };
}

/** `Outer.Inner`, `a.b.C` */
function typeNamed(project: JavaProject, path: string, names: readonly string[], comment: SyntaxNode): TypeAnswer {
  const { tree } = project;
  const own = ownType(project, path, comment);
  const inner = own.kind === 'type' ? tree.memberType(own.decl, names[0]!) : undefined;
  let answer: TypeAnswer = inner ?? tree.typeNamed(path, names[0]!, comment);
  for (const name of names.slice(1)) {
    if (answer.kind !== 'type') break;
    answer = tree.memberType(answer.decl, name) ?? { kind: 'foreign' };
  }
  return answer.kind === 'foreign' && names.length > 1 ? tree.importedType(names) : answer;
}

/** `@param` of a method, a record or a type. */
function parameterMeaning(target: RenameTarget, path: string, comment: SyntaxNode): Certainty {
  const node = documented(comment);
  const lists = node === undefined ? [] : [childOf(node, 'parameters'), childOf(node, 'type_parameters')];
  const names = [...lists, ...(node?.children.filter(({ type }) => type === 'type_parameters') ?? [])].flatMap((list) =>
    list === undefined ? [] : namedChildren(list).flatMap((one) => parameterName(one) ?? namedChildren(one)),
  );
  const uses = target.before.filter(
    (use) => use.path === path && use.name === target.oldName && names.includes(use.node),
  );
  return uses.some(({ keys }) => keys.every((key) => target.targets.has(key))) ? 'yes' : 'no';
}
