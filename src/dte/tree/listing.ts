/** What stands below a folder, before it is looked at. */

/** Names below a folder. */
export interface TreeListing {
  /** Relative to the folder, in any order, each once. */
  readonly paths: readonly string[];
  /** Folders that are repositories of their own: nothing in them belongs to the tree. */
  readonly submodules: ReadonlySet<string>;
}
