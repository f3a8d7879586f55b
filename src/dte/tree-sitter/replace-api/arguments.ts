/** Arguments of calls are renamed, moved, dropped, wrapped and added, by splices: what is between them stays where it is. */
import type { Finding } from '../../../base/report.ts';
import type { ArgumentMap } from '../../argument-map.ts';
import { applyEdits } from '../../edit.ts';
import type { TextEdit } from '../../edit.ts';
import { losesComment, rangesWithout } from '../list-ranges.ts';
import { nodeFinding } from '../node-finding.ts';
import type { SyntaxNode } from '../syntax.ts';
import type { ApiBinding, ApiCall, ApiLanguage, ArgumentList } from './api-language.ts';
import { aroundArgument } from './argument-sources.ts';

/** What is to be done, and why it cannot be. */
export interface Rewrite {
  readonly edits: readonly TextEdit[];
  readonly findings: readonly Finding[];
  /** Edits within arguments that move: they are taken along. */
  readonly taken: readonly TextEdit[];
}

/** An argument of the new call: one of the old call, or a new one. */
type Item = { readonly old: number } | { readonly source: string };

/** One call whose arguments are rewritten. */
interface Task<B extends ApiBinding> {
  readonly language: ApiLanguage<B>;
  readonly call: ApiCall<B>;
  readonly list: ArgumentList;
  readonly map: ArgumentMap;
  /** Edits within the arguments that there are already. */
  readonly inner: readonly TextEdit[];
}

const refused = (findings: readonly Finding[]): Rewrite => ({ edits: [], findings, taken: [] });

/** Answers the edits of a call's arguments. @param inner - edits within them that there are already */
export function argumentEdits<B extends ApiBinding>(
  language: ApiLanguage<B>,
  call: ApiCall<B>,
  map: ArgumentMap,
  inner: readonly TextEdit[],
): Rewrite {
  const { properties, moves, wraps, added } = map;
  if (properties.size + moves.size + wraps.size + added.size === 0) return refused([]);
  const list = language.argumentsOf(call.path, call.list);
  const task = { language, call, list, map, inner };
  const findings = [...listFaults(task), ...namedFaults(task), ...indexFaults(task)];
  if (findings.length > 0) return refused(findings);
  const items = newOrder(list.positional.length, map);
  if (items === undefined)
    return refused([
      person(task, 'This call has too few arguments: between those that are given one would be missing.', call.call),
    ]);
  return placed(task, items);
}

const person = <B extends ApiBinding>(
  { language, call }: Task<B>,
  why: string,
  node: SyntaxNode,
  code: Finding['code'] = 'NEEDS_PERSON',
): Finding => nodeFinding(language.syntax, code, why, { path: call.path, node });

function listFaults<B extends ApiBinding>(task: Task<B>): Finding[] {
  const { list, call } = task;
  return list.fault === undefined ? [] : [person(task, list.fault, call.list)];
}

/** Arguments by name: what nobody sees may be one of them, and no two may have one name. */
function namedFaults<B extends ApiBinding>(task: Task<B>): Finding[] {
  const { list, map, language, call } = task;
  if (map.properties.size === 0) return [];
  if (list.mapping !== undefined)
    return [person(task, `What is unpacked here may hold ${[...map.properties.keys()].join(', ')}.`, list.mapping)];
  return list.named.flatMap(({ name, node, value }) => {
    const now = map.properties.get(name);
    if (now === null && !language.isPure(call.path, value))
      return [person(task, 'The value of this argument may have effects, which would be lost.', node)];
    const isTaken = typeof now === 'string' && list.named.some((other) => other.node !== node && other.name === now);
    return isTaken ? [person(task, `The call has an argument ${now} already.`, node, 'NAME_COLLISION')] : [];
  });
}

function indexFaults<B extends ApiBinding>(task: Task<B>): Finding[] {
  const { list, map, language, call } = task;
  const { moves, wraps, added } = map;
  const { positional, named, mapping } = list;
  const own = [...moves.keys(), ...wraps.keys()];
  const concerned = [...own, ...[...moves.values()].filter((to) => to !== null), ...added.keys()];
  const spread = positional.findIndex(({ type }) => type === 'list_splat');
  if (spread >= 0 && concerned.some((index) => index >= spread))
    return [person(task, 'It cannot be told how many arguments are unpacked here.', positional[spread]!)];
  const byName = mapping ?? named.find(({ name }) => !map.properties.has(name))?.node ?? named[0]?.node;
  if (byName !== undefined && own.some((index) => index >= positional.length))
    return [person(task, 'The argument may be given by its name here, so that its index does not tell.', byName)];
  return positional.flatMap((argument, index) => {
    const isDropped = moves.get(index) === null;
    const isDoubled = (wraps.get(index)?.length ?? 0) > 2;
    if (!(isDropped || isDoubled) || language.isPure(call.path, argument)) return [];
    return [
      person(task, `This argument may have effects, which would ${isDropped ? 'be lost' : 'come twice'}.`, argument),
    ];
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

function placed<B extends ApiBinding>(task: Task<B>, items: readonly Item[]): Rewrite {
  const { call, list, map } = task;
  const { positional } = list;
  const order = items.flatMap((item) => ('old' in item ? [item.old] : []));
  const kept = [...order].sort((a, b) => a - b);
  const dropped = list.named.filter(({ name }) => map.properties.get(name) === null).map(({ node }) => node);
  const gone = new Set([...positional.filter((_, index) => !kept.includes(index)), ...dropped]);
  const all = [...positional, ...list.named.map(({ node }) => node), ...(list.mapping ? [list.mapping] : [])];
  all.sort((a, b) => a.start - b.start);
  const findings = [...orderFaults(task, order), ...commentFaults(task, all, gone)];
  if (findings.length > 0) return refused(findings);
  const edits: TextEdit[] = rangesWithout(all, gone).map((range) => ({ path: call.path, ...range, text: '' }));
  const taken: TextEdit[] = [];
  for (const [slot, old] of order.entries()) {
    const moved = movedEdits(task, positional[kept[slot]!]!, old);
    edits.push(...moved.edits);
    taken.push(...moved.taken);
  }
  const rest = all.filter((node) => !gone.has(node) && !positional.includes(node));
  return {
    edits: [...edits, ...renamedEdits(task), ...addedEdits(task, items, kept, rest)],
    findings: [],
    taken,
  };
}

/** Two arguments that change places are evaluated in another order. */
function orderFaults<B extends ApiBinding>(task: Task<B>, order: readonly number[]): Finding[] {
  const { language, call, list } = task;
  return order
    .filter((old, at) => order.some((other, otherAt) => at < otherAt !== old < other && at !== otherAt))
    .map((old) => list.positional[old]!)
    .filter((argument) => !language.isPure(call.path, argument))
    .map((argument) =>
      person(task, 'This argument may have effects, and would be evaluated in another order.', argument),
    );
}

function commentFaults<B extends ApiBinding>(
  task: Task<B>,
  all: readonly SyntaxNode[],
  gone: ReadonlySet<SyntaxNode>,
): Finding[] {
  return losesComment(all, gone) ? [person(task, 'A comment beside this argument would be lost.', [...gone][0]!)] : [];
}

/** What stands at the place of one argument afterwards. */
function movedEdits<B extends ApiBinding>(
  { language, call: { path }, list, map, inner }: Task<B>,
  at: SyntaxNode,
  old: number,
): Pick<Rewrite, 'edits' | 'taken'> {
  const argument = list.positional[old]!;
  const parts = map.wraps.has(old) ? aroundArgument(language, map.wraps.get(old)!, argument) : ['', ''];
  const { text } = language.syntax.source(path)!;
  const { start, end } = argument;
  if (at === argument && parts.length === 2) {
    const edits = [
      { path, start, end: start, text: parts[0]! },
      { path, start: end, end, text: parts[1]! },
    ];
    return { edits: edits.filter((edit) => edit.text !== ''), taken: [] };
  }
  const taken = inner.filter((edit) => edit.path === path && edit.start >= start && edit.end <= end);
  const shifted = taken.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
  shifted.sort((a, b) => a.start - b.start || a.end - b.end);
  const now = parts.join(applyEdits(text.slice(start, end), shifted));
  return { edits: [{ path, start: at.start, end: at.end, text: now }], taken };
}

const renamedEdits = <B extends ApiBinding>({ call: { path }, list, map }: Task<B>): TextEdit[] =>
  list.named.flatMap(({ name, nameNode: { start, end } }) => {
    const now = map.properties.get(name);
    return typeof now === 'string' && now !== name ? [{ path, start, end, text: now }] : [];
  });

function addedEdits<B extends ApiBinding>(
  { call: { path, list: node }, list: { positional } }: Task<B>,
  items: readonly Item[],
  kept: readonly number[],
  rest: readonly SyntaxNode[],
): TextEdit[] {
  const texts = new Map<number, string[]>();
  let before = 0;
  for (const item of items) {
    if ('old' in item) before += 1;
    else texts.set(before, [...(texts.get(before) ?? []), item.source]);
  }
  return [...texts].map(([behind, sources]) => {
    const next = kept[behind] === undefined ? undefined : positional[kept[behind]];
    const last = kept.length === 0 ? undefined : positional[kept.at(-1)!];
    const text = sources.join(', ');
    if (next !== undefined) return insertion(path, next.start, `${text}, `);
    if (last !== undefined) return insertion(path, last.end, `, ${text}`);
    if (rest[0] !== undefined) return insertion(path, rest[0].start, `${text}, `);
    return insertion(path, node.children[0]!.end, text);
  });
}

const insertion = (path: string, at: number, text: string): TextEdit => ({ path, start: at, end: at, text });
