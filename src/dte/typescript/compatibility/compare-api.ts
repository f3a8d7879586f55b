/** The public interface of a package in two trees: what its users notice. */
import { ts } from '../ts.ts';
import type { ApiChange } from './api-change.ts';
import { compareVersions } from './compare-declarations.ts';
import { BASE_NAME, OWN_NAME } from './declaration-text.ts';
import type { EntryPoints } from './entry-points.ts';
import { sourceOf } from './paired-program.ts';
import type { PairedProgram } from './paired-program.ts';

/** Answers the changes of everything that the entry points export, and of what that mentions, sorted by entry point and name. */
export function compareApi(program: PairedProgram, base: EntryPoints, head: EntryPoints): ApiChange[] {
  const comparison = new Comparison(program);
  for (const [entry, path] of base) {
    const headPath = head.get(entry);
    if (headPath === undefined) comparison.tell(entry, 'major', 'is no entry point any more');
    else comparison.exports('', program.moduleOf('base', path), program.moduleOf('head', headPath));
  }
  for (const entry of head.keys()) if (!base.has(entry)) comparison.tell(entry, 'minor', 'is a new entry point');
  comparison.mentioned();
  return comparison.changes;
}

class Comparison {
  readonly changes: ApiChange[] = [];
  readonly #program: PairedProgram;
  /** Base symbols that were judged. */
  readonly #judged = new Set<ts.Symbol>();

  constructor(program: PairedProgram) {
    this.#program = program;
  }

  tell(name: string, level: 'minor' | 'major', what: string, symbol?: ts.Symbol): void {
    const [declaration] = symbol === undefined ? [] : (this.#resolved(symbol).declarations ?? []);
    const path = declaration === undefined ? undefined : sourceOf(declaration.getSourceFile().fileName);
    this.changes.push({ name, level, what, path });
  }

  /** Compares the exports of two modules or namespaces. */
  exports(prefix: string, base: ts.Symbol | undefined, head: ts.Symbol | undefined): void {
    if (base === undefined) return;
    const [theirs, own] = [this.#exportsOf(base), this.#exportsOf(head)];
    for (const [name, symbol] of theirs) {
      const other = own.get(name);
      if (other === undefined) this.tell(prefix + name, 'major', 'is not exported any more', symbol);
      else this.#judge(prefix + name, symbol, other);
    }
    for (const [name, symbol] of own) if (!theirs.has(name)) this.tell(prefix + name, 'minor', 'is new', symbol);
  }

  #exportsOf(module: ts.Symbol | undefined): ReadonlyMap<string, ts.Symbol> {
    const all = module === undefined ? [] : this.#program.checker.getExportsOfModule(module);
    const own = all.filter(
      ({ name }) => !name.startsWith(BASE_NAME) && !name.startsWith(OWN_NAME) && name !== 'prototype',
    );
    return new Map(own.map((symbol) => [symbol.name, symbol]));
  }

  /** A name of the head that leads to the base's declaration means the head's own version of it. */
  #judge(name: string, base: ts.Symbol, head: ts.Symbol): void {
    const [theirs, target] = [this.#resolved(base), this.#resolved(head)];
    const pair = this.#program.pairs.get(target);
    const own = pair?.own ?? target;
    if (this.#judged.has(theirs) || theirs === own) return;
    this.#judged.add(theirs);
    const tell = (level: 'minor' | 'major', what: string, member?: string): void =>
      this.tell(member === undefined ? name : `${name}.${member}`, level, what, theirs);
    const probe = target === theirs ? pair?.probe : undefined;
    const versions = { base: theirs, head: own, probe };
    compareVersions(this.#program.checker, versions, tell, (a, b) => this.exports(`${name}.`, a, b));
  }

  #resolved(symbol: ts.Symbol): ts.Symbol {
    return (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? this.#program.checker.getAliasedSymbol(symbol) : symbol;
  }

  /** Judges what is not exported itself, but is mentioned by what was judged. */
  mentioned(): void {
    for (const judged of this.#judged) {
      for (const symbol of this.#mentionsOf(judged)) this.#judge(symbol.name, symbol, symbol);
    }
  }

  #mentionsOf({ declarations = [] }: ts.Symbol): ts.Symbol[] {
    const found = new Set<ts.Symbol>();
    const visit = (node: ts.Node): void => {
      const symbol = ts.isIdentifier(node) ? this.#program.checker.getSymbolAtLocation(node) : undefined;
      if (symbol !== undefined) found.add(this.#resolved(symbol));
      ts.forEachChild(node, visit);
    };
    for (const declaration of declarations) if (!ts.isSourceFile(declaration)) visit(declaration);
    return [...found].filter((symbol) => this.#program.pairs.has(symbol));
  }
}
