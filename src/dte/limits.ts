/** Bounds on what a spec may ask for, so that a hostile one costs little. */

export const MAX_SPEC_BYTES = 1024 * 1024;
export const MAX_PATCHES = 200;
export const MAX_INVARIANTS = 200;
/** Specs that are proven together: each may need the whole project to be read again. */
export const MAX_PROOF_SPECS = 100;
/** Patches and invariants of all specs that are proven together. */
export const MAX_PROOF_STEPS = 1_000;
/** Longest file that is edited. */
export const MAX_FILE_BYTES = 2 * 1024 * 1024;
/** Longest source that is searched for names. */
const MAX_SEARCHED_BYTES = 16 * 1024 * 1024;
export const MAX_EDITED_FILES = 5_000;
export const MAX_EDITS = 100_000;
export const MAX_TREE_FILES = 200_000;
/** All contents of one tree that are in memory at a time. */
export const MAX_TREE_BYTES = 1024 * 1024 * 1024;
export const MAX_FOLDER_DEPTH = 64;
export const MAX_SELECTOR_LENGTH = 4096;
export const MAX_SELECTOR_DEPTH = 32;
/** Steps of matching for each node looked at. A selector that needs more on the average is built to take long. */
export const MAX_STEPS_PER_NODE = 200;
/** All contents that a spec, or specs that are proven together, leave behind: they are in memory until the end. */
export const MAX_WRITTEN_BYTES = 256 * 1024 * 1024;
/** Longest file that is written: edits may make a file longer than what is read of a tree. */
export const MAX_CHANGED_BYTES = 64 * 1024 * 1024;

/** What a program can be written in, be it edited or not. */
const PROGRAM = /\.(?:[cm]?[jt]s|[jt]sx|pyi?|java|vue|svelte|astro|mdx|html?)$/;

/** Answers how long a file may be to be read. A source that is too long to be edited may still be searched. Pure. */
export const maxReadBytes = (path: string): number => (PROGRAM.test(path) ? MAX_SEARCHED_BYTES : MAX_FILE_BYTES);
