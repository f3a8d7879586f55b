/** What is not a file of the build: Node's own modules, packages, and the stand-ins for two of them. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { SyntheticModule } from 'node:vm';
import type { Module } from 'node:vm';
import { shim } from './collect.ts';
import type { Build } from './protocol.ts';
import { ask, round } from './switches.ts';

/** Loads what is outside of a build, once for all graphs. */
export class External {
  /** What the compiler made of the files of the build, by path: compiling is most of loading. */
  readonly compiled = new Map<string, Buffer>();
  readonly #build: Build;
  readonly #loaded = new Map<string, Promise<Module>>();
  readonly #own: ReadonlyMap<string, Record<string, unknown>> = new Map([
    ['node:test', shim()],
    ['logline:switches', { ask, round }],
  ]);

  constructor(build: Build) {
    this.#build = build;
  }

  /** Where a path of the tree is on disk. */
  fileOf(path: string): string {
    return join(this.#build.root, ...path.split('/'));
  }

  /** Answers the path of the build that an import means, or `undefined` for one from outside. */
  pathIn(specifier: string, from: string): string | undefined {
    const known = this.#build.modules[from]?.imports;
    const path = known !== undefined && Object.hasOwn(known, specifier) ? known[specifier] : undefined;
    return path ?? this.#pathOf(this.#guess(specifier, from));
  }

  /** An import that is made up at run time. */
  #guess(specifier: string, from: string): string | undefined {
    if (specifier.startsWith('file:')) return fileURLToPath(specifier);
    return specifier.startsWith('.') ? fileURLToPath(new URL(specifier, pathToFileURL(this.fileOf(from)))) : undefined;
  }

  #pathOf(file: string | undefined): string | undefined {
    const { root, modules } = this.#build;
    if (file?.startsWith(root + sep) !== true) return undefined;
    const path = file
      .slice(root.length + 1)
      .split(sep)
      .join('/');
    const guesses = [path, path.replace(/\.([cm]?)js$/, '.$1ts'), path.replace(/\.jsx?$/, '.tsx')];
    return guesses.find((guess) => Object.hasOwn(modules, guess));
  }

  /** Answers the URL of something that a file imports. @throws Node's error where there is nothing */
  urlOf(specifier: string, from: string): string {
    const path = this.pathIn(specifier, from);
    return path === undefined
      ? import.meta.resolve(specifier, pathToFileURL(this.fileOf(from)).href)
      : pathToFileURL(this.fileOf(path)).href;
  }

  /** Loads a module from outside. @throws Node's error, or what the module throws */
  async load(specifier: string, from: string): Promise<Module> {
    const own = this.#own.get(specifier);
    const url = own === undefined ? this.#inTree(this.urlOf(specifier, from)) : specifier;
    const known = this.#loaded.get(url);
    if (known !== undefined) return known;
    const loading = this.#wrap(url, own);
    this.#loaded.set(url, loading);
    return loading;
  }

  async #wrap(url: string, own: Record<string, unknown> | undefined): Promise<Module> {
    const namespace = own ?? ((await import(url)) as Record<string, unknown>);
    const names = Object.keys(namespace);
    const module = new SyntheticModule(names, () => {
      for (const name of names) module.setExport(name, namespace[name]);
    });
    await module.link(() => module);
    await module.evaluate();
    return module;
  }

  /** A workspace package is linked to where the tree was copied from. */
  #inTree(url: string): string {
    const { root, packagesRoot } = this.#build;
    if (packagesRoot === null || !url.startsWith('file:')) return url;
    const file = fileURLToPath(url);
    if (!file.startsWith(packagesRoot + sep) || file.includes(`${sep}node_modules${sep}`)) return url;
    const copy = join(root, file.slice(packagesRoot.length + 1));
    return existsSync(copy) ? pathToFileURL(copy).href : url;
  }

  /** Loads a module for `require`. @throws Node's error, or what the module throws */
  require(specifier: string, from: string): unknown {
    const own = this.#own.get(specifier);
    return own === undefined ? createRequire(this.fileOf(from))(specifier) : (own['default'] ?? own);
  }
}
