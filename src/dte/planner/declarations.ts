/** The declarations that a name in a sentence may mean. */
import { nearestName } from '../../base/nearest.ts';
import type { Finding } from '../../base/report.ts';
import { declarationsIn } from '../invariants/declared-names.ts';
import type { DeclaredName } from '../invariants/declared-name.ts';
import { isTextOf, textsOf } from '../invariants/looked-at.ts';
import { pathFilter } from '../path-filter.ts';
import { placeOf } from '../source-text.ts';
import type { ClauseName } from './clause.ts';
import type { PlanningContext } from './context.ts';

/**
 * Answers the declarations that a name may mean, one for each place of the code: a bare name means what files and namespaces declare,
 * and only where nothing does, members and locals.
 *
 * @param within - path or pattern of the files that may declare it. @default all
 */
export async function declarationsOf(
  context: PlanningContext,
  { file, steps }: ClauseName,
  within: string | undefined,
): Promise<DeclaredName[]> {
  const filters = [file, within].filter((pattern) => pattern !== undefined).map((pattern) => pathFilter([pattern]));
  const { language, tree } = context;
  const name = steps.at(-1)!;
  const { texts } = textsOf(tree, (path) => isTextOf(language, path) && filters.every((fits) => fits(path)));
  const declared = await declarationsIn(
    context,
    texts.filter(({ text }) => text.includes(name.replace(/^#/, ''))),
  );
  const named = declared.filter((declaration) => endsWith([...declaration.containers, declaration.name], steps));
  const atTop = named.filter(({ level }) => level === 'module');
  return onePerOwner(steps.length === 1 && atTop.length > 0 ? atTop : named);
}

const endsWith = (chain: readonly string[], steps: readonly string[]): boolean =>
  steps.every((step, i) => chain[chain.length - steps.length + i] === step);

/** Overloads and merged declarations are one. */
function onePerOwner(declarations: readonly DeclaredName[]): DeclaredName[] {
  const found = new Map<string, DeclaredName>();
  for (const declaration of declarations) {
    const { source, containers, level, start } = declaration;
    const key = JSON.stringify([source.path, containers, level === 'local' ? start : 0]);
    if (!found.has(key)) found.set(key, declaration);
  }
  return [...found.values()];
}

/** Answers a declaration as people write it: `method A.b (a.ts:1:2)`. Pure. */
export function describeDeclaration({ containers, name, source, start }: DeclaredName): string {
  const { line, column } = placeOf(source.text, start);
  return `${[...containers, name].join('.')} (${source.path}:${line}:${column})`;
}

/** Answers why a name that nothing declares cannot be planned with. */
export async function notDeclared(
  context: PlanningContext,
  { steps }: ClauseName,
  within: string | undefined,
): Promise<Finding> {
  const name = steps.join('.');
  const near = await nearestDeclared(context, steps.at(-1)!);
  const place = within === undefined ? 'Nothing in the tree' : `Nothing in ${within}`;
  return {
    code: 'TARGET_MISSING',
    message: `${place} declares ${name}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
  };
}

async function nearestDeclared(context: PlanningContext, name: string): Promise<string | undefined> {
  const { language, tree, inScope } = context;
  const { texts } = textsOf(tree, (path) => isTextOf(language, path) && inScope(path));
  const declared = await declarationsIn(context, texts.slice(0, MAX_SEARCHED));
  return nearestName(name, new Set(declared.map((declaration) => declaration.name)));
}

/** Files in which a name that resembles a missing one is looked for. */
const MAX_SEARCHED = 500;

/** Answers why a name that several declare cannot be planned with. Pure. */
export function ambiguousName({ steps }: ClauseName, candidates: readonly DeclaredName[]): Finding {
  const places = candidates.map(describeDeclaration);
  const shown = places.slice(0, MAX_CANDIDATES).join(', ');
  const more = places.length > MAX_CANDIDATES ? ` and ${places.length - MAX_CANDIDATES} more` : '';
  const way = 'Name one by its container (A.b), by its file (file#name), or by "in PATH".';
  const message = `${steps.join('.')} may mean any of ${places.length} declarations: ${shown}${more}. ${way}`;
  return { code: 'TARGET_AMBIGUOUS', message, details: { candidates: places.slice(0, 100) } };
}

const MAX_CANDIDATES = 10;
