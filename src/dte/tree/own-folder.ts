/** Where the engine keeps what it has to remember about a tree. It is no part of the tree, and git does not see it. */

/** Relative to the root of the tree. */
export const OWN_FOLDER = '.jsonatomic/dte';

/** Whether a path is in the engine's own folder. Pure. */
export const isOwnPath = (path: string): boolean => path === OWN_FOLDER || path.startsWith(`${OWN_FOLDER}/`);
