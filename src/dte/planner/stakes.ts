/** What is at stake in a change: which tests concern it, what else has to hold, and how much may go wrong. */
import type { ChangeSpec, Invariant } from '../generated/types.ts';
import { checkInvariant } from '../invariants/check.ts';
import { isTextOf } from '../invariants/looked-at.ts';
import { changesOf } from '../file-changes.ts';
import type { Projects } from '../projects.ts';
import type { TreeChanges } from '../tree-changes.ts';
import { isTest, testTargets } from './test-targets.ts';

/** The stakes of a change. */
export interface Stakes {
  readonly risk: 'low' | 'medium' | 'high';
  /** The reasons for the risk. */
  readonly assumptions: readonly string[];
  readonly invariants: readonly Invariant[];
  /** Test files. */
  readonly targets: readonly string[];
  readonly notes: readonly string[];
}

/** More files than a person reads with care. */
const MANY_FILES = 20;

/** Answers the stakes of the changes so far. */
export async function stakesOf(spec: ChangeSpec, changes: TreeChanges, projects: Projects): Promise<Stakes> {
  const { language } = spec;
  const broken = await brokenExports(spec, changes, projects);
  const targets = await testTargets(language, changes, projects);
  const { risk, reason } = riskOf(changes, broken);
  const isScript = language === 'typescript' || language === 'javascript';
  const hasSources = [...changes.tree.modes.keys()].some((path) => isTextOf(language, path));
  const types: Invariant[] = isScript && hasSources ? [{ name: 'types', type: 'typecheck', spec: 'tsc --noEmit' }] : [];
  return {
    risk,
    assumptions: [`risk ${risk}: ${reason}`],
    invariants: [...types, ...apiInvariant(broken)],
    targets,
    notes: [...noTestsNote(targets), ...apiNote(broken)],
  };
}

/** Exported names of the package that the change breaks; `undefined` where the package has no entry point. */
async function brokenExports(
  spec: ChangeSpec,
  changes: TreeChanges,
  projects: Projects,
): Promise<readonly string[] | undefined> {
  if (spec.language !== 'typescript' && spec.language !== 'javascript') return undefined;
  const invariant: Invariant = { name: 'interface', type: 'apiCompat', spec: API };
  const context = { spec, before: changes.base, after: changes.tree, changes: changesOf(changes), projects };
  const { findings } = await checkInvariant(invariant, context);
  if (findings.some(({ code }) => code !== 'API_BREAKING')) return undefined;
  return [...new Set(findings.map(({ details }) => String(details!['name'])))].sort();
}

const API = 'All public APIs remain callable';

function apiInvariant(broken: readonly string[] | undefined): Invariant[] {
  if (broken === undefined) return [];
  const details = broken.length === 0 ? {} : { details: { allow: [...broken] } };
  return [{ name: 'interface', type: 'apiCompat', spec: API, ...details }];
}

function apiNote(broken: readonly string[] | undefined): string[] {
  if (broken === undefined || broken.length === 0) return [];
  const way = 'A rename with details.exports "alias" keeps the old name for the users of the package.';
  return [`The change breaks users of ${broken.join(', ')}: details.allow says so. ${way}`];
}

const noTestsNote = (targets: readonly string[]): string[] =>
  targets.length > 0 ? [] : ['No test file imports what changes.'];

function riskOf(
  { files, tree }: TreeChanges,
  broken: readonly string[] | undefined,
): Pick<Stakes, 'risk'> & { reason: string } {
  const sources = files.filter(({ path }) => !isTest(path));
  const count = `${files.length} of ${tree.modes.size} files change`;
  if (broken !== undefined && broken.length > 0)
    return { risk: 'high', reason: `the package's interface changes: ${broken.join(', ')}` };
  if (files.length > MANY_FILES) return { risk: 'high', reason: count };
  if (sources.length > 1) return { risk: 'medium', reason: count };
  return { risk: 'low', reason: files.length === 0 ? 'nothing changes' : `${count}, at most one of them is no test` };
}
