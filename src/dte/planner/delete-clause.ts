/** `delete unused X` as a patch: the statement or member that declares it, which the operation deletes only where nothing uses it. */
import type { DeclaredName } from '../invariants/declared-name.ts';
import type { Patch } from '../generated/types.ts';
import type { PatchOutcome } from '../patch.ts';
import type { Clause } from './clause.ts';
import { dryRun, quoted, unplanned } from './context.ts';
import type { PlannedClause, PlanningContext } from './context.ts';
import { ambiguousName, declarationsOf, describeDeclaration, notDeclared } from './declarations.ts';

type DeleteClause = Extract<Clause, { kind: 'deleteUnused' }>;

/** Plans a deletion. */
export async function planDeleteUnused(
  { name, in: place }: DeleteClause,
  context: PlanningContext,
): Promise<PlannedClause> {
  const candidates = await declarationsOf(context, name, place);
  const [first, ...others] = candidates;
  if (first === undefined) return unplanned(await notDeclared(context, name, place));
  if (others.length > 0) return unplanned(ambiguousName(name, candidates));
  let refused: PatchOutcome | undefined;
  for (const selector of selectorsOf(context, first)) {
    const patch: Patch = { path: first.source.path, astOp: 'deleteNode', selector };
    const outcome = dryRun(context, patch);
    if (outcome.findings.length === 0 && isDeleted(outcome, first)) return planned(patch, first);
    if (outcome.findings.some(({ code }) => code !== 'TARGET_MISSING')) refused ??= outcome;
  }
  if (refused !== undefined) return unplanned(...refused.findings);
  return unplanned({
    code: 'TARGET_MISSING',
    message: `No statement or member declares ${describeDeclaration(first)} by itself.`,
  });
}

const STATEMENTS = [
  'FunctionDeclaration',
  'TSDeclareFunction',
  'ClassDeclaration',
  'TSInterfaceDeclaration',
  'TSTypeAliasDeclaration',
  'TSEnumDeclaration',
  'TSModuleDeclaration',
  'VariableDeclarator',
] as const;

const MEMBERS = [
  'MethodDefinition',
  'PropertyDefinition',
  'TSMethodSignature',
  'TSPropertySignature',
  'Property',
] as const;

const OTHERS: Readonly<Record<'python' | 'java', readonly string[]>> = {
  python: ['function_definition', 'class_definition'],
  java: ['method_declaration', 'class_declaration', 'interface_declaration', 'enum_declaration', 'field_declaration'],
};

function selectorsOf({ language }: PlanningContext, { name, level, containers }: DeclaredName): string[] {
  if (language === 'python' || language === 'java')
    return OTHERS[language].map((type) => `${type}[name.text=${quoted(name)}]`);
  if (level === 'member') {
    const owner = containers.length === 0 ? '' : `[id.name=${quoted(containers.at(-1)!)}] `;
    return MEMBERS.map((type) => `${owner}${type}[key.name=${quoted(name.replace(/^#/, ''))}]`);
  }
  return STATEMENTS.map((type) => `${type}[id.name=${quoted(name)}]`);
}

/** One node alone, around the declaration: others of the same name are not meant. */
const isDeleted = ({ edits, matches }: PatchOutcome, { source, start, end }: DeclaredName): boolean =>
  matches.length === 1 && edits.some((edit) => edit.path === source.path && edit.start <= start && edit.end >= end);

const planned = (patch: Patch, declaration: DeclaredName): PlannedClause => ({
  patches: [patch],
  invariants: [],
  assumptions: [`${describeDeclaration(declaration)} is not used anywhere and is deleted`],
  findings: [],
});
