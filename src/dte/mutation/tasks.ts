/** What is to be run for each mutant, from what the tests hit. */
import type { TestModules } from '../tests/modules.ts';
import type { DryRun, DryTest, MutantTask } from './child/protocol.ts';
import type { BuiltMutant } from './build.ts';

/** Answers the task of a mutant, or `undefined` where no test could notice it. */
export type TaskOf = (mutant: BuiltMutant, id: number) => MutantTask | undefined;

/** Answers how tasks are made from a dry run. Pure. */
export function tasksFrom({ tests, loading }: DryRun, { modules }: TestModules): TaskOf {
  const hitting = new Map<number, number[]>();
  for (const [id, { hits }] of tests.entries()) {
    for (const [site] of hits) hitting.set(site, [...(hitting.get(site) ?? []), id]);
  }
  const order = inOrder(tests);
  const inLoading = new Set(loading.hits.map(([site]) => site));
  const importers = importersIn(modules, tests);
  return ({ mutant, at }, id) => {
    if (at === undefined) return undefined;
    const { site, choice } = at;
    const isStatic = inLoading.has(site);
    const covering = isStatic ? importers(mutant.path) : (hitting.get(site) ?? []);
    if (covering.length === 0) return undefined;
    return { id, site, choice, isStatic, tests: [...covering].sort((a, b) => order[a]! - order[b]!) };
  };
}

/** Cheap tests first. By what they do and not by the clock, unless they are slow: so that the order is the same each time. */
function inOrder(tests: readonly DryTest[]): number[] {
  const cost = tests.map(
    ({ ms, hits, rounds }) => [magnitude(ms), hits.reduce((sum, [, count]) => sum + count, rounds)] as const,
  );
  const ids = [...tests.keys()].sort((a, b) => cost[a]![0] - cost[b]![0] || cost[a]![1] - cost[b]![1] || a - b);
  const order: number[] = [];
  for (const [place, id] of ids.entries()) order[id] = place;
  return order;
}

/** 0 below 20 ms, then one more for each time that it is four times as much. */
const magnitude = (ms: number): number => (ms < 20 ? 0 : 1 + Math.floor(Math.log(ms / 20) / Math.log(4)));

/** Answers the tests of all files that load a module. */
function importersIn(modules: TestModules['modules'], tests: readonly DryTest[]): (path: string) => readonly number[] {
  const known = new Map<string, readonly number[]>();
  const reach = new Map([...new Set(tests.map(({ file }) => file))].map((file) => [file, reachable(modules, file)]));
  return (path) => {
    const found = known.get(path) ?? [...tests.keys()].filter((id) => reach.get(tests[id]!.file)!.has(path));
    known.set(path, found);
    return found;
  };
}

/** Answers a file with all that it imports, however far. Pure. */
export function reachable(modules: TestModules['modules'], file: string): ReadonlySet<string> {
  const found = new Set([file]);
  for (const path of found) for (const next of modules.get(path)?.imports.values() ?? []) found.add(next);
  return found;
}
