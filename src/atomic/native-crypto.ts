/** node:crypto where there is one, found without an import, so that bundlers for browsers see nothing to resolve. */

/** The module `node:crypto`. */
export type NodeCrypto = typeof import('node:crypto');

interface Runtime {
  readonly process?: { readonly getBuiltinModule?: (name: 'node:crypto') => NodeCrypto | undefined };
}

/** Answers the module, or `undefined` in a browser. */
export function nodeCrypto(): NodeCrypto | undefined {
  return (globalThis as Runtime).process?.getBuiltinModule?.('node:crypto');
}
