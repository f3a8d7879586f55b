/** How a Node is started that runs the sources as they are, types and all. */
export const ON_SOURCE: readonly [string, string, string] = [
  '--import',
  new URL('register.mjs', import.meta.url).href,
  '--conditions=logline:src',
];
