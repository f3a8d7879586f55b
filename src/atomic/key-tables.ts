/** Which keys have tables in the WebAssembly module, and when a key gets one. */
import { isAcceptableKey } from './ed25519-rule.ts';
import { FastModule } from './fast-module.ts';
import type { Table, WindowBits } from './fast-module.ts';
import { hashesWell, passesSelfTest } from './fast-self-test.ts';
import { KeyMap } from './key-map.ts';

/** Keys that are counted. */
const MOST_KEYS = 4096;
/** After twice as many uses as a large table takes to pay, beside a small one: of a process's first checks, all are slower but native ones. */
const LARGE_AFTER = 1024;
/** After so many uses of all keys a large table of the base point pays, though no key may have one. It is made when large tables are first tested. */
const LARGE_BASE_AFTER = 4 * LARGE_AFTER;
/** After so many uses of all keys those counted so far weigh half, so that keys of the past make room. */
const AGING = 65_536;

/** What is known of a key. */
export interface KeyUse {
  readonly isAcceptable: boolean;
  uses: number;
  /** `none` where the key is no point of the curve. */
  table: Table | undefined | 'none';
}

/** Tables for the keys that are used most: a small one soon, a large one for those that go on. */
export class KeyTables {
  readonly #smallAfter: number;
  readonly #uses = new KeyMap<KeyUse>(MOST_KEYS, (use) => this.#free(use));
  /** Places that no key has, by the size of windows; `undefined` where it is not known yet whether the module can be trusted with it. */
  readonly #places: Record<WindowBits, Table[] | undefined> = { 4: undefined, 9: undefined };
  #module: FastModule | undefined;
  #usesInAll = 0;

  /** @param smallAfter - how often a key is used before it gets its first table */
  constructor(smallAfter: number) {
    this.#smallAfter = smallAfter;
  }

  /** The module; `undefined` where no key has a table. */
  get module(): FastModule | undefined {
    return this.#module;
  }

  /** Loads and tests the module, if that has not been tried. */
  load(): void {
    this.#placesOf(4);
  }

  /** Whether it has been tried, and there is no module or it has given a wrong answer. */
  get isImpossible(): boolean {
    return this.#places[4] !== undefined && this.#module === undefined;
  }

  /**
   * Counts a use of a key of 32 bytes, and makes its table where that is due. Another key may lose its own: what is answered is as it
   * stands until the next count.
   */
  count(publicKey: Uint8Array): KeyUse {
    if (++this.#usesInAll % AGING === 0) for (const use of this.#uses.values()) use.uses >>= 1;
    if (this.#usesInAll === LARGE_BASE_AFTER && this.#module !== undefined) this.#placesOf(9);
    const use = this.#useOf(publicKey);
    use.uses++;
    if (use.table === 'none' || !use.isAcceptable) return use;
    if (use.table === undefined) {
      if (isDue(use, this.#smallAfter)) this.#makeTable(use, publicKey, 4);
    } else if (use.table.bits === 4 && isDue(use, LARGE_AFTER)) this.#makeTable(use, publicKey, 9);
    return use;
  }

  /** Answers a key's table, which is not counted as a use; `undefined` where it has none. */
  tableOf(publicKey: Uint8Array): Table | undefined {
    return tableIn(this.#uses.get(publicKey));
  }

  #useOf(publicKey: Uint8Array): KeyUse {
    const known = this.#uses.get(publicKey);
    if (known !== undefined) return known;
    const use: KeyUse = { isAcceptable: isAcceptableKey(publicKey), uses: 0, table: undefined };
    this.#uses.set(publicKey, use);
    return use;
  }

  #makeTable(use: KeyUse, publicKey: Uint8Array, bits: WindowBits): void {
    const places = this.#placesOf(bits);
    const table = places.pop() ?? this.#tableOfLessUsed(use, bits);
    if (table === undefined) return;
    this.#free(use);
    use.table = table;
    if (this.#module!.makeTable(table, publicKey)) return;
    places.push(table);
    use.table = 'none';
  }

  /** Takes the table of the least used key, if that is used much less: else keys in turn would take theirs from each other for ever. */
  #tableOfLessUsed({ uses }: KeyUse, bits: WindowBits): Table | undefined {
    let least: KeyUse | undefined;
    for (const use of this.#uses.values()) {
      if (typeof use.table === 'object' && use.table.bits === bits && use.uses < (least?.uses ?? Infinity)) least = use;
    }
    if (least === undefined || 2 * least.uses > uses) return undefined;
    this.#free(least);
    return this.#placesOf(bits).pop();
  }

  #free(use: KeyUse): void {
    if (typeof use.table === 'object') this.#placesOf(use.table.bits).push(use.table);
    use.table = undefined;
  }

  /** The free places; none where the module does not run or gives wrong answers with windows of this size. */
  #placesOf(bits: WindowBits): Table[] {
    return (this.#places[bits] ??= this.#testedPlaces(bits));
  }

  #testedPlaces(bits: WindowBits): Table[] {
    const module = this.#module ?? openModule();
    if (module === undefined) return [];
    if (!passesSelfTest(module, bits)) {
      this.#module?.prepare(4);
      return [];
    }
    this.#module = module;
    return [...module.places[bits]].reverse();
  }
}

function openModule(): FastModule | undefined {
  const module = FastModule.open();
  return module && hashesWell(module) ? module : undefined;
}

/** Answers the table that a key has, if it has one. Pure. */
export function tableIn(use: KeyUse | undefined): Table | undefined {
  return typeof use?.table === 'object' ? use.table : undefined;
}

/** Looked at now and then only: it can be that there is no room. */
const isDue = ({ uses }: KeyUse, after: number): boolean => uses > after && (uses - 1) % Math.max(1, after) === 0;
