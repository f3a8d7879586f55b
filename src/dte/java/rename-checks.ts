/** Names of a renaming whose meaning needs types that cannot be had, and declarations that would stand in each other's way. */
import type { Finding } from '../../base/report.ts';
import type { PatchTask } from '../patch.ts';
import { ancestorOf, isWithin } from '../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../tree-sitter/syntax.ts';
import type { NameUse } from '../tree-sitter/name-use.ts';
import { nodeFinding } from '../tree-sitter/node-finding.ts';
import { hasModifier } from './declarations.ts';
import type { MethodDecl, TypeDecl } from './declarations.ts';
import { foreignBases } from './expressions.ts';
import { localsBeside } from './local-scopes.ts';
import { isObjectMethod, mayHaveMember } from './names.ts';
import type { JavaProject } from './project.ts';
import type { RenameTarget } from './rename-target.ts';
import { roleOf } from './roles.ts';

/** Answers what keeps a renaming from being proven. */
export function looseFindings(project: JavaProject, target: RenameTarget): Finding[] {
  return [
    ...partFindings(project, target),
    ...unknownFindings(project, target),
    ...target.declared.flatMap((use) => methodFindings(project, target, use)),
    ...target.types.flatMap((decl) => typeFindings(project, target, decl)),
    ...target.declared.flatMap((use) => localFindings(project, target, use)),
  ];
}

const needsPerson = (project: JavaProject, message: string, place: Pick<NameUse, 'path' | 'node'>): Finding =>
  nodeFinding(project.syntax, 'NEEDS_PERSON', message, place);

/** Java has no exports under other names. What nobody outside of its method or type can see has none to keep. */
export function aliasFindings(project: JavaProject, { declared }: RenameTarget, { patch }: PatchTask): Finding[] {
  if (patch.details?.exports !== 'alias') return [];
  const message =
    'Java cannot keep the old name for others, as details.exports "alias" asks: leave it out, or add a member of the old name by insertNode.';
  return declared
    .filter(({ node }) => !/^(?:local|typeVariable|label)$/.test(roleOf(node)) && !isPrivate(node))
    .map((use) => needsPerson(project, message, use));
}

function isPrivate(node: SyntaxNode): boolean {
  const declaration = ancestorOf(node, ['method_declaration', 'field_declaration', 'class_declaration', 'class_body']);
  return declaration !== undefined && hasModifier(declaration, 'private');
}

/** Names that mean the symbol or something else. */
function partFindings(project: JavaProject, { targets, before, oldName }: RenameTarget): Finding[] {
  return before
    .filter(
      ({ name, keys }) =>
        name === oldName && keys.some((key) => targets.has(key)) && !keys.every((key) => targets.has(key)),
    )
    .map((use) => needsPerson(project, `Which ${oldName} this is needs types that the tree alone does not tell.`, use));
}

/** Members of objects whose type is not known. */
function unknownFindings(project: JavaProject, { targets, before, oldName, declared }: RenameTarget): Finding[] {
  const arities = new Set(
    declared.flatMap((use) => methodsAt(project, use).flatMap(({ method }) => aritiesOf(method))),
  );
  const hasField = [...targets].some((key) => key.startsWith('field:'));
  const hasMember = hasField || arities.size > 0;
  return before
    .filter(({ name, keys, node }) => {
      if (name !== oldName) return false;
      if (keys[0] === 'unknown') return hasMember && (roleOf(node) === 'reference' || hasField || arities.size === 0);
      const arity = /^unknown\/(\d+)$/.exec(keys[0]!)?.[1];
      return arity !== undefined && (arities.has(Number(arity)) || (hasField && arity === '0'));
    })
    .map((use) =>
      needsPerson(
        project,
        `Whether this ${oldName} is the one that is renamed needs the type of what stands before it.`,
        use,
      ),
    );
}

/** `m(int... a)` takes none or one more; of several the proof finds what changes. */
const aritiesOf = ({ arity, hasRest }: MethodDecl): number[] =>
  hasRest ? Array.from({ length: 12 }, (_, more) => arity - 1 + more) : [arity];

function methodsAt(
  project: JavaProject,
  { path, node }: NameUse,
): { readonly decl: TypeDecl; readonly method: MethodDecl }[] {
  const decl = project.tree.typeAround(path, node);
  const method = decl?.methods.find((one) => one.nameNode === node);
  return decl === undefined || method === undefined ? [] : [{ decl, method }];
}

function methodFindings(project: JavaProject, { oldName, newName }: RenameTarget, use: NameUse): Finding[] {
  return methodsAt(project, use).flatMap(({ decl, method }) => {
    const overloads = decl.methods.filter((other) => other.name === oldName && other.arity === method.arity);
    if (overloads.length > 1) {
      return [
        needsPerson(
          project,
          `Which of ${overloads.length} methods ${oldName} with as many parameters a call means needs types.`,
          use,
        ),
      ];
    }
    if (method.isStatic && oldName === 'main') return [outside(project, 'Java itself calls main.', use)];
    if (method.isStatic || method.isPrivate) return [];
    if (isObjectMethod(oldName)) return [outside(project, `Every object has a method ${oldName}.`, use)];
    return foreignBases(project.tree, decl)
      .filter((base) => mayHaveMember(base.name, oldName) || mayHaveMember(base.name, newName))
      .map((base) =>
        needsPerson(project, `${oldName} may override a method of this type, which is not in the tree.`, base),
      );
  });
}

const outside = (project: JavaProject, message: string, use: NameUse): Finding =>
  nodeFinding(project.syntax, 'TARGET_EXTERNAL', message, use);

/** Two types of one name in a package, or in each other. */
function typeFindings(project: JavaProject, { newName }: RenameTarget, decl: TypeDecl): Finding[] {
  const { packageName } = project.tree.files.get(decl.path)!;
  const beside =
    decl.outer === undefined
      ? project.tree.topTypes(packageName, newName)
      : decl.outer.types.filter(({ name }) => name === newName);
  const around: TypeDecl[] = [];
  for (let outer = decl.outer; outer !== undefined; outer = outer.outer) if (outer.name === newName) around.push(outer);
  const within = project.tree.files
    .get(decl.path)!
    .all.filter((other) => other.name === newName && other !== decl && isWithin(other.node, decl.node));
  return [...beside, ...around, ...within].map((other) =>
    nodeFinding(project.syntax, 'NAME_COLLISION', `There is a type ${newName} here already.`, {
      path: other.path,
      node: nameOf(other.node),
    }),
  );
}

const nameOf = (node: SyntaxNode): SyntaxNode => node.children.find(({ field }) => field === 'name')!;

/** A local variable cannot hide another one of its method. */
const localFindings = (project: JavaProject, { before, newName }: RenameTarget, use: NameUse): Finding[] =>
  localsBeside(before, use, newName).map((other) =>
    nodeFinding(project.syntax, 'NAME_COLLISION', `${newName} is declared here already.`, other),
  );
