/** `rename X to Y` as a patch: the narrowest selection that means exactly the symbol named. */
import type { DeclaredName } from '../invariants/declared-name.ts';
import type { Patch, PatchDetails } from '../generated/types.ts';
import type { PatchOutcome } from '../patch.ts';
import type { Clause } from './clause.ts';
import { dryRun, identifiersOf, unplanned } from './context.ts';
import type { PlannedClause, PlanningContext } from './context.ts';
import { ambiguousName, declarationsOf, describeDeclaration, notDeclared } from './declarations.ts';

type RenameClause = Extract<Clause, { kind: 'rename' }>;

/** Plans a rename. */
export async function planRename(clause: RenameClause, context: PlanningContext): Promise<PlannedClause> {
  const { from, to } = clause;
  const owners = [from.steps.slice(0, -1).join('.'), to.slice(0, -1).join('.')];
  if (to.length > 1 && owners[0] !== owners[1]) {
    const message = `A rename changes a name and not its place: ${from.steps.join('.')} cannot become ${to.join('.')}.`;
    return unplanned({ code: 'NAME_INVALID', message });
  }
  const candidates = await declarationsOf(context, from, clause.in);
  const [first, ...others] = candidates;
  if (first === undefined) return unplanned(await notDeclared(context, from, clause.in));
  const tried = tryPatches(context, first, to.at(-1)!);
  if ('findings' in tried) return unplanned(...tried.findings);
  const isSame = (other: DeclaredName): boolean => covers(tried.outcome, other);
  if (!others.every(isSame)) return unplanned(ambiguousName(from, candidates));
  return planned(tried.patch, tried.outcome, first, context);
}

interface Tried {
  readonly patch: Patch;
  readonly outcome: PatchOutcome;
}

/** The first patch whose edits contain the declaration and no other symbol. A refusal that is not about the selection ends the search. */
function tryPatches(
  context: PlanningContext,
  declaration: DeclaredName,
  newName: string,
): Tried | Pick<PatchOutcome, 'findings'> {
  let refused: Pick<PatchOutcome, 'findings'> | undefined;
  for (const patch of patchesFor(context, declaration, newName)) {
    const outcome = dryRun(context, patch);
    if (outcome.findings.length === 0 && covers(outcome, declaration)) return { patch, outcome };
    const isSelection = outcome.findings.every(({ code }) => code === 'TARGET_AMBIGUOUS' || code === 'TARGET_MISSING');
    if (!isSelection) return outcome;
    if (outcome.findings.length > 0) refused ??= outcome;
  }
  const message = `No selector picks ${describeDeclaration(declaration)} alone.`;
  return refused ?? { findings: [{ code: 'TARGET_AMBIGUOUS', message }] };
}

function patchesFor(
  { language }: PlanningContext,
  { name, containers, source }: DeclaredName,
  newName: string,
): Patch[] {
  const patch = (selector: string, more: PatchDetails = {}): Patch => ({
    path: source.path,
    astOp: 'renameSymbol',
    selector,
    details: { newName: newName.replace(/^#/, ''), ...more },
  });
  const all = identifiersOf(language, name);
  const container = containers.at(-1);
  const byPlace: PatchDetails[] = [
    {},
    ...(container === undefined ? [] : [{ container }, { container, declaredIn: source.path }]),
    { declaredIn: source.path },
  ];
  return [
    ...byPlace.map((details) => patch(all, details)),
    patch(`:symbol(${source.path}#${[...containers, name].join('.')})`),
  ];
}

const covers = ({ edits }: PatchOutcome, { source, start, end }: DeclaredName): boolean =>
  edits.some((edit) => edit.path === source.path && edit.start < end && edit.end > start);

function planned(
  patch: Patch,
  { edits }: PatchOutcome,
  declaration: DeclaredName,
  context: PlanningContext,
): PlannedClause {
  const { name, containers, level } = declaration;
  const newName = patch.details!.newName!;
  const chain =
    level === 'module' ? newName : [...containers.slice(-1), name.startsWith('#') ? `#${newName}` : newName].join('.');
  const files = new Set(edits.map(({ path }) => path)).size;
  const exists =
    level === 'local' && containers.length === 0
      ? []
      : [{ name: `${newName} exists`, type: 'symbolExists' as const, spec: chain }];
  return {
    patches: [patch],
    invariants: context.language === 'python' || context.language === 'java' ? [] : exists,
    assumptions: [`${describeDeclaration(declaration)} is renamed at ${edits.length} places in ${files} files`],
    findings: [],
  };
}
