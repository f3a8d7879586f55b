/** Whether names mean after edits what they meant before. */
import { editsByPath } from '../edit.ts';
import type { TextEdit } from '../edit.ts';
import { isInserted } from '../inserted-ranges.ts';
import { placesBefore } from '../place-before.ts';
import { lastAtOrBefore } from '../sorted-search.ts';
import type { NameUse } from './name-use.ts';

/** A name that means something else, and what it is after the edits: none where it is no name any more. */
export interface ChangedUse {
  readonly use: NameUse;
  readonly later: NameUse | undefined;
}

/**
 * Answers the uses that mean something else after edits. Uses in replaced texts are left out. Keys of symbols may differ, since new
 * text shifts what they count by; what counts is that the same uses mean the same, and different ones something different.
 *
 * @param edits - sorted
 * @param after - the same names in the tree with the edits made
 */
export function changedUses(
  before: readonly NameUse[],
  after: readonly NameUse[],
  edits: readonly TextEdit[],
): ChangedUse[] {
  const isNew = isInserted(edits);
  const back = placesBefore(edits);
  const found = new Map<string, NameUse>();
  for (const use of after) {
    if (!isNew(use.path, use.node.start)) found.set(`${use.path}:${back(use.path, use.node.start)}`, use);
  }
  const pairing = new Pairing();
  const byPath = editsByPath(edits);
  const kept = before.filter((use) => !isReplaced(use, byPath.get(use.path) ?? []));
  const pairs = kept.map((use) => ({ use, later: found.get(`${use.path}:${use.node.start}`) }));
  const plain = pairs.filter(({ use }) => use.keys.length === 1);
  const others = pairs.filter(({ use }) => use.keys.length !== 1);
  return [...plain, ...others].filter(({ use, later }) => later === undefined || !pairing.fits(use.keys, later.keys));
}

/** Edits are apart from each other: only the last one that begins before the node, or with it, may hold it. */
function isReplaced({ node }: NameUse, edits: readonly TextEdit[]): boolean {
  const edit = edits[lastAtOrBefore(edits.length, (index) => edits[index]!.start, node.start)];
  return edit !== undefined && node.end <= edit.end && edit.start < edit.end;
}

/** Which key of a symbol before is which one after. */
class Pairing {
  readonly #there = new Map<string, string>();
  readonly #back = new Map<string, string>();

  fits(before: readonly string[], after: readonly string[]): boolean {
    if (before.length !== after.length) return false;
    if (before.length === 1) return this.#fitsOne(before[0]!, after[0]!);
    const wanted = before.map((key) => this.#there.get(key) ?? key);
    const isKnown = before.every((key) => !isOfSymbol(key) || this.#there.has(key));
    return isKnown ? wanted.every((key) => after.includes(key)) : true;
  }

  #fitsOne(before: string, after: string): boolean {
    if (!isOfSymbol(before) || !isOfSymbol(after)) return before === after;
    const [there, back] = [this.#there.get(before), this.#back.get(after)];
    if (there !== undefined || back !== undefined) return there === after && back === before;
    this.#there.set(before, after);
    this.#back.set(after, before);
    return true;
  }
}

/** Whether a key counts scopes or nodes, which new text shifts. */
const isOfSymbol = (key: string): boolean => key.includes('#');
