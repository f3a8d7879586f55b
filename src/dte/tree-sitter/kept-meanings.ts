/** Whether names mean after edits what they meant before. */
import type { TextEdit } from '../edit.ts';
import { isInserted } from '../inserted-ranges.ts';
import { placesBefore } from '../place-before.ts';
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
  const kept = before.filter((use) => !edits.some((edit) => isReplaced(use, edit)));
  const pairs = kept.map((use) => ({ use, later: found.get(`${use.path}:${use.node.start}`) }));
  const plain = pairs.filter(({ use }) => use.keys.length === 1);
  const others = pairs.filter(({ use }) => use.keys.length !== 1);
  return [...plain, ...others].filter(({ use, later }) => later === undefined || !pairing.fits(use.keys, later.keys));
}

const isReplaced = ({ path, node }: NameUse, edit: TextEdit): boolean =>
  edit.path === path && edit.start <= node.start && node.end <= edit.end && edit.start < edit.end;

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
