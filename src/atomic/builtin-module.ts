/** Node's own modules, where there are some, found without an import, so that bundlers for browsers see nothing to resolve. */

/** The module `node:crypto`. */
export type NodeCrypto = typeof import('node:crypto');

interface Modules {
  readonly 'node:crypto': NodeCrypto;
  readonly 'node:os': typeof import('node:os');
  readonly 'node:worker_threads': typeof import('node:worker_threads');
}

interface Runtime {
  readonly process?: {
    readonly getBuiltinModule?: <Name extends keyof Modules>(name: Name) => Modules[Name] | undefined;
  };
}

/** Answers a module, or `undefined` in a browser. */
export function builtinModule<Name extends keyof Modules>(name: Name): Modules[Name] | undefined {
  return (globalThis as Runtime).process?.getBuiltinModule?.(name);
}
