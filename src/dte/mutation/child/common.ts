/** CommonJS files of a build, loaded as Node does, once for a graph. */
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import type { Module } from 'node:vm';
import type { External } from './external.ts';
import type { Build } from './protocol.ts';
import { ask, round } from './switches.ts';

/** For `import()` within such a file. */
export type ImportFrom = (specifier: string, from: string) => Promise<Module>;

interface CommonModule {
  exports: unknown;
  readonly id: string;
  readonly filename: string;
  loaded: boolean;
}

export class CommonModules {
  readonly #build: Build;
  readonly #external: External;
  readonly #importFrom: ImportFrom;
  readonly #loaded = new Map<string, CommonModule>();

  constructor(build: Build, external: External, importFrom: ImportFrom) {
    this.#build = build;
    this.#external = external;
    this.#importFrom = importFrom;
  }

  /** Runs a file unless it ran, and answers what it exports. @throws what it throws */
  require(path: string): unknown {
    const known = this.#loaded.get(path);
    if (known !== undefined) return known.exports;
    const { format, text } = this.#build.modules[path]!;
    if (format === 'json') return JSON.parse(text) as unknown;
    if (format === 'esm') throw Object.assign(new Error(`require() of ES Module ${path}`), { code: 'ERR_REQUIRE_ESM' });
    const file = this.#external.fileOf(path);
    const module: CommonModule = { exports: {}, id: file, filename: file, loaded: false };
    this.#loaded.set(path, module);
    try {
      this.#run(path, file, text, module);
    } catch (error) {
      this.#loaded.delete(path);
      throw error;
    }
    module.loaded = true;
    return module.exports;
  }

  #run(path: string, file: string, text: string, module: CommonModule): void {
    const { names } = this.#build;
    const own = ['exports', 'require', 'module', '__filename', '__dirname', names.ask, names.held, names.round];
    const run = compileFunction(text.replace(/^#!.*/, ''), own, {
      filename: file,
      importModuleDynamically: (specifier) => this.#importFrom(specifier, path),
    });
    const require = this.#requireFor(path, file);
    const folder = file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')));
    run.call(module.exports, module.exports, require, module, file, folder, ask, 0, round);
  }

  #requireFor(path: string, file: string): unknown {
    const native = createRequire(file);
    const require = (specifier: string): unknown => {
      const inside = this.#external.pathIn(specifier, path);
      return inside === undefined ? this.#external.require(specifier, path) : this.require(inside);
    };
    return Object.assign(require, { resolve: native.resolve, cache: native.cache, extensions: {}, main: undefined });
  }
}
