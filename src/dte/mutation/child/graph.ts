/**
 * Loads the files of a build. A new graph loads all of them anew, which starting another process for would take a hundred times as
 * long; packages and Node's own modules are loaded once.
 */
import { pathToFileURL } from 'node:url';
import { SourceTextModule, SyntheticModule } from 'node:vm';
import type { Module } from 'node:vm';
import { CommonModules } from './common.ts';
import type { External } from './external.ts';
import type { Build, BuiltModule } from './protocol.ts';

type LoadModule = (specifier: string) => Promise<Module>;

/** Of which Node's types do not know. */
interface Cacheable {
  createCachedData: () => Buffer;
}

/** Files of a build, each loaded at most once. */
export class Graph {
  readonly #build: Build;
  readonly #external: External;
  readonly #modules = new Map<string, Module>();
  readonly #common: CommonModules;

  constructor(build: Build, external: External) {
    this.#build = build;
    this.#external = external;
    this.#common = new CommonModules(build, external, (specifier, from) => this.#imported(specifier, from));
  }

  /** Loads and runs a file. @throws what it throws */
  async load(path: string): Promise<object> {
    const module = this.#moduleOf(path);
    await module.link((specifier, referrer) => this.#linked(specifier, referrer.identifier));
    await module.evaluate();
    return module.namespace;
  }

  /** For `import()`: answers a module that has run. */
  async #imported(specifier: string, from: string): Promise<Module> {
    const module = await this.#linked(specifier, from);
    if (module.status === 'unlinked') await module.link((inner, referrer) => this.#linked(inner, referrer.identifier));
    await module.evaluate();
    return module;
  }

  async #linked(specifier: string, from: string): Promise<Module> {
    const path = this.#external.pathIn(specifier, from);
    return path === undefined ? this.#external.load(specifier, from) : this.#moduleOf(path);
  }

  #moduleOf(path: string): Module {
    const known = this.#modules.get(path);
    if (known !== undefined) return known;
    const built = this.#build.modules[path]!;
    const module = built.format === 'esm' ? this.#esm(path, built) : this.#wrapped(path);
    this.#modules.set(path, module);
    return module;
  }

  #esm(path: string, { text }: BuiltModule): Module {
    const load: LoadModule = (specifier) => this.#imported(specifier, path);
    const compiled = this.#external.compiled.get(path);
    const module = new SourceTextModule(text, {
      identifier: path,
      ...(compiled !== undefined && { cachedData: compiled }),
      initializeImportMeta: (meta) => this.#describe(meta, path),
      importModuleDynamically: load,
    });
    // Compiled code forgets whom to ask for `import()`.
    if (compiled === undefined && !/\bimport\b\s*[(.]/.test(text))
      this.#external.compiled.set(path, (module as unknown as Cacheable).createCachedData());
    return module;
  }

  #describe(meta: ImportMeta, path: string): void {
    const file = this.#external.fileOf(path);
    meta.url = pathToFileURL(file).href;
    meta.filename = file;
    meta.dirname = file.slice(0, file.lastIndexOf('/'));
    meta.resolve = (specifier) => this.#external.urlOf(specifier, path);
  }

  /** What `module.exports` is, as `default`; its members by their names. */
  #wrapped(path: string): Module {
    const exported = this.#common.require(path);
    const hasMembers = (typeof exported === 'object' && exported !== null) || typeof exported === 'function';
    const members = hasMembers ? Object.entries(exported).filter(([name]) => name !== 'default') : [];
    const all = new Map<string, unknown>([...members, ['default', exported]]);
    const module = new SyntheticModule([...all.keys()], () => {
      for (const [name, value] of all) module.setExport(name, value);
    });
    return module;
  }
}
