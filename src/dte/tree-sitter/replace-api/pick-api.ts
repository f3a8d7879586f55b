/** Which calls a replaceAPI patch means. */
import type { Finding } from '../../../base/report.ts';
import type { Patch } from '../../generated/types.ts';
import type { MatchedNode } from '../../patch.ts';
import { pathFilter } from '../../path-filter.ts';
import { selectionFaults } from '../../selection-faults.ts';
import { compileSelector } from '../../selector/selector.ts';
import { testsOf, withoutTests } from '../../selector/without-tests.ts';
import { nodeFinding } from '../node-finding.ts';
import { selectCompiled } from '../select.ts';
import { matchesOf, placesOf } from '../selected.ts';
import type { SelectedNode } from '../selected.ts';
import type { ApiBinding, ApiCall, ApiLanguage, ApiUse } from './api-language.ts';

/** What a patch means, or why that cannot be told. */
export interface PickedApi<B extends ApiBinding> {
  readonly calls: readonly ApiCall<B>[];
  /** Uses that are no calls. */
  readonly others: readonly ApiUse<B>[];
  readonly matches: readonly MatchedNode[];
  readonly findings: readonly Finding[];
}

/** A call that the selector picks, and what it calls. */
interface Seed<B> extends SelectedNode {
  readonly binding: B | undefined;
}

/** Answers the calls that are meant: all of what the selector's callee is bound to, as far as the rest of the selector fits. */
export function pickApi<B extends ApiBinding>(language: ApiLanguage<B>, patch: Patch): PickedApi<B> {
  const { syntax, symbolPlaces, callType } = language;
  const files = pathFilter([patch.path]);
  const selector = compileSelector(patch.selector!);
  const isOfCallee = language.isOfCallee.bind(language);
  const select = (wanted: typeof selector): SelectedNode[] =>
    selectCompiled(syntax, files, wanted, symbolPlaces).filter(({ node }) => node.type === callType);
  const loose = select(withoutTests(selector, isOfCallee));
  const seedOf = ({ path, node }: SelectedNode): Seed<B>[] => {
    const binding = language.bindingOf(path, node);
    const { module } = patch.details ?? {};
    return module === undefined || binding?.modules.includes(module) === true ? [{ path, node, binding }] : [];
  };
  const tests = testsOf(selector.root, isOfCallee);
  const isNamed = ({ binding }: Seed<B>): boolean =>
    binding !== undefined &&
    tests.length > 0 &&
    tests.every((test) => test.accepts(language.writtenAs(test, binding.names)));
  const spelled = select(selector).flatMap(seedOf);
  const seeds = spelled.length > 0 ? spelled : loose.flatMap(seedOf).filter(isNamed);
  return meant(language, patch, seeds, loose);
}

function meant<B extends ApiBinding>(
  language: ApiLanguage<B>,
  patch: Patch,
  seeds: readonly Seed<B>[],
  loose: readonly SelectedNode[],
): PickedApi<B> {
  const bound = seeds.flatMap(({ binding }) => binding ?? []);
  const unbound = seeds.filter(({ binding }) => binding === undefined);
  const { calls, others, unsure } = language.usesOf(language.syntax.paths.filter(pathFilter([patch.path])), bound);
  const allowed = new Set(loose.map(({ node }) => node));
  const own = calls.filter(({ call }) => allowed.has(call));
  const open = unsure.filter(({ path, node }) => !unbound.some((one) => one.path === path && isIn(node, one.node)));
  const picked = [...own.map(({ path, call }) => ({ path, node: call })), ...unbound];
  const findings = [
    ...selectionFaults(patch, 'calls', placesOf(language.syntax, picked)),
    ...unbound.map((seed) =>
      nodeFinding(language.syntax, 'NEEDS_PERSON', 'What is called here cannot be told from the tree.', seed),
    ),
    ...open.map((use) => nodeFinding(language.syntax, 'NEEDS_PERSON', use.why, use)),
    ...ambiguity(language, patch, seeds),
  ];
  return { calls: own, others, matches: matchesOf(picked), findings };
}

const isIn = (inner: Pick<SelectedNode['node'], 'start' | 'end'>, outer: SelectedNode['node']): boolean =>
  outer.start <= inner.start && inner.end <= outer.end;

function ambiguity<B extends ApiBinding>(
  { syntax }: ApiLanguage<B>,
  { details = {} }: Patch,
  seeds: readonly Seed<B>[],
): Finding[] {
  const first = new Map(seeds.map((seed) => [seed.binding?.key, seed] as const).reverse());
  const known = [...first].flatMap(([key, seed]) => (key === undefined ? [] : [seed]));
  if (known.length < 2 || details.all === true) return [];
  const places = placesOf(syntax, known);
  const message = `The selector picks calls of ${known.length} different things, such as ${places.slice(0, 5).join(', ')}: narrow it, or set details.all.`;
  return [{ code: 'TARGET_AMBIGUOUS', message, details: { places } }];
}
