/** Arguments of calls are moved, dropped, wrapped and added, by splices: what is between them stays where it is. */
import type { ArgumentMap } from '../../argument-map.ts';
import type { Finding } from '../../../base/report.ts';
import { applyEdits } from '../../edit.ts';
import type { TextEdit } from '../../edit.ts';
import { atNode } from '../finding-at-node.ts';
import { ts } from '../ts.ts';
import type { ApiCall } from './api-uses.ts';
import { aroundArgument } from './argument-sources.ts';
import { losesComment, rangesWithout } from './list-ranges.ts';
import type { Rewrite } from './object-properties.ts';
import { isPure } from './purity.ts';

/** An argument of the new call: one of the old call, or a new one. */
type Item = { readonly old: number } | { readonly source: string };

/**
 * Answers the edits of a call's arguments.
 *
 * @param inner - edits within the arguments that there are already; those in arguments that move are taken along
 */
export function argumentEdits(
  checker: ts.TypeChecker,
  call: ApiCall,
  map: ArgumentMap,
  inner: readonly TextEdit[],
): Rewrite & { readonly taken: readonly TextEdit[] } {
  const { moves, wraps, added } = map;
  if (moves.size + wraps.size + added.size === 0) return { edits: [], findings: [], taken: [] };
  const list = call.node.arguments ?? ts.factory.createNodeArray<ts.Expression>();
  const findings = faultsOf(checker, call, list, map);
  const items = findings.length > 0 ? [] : newOrder(list.length, map);
  if (items === undefined) return { edits: [], findings: [gap(call)], taken: [] };
  return findings.length > 0 ? { edits: [], findings, taken: [] } : placed(checker, call, list, items, map, inner);
}

const gap = ({ node }: ApiCall): Finding =>
  atNode('NEEDS_PERSON', 'This call has too few arguments: between those that are given one would be missing.', node);

function faultsOf(
  checker: ts.TypeChecker,
  { node }: ApiCall,
  list: ts.NodeArray<ts.Expression>,
  { moves, wraps, added }: ArgumentMap,
): Finding[] {
  const concerned = [
    ...moves.keys(),
    ...[...moves.values()].filter((to) => to !== null),
    ...wraps.keys(),
    ...added.keys(),
  ];
  const spread = list.findIndex(ts.isSpreadElement);
  if (spread >= 0 && concerned.some((index) => index >= spread)) {
    return [atNode('NEEDS_PERSON', 'It cannot be told how many arguments are spread here.', list[spread]!)];
  }
  if (node.arguments === undefined && added.size > 0)
    return [atNode('NEEDS_PERSON', 'This call has no list of arguments.', node)];
  return list.flatMap((argument, index) => {
    const isDropped = moves.get(index) === null;
    const isDoubled = (wraps.get(index)?.length ?? 0) > 2;
    if (!(isDropped || isDoubled) || isPure(checker, argument)) return [];
    const fate = isDropped ? 'be lost' : 'come twice';
    return [atNode('NEEDS_PERSON', `This argument may have effects, which would ${fate}.`, argument)];
  });
}

/** The arguments of the new call in order: those with a place of their own are there, and the others fill the gaps in order. */
function newOrder(count: number, { moves, added }: ArgumentMap): Item[] | undefined {
  const slots = new Map<number, Item>([...added].map(([index, source]) => [index, { source }]));
  for (const [old, to] of moves) if (to !== null && old < count) slots.set(to, { old });
  const others = Array.from({ length: count }, (_, old) => old).filter((old) => !moves.has(old));
  const items: Item[] = [];
  while (slots.size > 0 || others.length > 0) {
    const own = slots.get(items.length);
    const next = own ?? (others.length > 0 ? { old: others.shift()! } : undefined);
    if (next === undefined) return undefined;
    slots.delete(items.length);
    items.push(next);
  }
  return items;
}

function placed(
  checker: ts.TypeChecker,
  call: ApiCall,
  list: ts.NodeArray<ts.Expression>,
  items: readonly Item[],
  map: ArgumentMap,
  inner: readonly TextEdit[],
): Rewrite & { readonly taken: readonly TextEdit[] } {
  const order = items.flatMap((item) => ('old' in item ? [item.old] : []));
  const kept = [...order].sort((a, b) => a - b);
  const gone = new Set<ts.Node>(list.filter((_, index) => !kept.includes(index)));
  const findings = [...orderFaults(checker, list, order), ...commentFaults(list, gone)];
  if (findings.length > 0) return { edits: [], findings, taken: [] };
  const edits: TextEdit[] = rangesWithout(list, gone).map((range) => ({ path: call.path, ...range, text: '' }));
  const taken: TextEdit[] = [];
  for (const [slot, old] of order.entries()) {
    const at = list[kept[slot]!]!;
    if (at === list[old]!) edits.push(...wrapEdits(call.path, at, around(map, list[old], old)));
    else {
      const own = inner.filter(
        ({ path, start, end }) => path === call.path && start >= list[old]!.getStart() && end <= list[old]!.end,
      );
      taken.push(...own);
      edits.push({
        path: call.path,
        start: at.getStart(),
        end: at.end,
        text: wrapped(textWith(list[old]!, own), around(map, list[old]!, old)),
      });
    }
  }
  return { edits: [...edits, ...addedEdits(call, list, items, kept)], findings: [], taken };
}

/** Two arguments that change places are evaluated in another order. */
function orderFaults(checker: ts.TypeChecker, list: ts.NodeArray<ts.Expression>, order: readonly number[]): Finding[] {
  const moved = order.filter((old, at) =>
    order.some((other, otherAt) => at < otherAt !== old < other && at !== otherAt),
  );
  return moved
    .map((old) => list[old]!)
    .filter((argument) => !isPure(checker, argument))
    .map((argument) =>
      atNode('NEEDS_PERSON', 'This argument may have effects, and would be evaluated in another order.', argument),
    );
}

function commentFaults(list: ts.NodeArray<ts.Expression>, gone: ReadonlySet<ts.Node>): Finding[] {
  if (!losesComment(list, gone)) return [];
  return [atNode('NEEDS_PERSON', 'A comment beside this argument would be lost.', [...gone][0]!)];
}

const textWith = (argument: ts.Expression, inner: readonly TextEdit[]): string => {
  const start = argument.getStart();
  const shifted = inner.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
  return applyEdits(
    argument.getText(),
    shifted.sort((a, b) => a.start - b.start || a.end - b.end),
  );
};

const around = ({ wraps }: ArgumentMap, argument: ts.Expression, old: number): readonly string[] | undefined =>
  wraps.has(old) ? aroundArgument(wraps.get(old)!, argument) : undefined;

const wrapped = (text: string, parts: readonly string[] | undefined): string =>
  parts === undefined ? text : parts.join(text);

function wrapEdits(path: string, argument: ts.Expression, parts: readonly string[] | undefined): TextEdit[] {
  if (parts === undefined) return [];
  const start = argument.getStart();
  const text = parts.slice(1).join(argument.getText());
  return [
    { path, start, end: start, text: parts[0]! },
    { path, start: argument.end, end: argument.end, text },
  ];
}

function addedEdits(
  { path, node }: ApiCall,
  list: ts.NodeArray<ts.Expression>,
  items: readonly Item[],
  kept: readonly number[],
): TextEdit[] {
  const texts = new Map<number, string[]>();
  let before = 0;
  for (const item of items) {
    if ('old' in item) before += 1;
    else texts.set(before, [...(texts.get(before) ?? []), item.source]);
  }
  return [...texts].map(([behind, sources]) => {
    const next = kept[behind];
    if (next !== undefined) return insertion(path, list[next]!.getStart(), `${sources.join(', ')}, `);
    const last = kept.at(-1);
    if (last !== undefined) return insertion(path, list[last]!.end, `, ${sources.join(', ')}`);
    return insertion(path, node.arguments!.pos, sources.join(', '));
  });
}

const insertion = (path: string, at: number, text: string): TextEdit => ({ path, start: at, end: at, text });
