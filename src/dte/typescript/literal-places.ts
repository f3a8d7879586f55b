/** Where in a file a selector can pick anything, by the literals that it requires: most files are not parsed, most nodes not visited. */
import type { RequiredLiteral } from '../selector/required-literals.ts';
import type { Selector } from '../selector/selector.ts';
import type { EsNode } from './estree/es-node.ts';
import { ts } from './ts.ts';

/** Whether a selector may pick something in a file with this text. Pure. */
export const mayMatch = (text: string, { required }: Selector): boolean =>
  required.every((literals) =>
    literals.some((literal) => text.includes(literal.text) || hasOtherSpellings(text, literal)),
  );

/** Whether a text may spell a literal in other letters: names can have escapes, and strings and JSX still other ones. */
function hasOtherSpellings(text: string, { field }: RequiredLiteral): boolean {
  if (field === 'raw') return false;
  return field === 'name' ? text.includes('\\u') : text.includes('\\') || text.includes('&#');
}

/** A text that is looked for in what a selector picks: nodes and files that do not hold it are of no use. */
export interface Needle {
  readonly text: string;
  /** Whether a file with this text may spell it in other letters. */
  readonly hasOtherSpellings: (text: string) => boolean;
  /** Whether it counts anywhere in a file that has a node which is picked. */
  readonly isAnywhere: boolean;
}

/** Whether a file with this text may hold what is looked for. Pure. */
export const mayHold = (text: string, needle: Needle): boolean =>
  text.includes(needle.text) || needle.hasOtherSpellings(text);

/** Answers whether what a selector picks may be a node of a file, or below it; `undefined` where it may be anywhere. Pure. */
export function placesFor(
  { within }: Selector,
  text: string,
  needle?: Needle,
): ((node: EsNode) => boolean) | undefined {
  if (within === undefined) return undefined;
  const sure = within.filter((literals) => !literals.some((literal) => hasOtherSpellings(text, literal)));
  const isNeeded = needle !== undefined && needle.text !== '' && !needle.isAnywhere && !needle.hasOtherSpellings(text);
  const wanted = [
    ...sure.map((literals) => literals.map((literal) => literal.text)),
    ...(isNeeded ? [[needle.text]] : []),
  ];
  const lists = wanted.map((texts) => texts.flatMap((one) => offsetsOf(text, one)).sort((a, b) => a - b));
  if (lists.length === 0) return undefined;
  const isHit = (from: number, to: number): boolean => lists.every((offsets) => isBetween(offsets, from, to));
  // What ESTree has in a node may be beside it in TypeScript: the type of a parameter is no part of its name. So both count.
  return (view) => isHit(...wholeOf(view.node)) || isHit(view.start, view.end);
}

/** The name of a parameter has its decorators in ESTree. */
function wholeOf(node: ts.Node): readonly [from: number, to: number] {
  const { pos, end } = ts.isParameter(node.parent) && node.parent.name === node ? node.parent : node;
  return [pos, end];
}

function offsetsOf(text: string, literal: string): number[] {
  const offsets: number[] = [];
  for (let at = text.indexOf(literal); at >= 0; at = text.indexOf(literal, at + 1)) offsets.push(at);
  return offsets;
}

/** Whether one of some sorted offsets is in a range. */
function isBetween(offsets: readonly number[], from: number, to: number): boolean {
  let low = 0;
  for (let high = offsets.length; low < high;) {
    const middle = (low + high) >> 1;
    if (offsets[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return low < offsets.length && offsets[low]! < to;
}
