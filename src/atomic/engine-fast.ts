/**
 * The engine with a table for each key that signs much, in WebAssembly: a ledger has few signers and many lines.
 *
 * Another engine stands beside it, the reference. That one judges until a table pays, where the module does not run, and wherever there
 * is doubt: it has to agree with every signature found bad, and with one in so many found good.
 */
import { toHex } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { isAcceptableSignature } from './ed25519-rule.ts';
import { createNativeEngine } from './engine-native.ts';
import { createPortableEngine } from './engine-portable.ts';
import type { Engine, EngineName, SignatureCheck } from './engine.ts';
import { mostChecks } from './fast-module.ts';
import type { Table } from './fast-module.ts';
import { KeyTables, tableIn } from './key-tables.ts';

/** A table costs as much as so many signatures checked by the reference. */
const TABLE_PAYS_AFTER: Readonly<Record<EngineName, number>> = { native: 8, portable: 2, fast: 8 };

/**
 * One in so many good verdicts is checked again. The portable reference takes a hundred times as long as the module: with 256 it alone would be
 * a quarter of the time of a verification in a browser.
 */
const RECHECKED_EVERY: Readonly<Record<EngineName, number>> = { native: 256, portable: 2048, fast: 256 };

/** How the fast engine works. */
export interface FastEngineOptions {
  /** Who judges besides. @default native, or portable where there is no node:crypto */
  readonly reference?: Engine;
  /** After how many signatures a key gets a table; 0: before the first. @default what pays: 8 beside native, 2 beside portable */
  readonly tableAfter?: number;
  /** One in so many good verdicts is checked again by the reference. @default 256 beside native, 2048 beside portable */
  readonly recheckEvery?: number;
}

/**
 * Answers the engine. Its module is loaded when the first table is due (at once, where `tableAfter` is 0), or by `warmUp`; where that fails, or where the
 * module does not pass its test, the reference judges alone and the engine has its name.
 */
export function createFastEngine({ reference = slowEngine(), ...options }: FastEngineOptions = {}): Engine {
  const judge = new Judge(reference, options);
  return {
    get name() {
      return judge.isAlone ? reference.name : 'fast';
    },
    hash: (material) => judge.hash(material),
    verify: (check) => judge.verify(check),
    verifyMany: (checks) => judge.verifyMany(checks),
    warmUp: () => {
      judge.load();
    },
  };
}

/** The module, with the reference beside it. */
class Judge {
  readonly #reference: Engine;
  readonly #tables: KeyTables;
  readonly #recheckEvery: number;
  #good = 0;

  constructor(reference: Engine, { tableAfter, recheckEvery }: FastEngineOptions) {
    this.#reference = reference;
    this.#tables = new KeyTables(tableAfter ?? TABLE_PAYS_AFTER[reference.name]);
    this.#recheckEvery = recheckEvery ?? RECHECKED_EVERY[reference.name];
    if (tableAfter === 0) this.load();
  }

  load(): void {
    this.#tables.load();
  }

  /** Whether it is known that there is no module. */
  get isAlone(): boolean {
    return this.#tables.isImpossible;
  }

  /** The module's hash, where it is loaded: of a process's first lines in less time than code takes that is not compiled yet. */
  hash(material: Uint8Array): Uint8Array {
    return this.#tables.module?.hash(material) ?? this.#reference.hash(material);
  }

  verify(check: SignatureCheck): boolean {
    const [first] = this.#judge([check]);
    return this.#isSettled(first) ? first : this.#settle(check, first, this.#reference.verify(check));
  }

  async verifyMany(checks: readonly SignatureCheck[]): Promise<readonly boolean[]> {
    const first = this.#judge(checks);
    const open = first.flatMap((verdict, i) => (this.#isSettled(verdict) ? [] : [i]));
    const second = await this.#reference.verifyMany(open.map((i) => checks[i]!));
    open.forEach((i, n) => (first[i] = this.#settle(checks[i]!, first[i], second[n]!)));
    return first as boolean[];
  }

  /** The verdicts of the module; `undefined` for what is left to the reference. */
  #judge(checks: readonly SignatureCheck[]): (boolean | undefined)[] {
    const uses = checks.map((check) => (isFit(check) ? this.#tables.count(check.publicKey) : undefined));
    const tables = uses.map(tableIn);
    const verdicts = new Array<boolean | undefined>(checks.length).fill(undefined);
    for (const batch of batchesOf(checks, tables)) {
      const bits = this.#tables.module!.verify(checks, tables, batch);
      for (let n = 0; n < batch.length; n++) verdicts[batch[n]!] = bits[n] === 1;
    }
    return verdicts;
  }

  /** A good verdict stands, but for one in so many. */
  #isSettled(verdict: boolean | undefined): verdict is true {
    return verdict === true && this.#good++ % this.#recheckEvery !== 0;
  }

  /** The verdict of the reference, where the module had none or the same. */
  #settle(check: SignatureCheck, first: boolean | undefined, second: boolean): boolean {
    if (first === undefined || first === second) return second;
    throw disagreement(check, { fast: first, [this.#reference.name]: second });
  }
}

/**
 * Answers what the module can take at a time, by places: messages and windows of one size, and the checks of a key together, whose table
 * is then near.
 */
function* batchesOf(
  checks: readonly SignatureCheck[],
  tables: readonly (Table | undefined)[],
): Generator<readonly number[]> {
  const alike = new Map<number, number[]>();
  for (let i = 0; i < checks.length; i++) {
    const table = tables[i];
    if (table === undefined) continue;
    const kind = 16 * checks[i]!.message.length + table.bits;
    const others = alike.get(kind);
    if (others === undefined) alike.set(kind, [i]);
    else others.push(i);
  }
  for (const all of alike.values()) {
    all.sort((a, b) => tables[a]!.address - tables[b]!.address);
    const most = mostChecks(checks[all[0]!]!.message.length);
    for (let from = 0; from < all.length; from += most) yield all.slice(from, from + most);
  }
}

/** Whether the module may judge: the encodings are acceptable, but for the key's, which is looked at once. */
function isFit({ publicKey, signature, message }: SignatureCheck): boolean {
  return publicKey.length === 32 && mostChecks(message.length) > 0 && isAcceptableSignature(signature);
}

function disagreement(
  { publicKey, signature, message }: SignatureCheck,
  verdicts: Record<string, boolean>,
): LoglineError {
  const details = { publicKey: toHex(publicKey), signature: toHex(signature), message: toHex(message), verdicts };
  const said = Object.entries(verdicts).map(([name, isGood]) => `${name}: ${isGood ? 'good' : 'bad'}`);
  return new LoglineError('ENGINE_DISAGREEMENT', `Two engines judge one signature differently (${said.join(', ')}).`, {
    details,
  });
}

function slowEngine(): Engine {
  return createNativeEngine() ?? createPortableEngine();
}
