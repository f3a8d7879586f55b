/** Which calls a replaceAPI patch means. */
import type { Finding } from '../../../base/report.ts';
import type { MatchedNode } from '../../patch.ts';
import type { Patch } from '../../generated/types.ts';
import { pathFilter } from '../../path-filter.ts';
import { selectionFaults } from '../../selection-faults.ts';
import { compileSelector } from '../../selector/selector.ts';
import { placeOf } from '../../source-text.ts';
import { aliasesOf } from '../aliases.ts';
import { lastName, plainExpression } from '../callee-names.ts';
import { atNode } from '../finding-at-node.ts';
import type { TypeScriptProject } from '../project.ts';
import { mayMatch } from '../literal-places.ts';
import { placesOf } from '../names.ts';
import { demandRead, selectCompiled } from '../select.ts';
import type { SelectedRange } from '../select.ts';
import { ts } from '../ts.ts';
import { usesOf } from './api-uses.ts';
import type { ApiCall, ApiUse, CallNode } from './api-uses.ts';
import { bindingOf } from './callee.ts';
import type { Binding } from './callee.ts';
import { namesCallee, withoutCallee } from './callee-selector.ts';

/** What a patch means, or why that cannot be told. */
export interface PickedApi {
  readonly calls: readonly ApiCall[];
  /** Uses that are no calls. */
  readonly others: readonly ApiUse[];
  readonly matches: readonly MatchedNode[];
  readonly findings: readonly Finding[];
}

/** A call that the selector picks, and what it calls. */
interface Seed {
  readonly selected: SelectedRange;
  readonly callee: ts.Expression;
  readonly binding: Binding | undefined;
}

/** Answers the calls that are meant: all of what the selector's callee is bound to, as far as the rest of the selector fits. */
export function pickApi(project: TypeScriptProject, patch: Patch): PickedApi {
  const { details = {} } = patch;
  const files = pathFilter([patch.path]);
  const selector = compileSelector(patch.selector!);
  demandRead(project, files, (code) => mayMatch(code, selector));
  const { checker } = project; // before anything is selected, so that the nodes are those of the program
  const seedOf = (selected: SelectedRange): Seed[] => {
    if (!ts.isCallOrNewExpression(selected.node) || selected.type === 'ChainExpression') return [];
    const callee = plainExpression(selected.node.expression);
    const binding = isReference(callee) ? bindingOf(checker, callee) : undefined;
    return details.module === undefined || binding?.origin?.module === details.module
      ? [{ selected, callee, binding }]
      : [];
  };
  const loose = selectCompiled(project, files, withoutCallee(selector));
  const spelled = selectCompiled(project, files, selector).flatMap(seedOf);
  const isNamed = ({ binding }: Seed): boolean =>
    binding !== undefined && binding.isSpelled !== true && namesCallee(selector.root, binding.names);
  const seeds = spelled.length > 0 ? spelled : loose.flatMap(seedOf).filter(isNamed);
  return meant(project, patch, seeds, loose);
}

const isReference = (node: ts.Expression): boolean => ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);

function meant(
  project: TypeScriptProject,
  patch: Patch,
  seeds: readonly Seed[],
  loose: readonly SelectedRange[],
): PickedApi {
  const bound = seeds.filter((seed) => seed.binding !== undefined);
  const keys = new Set(bound.map(({ binding }) => binding!.key));
  const files = pathFilter([patch.path]);
  const paths = project.paths.filter(files);
  const names = namesOf(project, paths, bound);
  demandRead(project, files, (code) => [...names].some((name) => placesOf(code, name).length > 0));
  const { calls, others } = usesOf(project, paths, keys, names);
  const allowed = new Set(loose.map(({ node }) => node));
  const own = calls.filter(({ node }) => allowed.has(node));
  const unbound = seeds.filter(({ binding }) => binding === undefined);
  const matches = [
    ...own,
    ...unbound.map(({ selected }) => ({ path: selected.path, node: selected.node as CallNode })),
  ].map(asMatch);
  const places = matches.map(({ path, start }) => placeText(project, path, start));
  const findings = [
    ...selectionFaults(patch, 'calls', places),
    ...unbound.map(unboundFault),
    ...(keys.size > 1 && patch.details?.all !== true ? [ambiguous(project, bound, patch)] : []),
  ];
  return { calls: own, others, matches, findings };
}

const asMatch = ({ path, node }: { path: string; node: CallNode }): MatchedNode => ({
  path,
  start: node.getStart(),
  end: node.end,
  type: ts.isNewExpression(node) ? 'NewExpression' : 'CallExpression',
});

function placeText(project: TypeScriptProject, path: string, start: number): string {
  const { line, column } = placeOf(project.source(path)!.text, start);
  return `${path}:${line}:${column}`;
}

/** All names by which what is meant may be reached in these files. */
function namesOf(project: TypeScriptProject, paths: readonly string[], seeds: readonly Seed[]): ReadonlySet<string> {
  const files = paths.flatMap((path) => project.sourceFile(path) ?? []);
  const own = new Set(
    seeds
      .flatMap(({ callee, binding }) => [lastName(callee), binding!.names.at(-1)])
      .filter((name) => name !== undefined),
  );
  return new Set([...own].flatMap((name) => [...aliasesOf(files, name)]));
}

function unboundFault({ selected: { node }, callee }: Seed): Finding {
  const message = ts.isElementAccessExpression(callee)
    ? 'What is called here is computed.'
    : 'It cannot be told what is called here.';
  return atNode('NEEDS_PERSON', message, node);
}

function ambiguous(project: TypeScriptProject, seeds: readonly Seed[], { selector }: Patch): Finding {
  const first = new Map<string, string>();
  for (const { binding, selected } of seeds) {
    const place = placeText(project, selected.path, selected.start);
    if (!first.has(binding!.key)) first.set(binding!.key, `${binding!.names.join('.')} (${place})`);
  }
  const symbols = [...first.values()];
  const message = `${selector!} picks calls of ${symbols.length} different things: ${symbols.join('; ')}. Pick one by details.module or :symbol(), or all by details.all.`;
  return { code: 'TARGET_AMBIGUOUS', message, details: { symbols } };
}
