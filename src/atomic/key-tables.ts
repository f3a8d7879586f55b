/** Which keys have tables in the WebAssembly module, and when a key gets one. */
import { isAcceptableKey } from './ed25519-rule.ts';
import { FastModule } from './fast-module.ts';
import { passesSelfTest } from './fast-self-test.ts';
import { KeyMap } from './key-map.ts';

/** A table has 576 KiB, and there is one for the base point: with these it is 32 MiB. */
const MOST_TABLES = 55;
/** Keys that are counted. */
const MOST_KEYS = 4096;
/** After so many uses those counted so far weigh half, so that keys of the past make room. */
const AGING = 65_536;

interface KeyUse {
  readonly isAcceptable: boolean;
  uses: number;
  /** `none` where the key is no point of the curve. */
  table: number | undefined | 'none';
}

/** Tables for the keys that are used most. */
export class KeyTables {
  readonly #tableAfter: number;
  readonly #uses = new KeyMap<KeyUse>(MOST_KEYS, (use) => this.#free(use));
  readonly #freeTables = Array.from({ length: MOST_TABLES }, (_, i) => MOST_TABLES - 1 - i);
  #module: FastModule | 'unknown' | 'none' = 'unknown';
  #usesInAll = 0;

  /** @param tableAfter - how often a key is used before it gets a table */
  constructor(tableAfter: number) {
    this.#tableAfter = tableAfter;
  }

  /** The module, which is loaded and tested once; `undefined` where there is none, or where it gives a wrong answer. */
  load(): FastModule | undefined {
    if (this.#module === 'unknown') this.#module = openTested() ?? 'none';
    return this.#module === 'none' ? undefined : this.#module;
  }

  /** Whether it has been tried and there is none. */
  get isImpossible(): boolean {
    return this.#module === 'none';
  }

  /** Counts a use of a key of 32 bytes, and makes its table where that is due. Another key may lose its own. */
  count(publicKey: Uint8Array): void {
    if (++this.#usesInAll % AGING === 0) for (const use of this.#uses.values()) use.uses >>= 1;
    const use = this.#useOf(publicKey);
    use.uses++;
    if (use.table === undefined && this.#isDue(use)) use.table = this.#makeTable(use, publicKey);
  }

  /** Answers the number of a key's table; `undefined` where it has none. It stays that of the key until the next {@link count}. */
  tableOf(publicKey: Uint8Array): number | undefined {
    const table = this.#uses.get(publicKey)?.table;
    return table === 'none' ? undefined : table;
  }

  #useOf(publicKey: Uint8Array): KeyUse {
    const known = this.#uses.get(publicKey);
    if (known !== undefined) return known;
    const use: KeyUse = { isAcceptable: isAcceptableKey(publicKey), uses: 0, table: undefined };
    this.#uses.set(publicKey, use);
    return use;
  }

  /** Looked at now and then only: it can be that there is no room. */
  #isDue({ isAcceptable, uses }: KeyUse): boolean {
    return isAcceptable && uses > this.#tableAfter && (uses - 1) % Math.max(1, this.#tableAfter) === 0;
  }

  #makeTable(use: KeyUse, publicKey: Uint8Array): number | undefined | 'none' {
    const module = this.load();
    const table = module && (this.#freeTables.pop() ?? this.#tableOfLessUsed(use));
    if (table === undefined || module!.makeTable(table, publicKey)) return table;
    this.#freeTables.push(table);
    return 'none';
  }

  /** Takes the table of the least used key, if that is used much less: else keys in turn would take theirs from each other for ever. */
  #tableOfLessUsed({ uses }: KeyUse): number | undefined {
    let least: KeyUse | undefined;
    for (const use of this.#uses.values()) {
      if (typeof use.table === 'number' && use.uses < (least?.uses ?? Infinity)) least = use;
    }
    if (least === undefined || 2 * least.uses > uses) return undefined;
    this.#free(least);
    return this.#freeTables.pop();
  }

  #free(use: KeyUse): void {
    if (typeof use.table === 'number') this.#freeTables.push(use.table);
    use.table = undefined;
  }
}

function openTested(): FastModule | undefined {
  const module = FastModule.open();
  return module && passesSelfTest(module) ? module : undefined;
}
