/** Declarations of installed packages, which are not part of a tree. */

/** Files below the root of a tree that the tree itself does not have, such as those of `node_modules`. Read, never run. */
export interface ExternalFiles {
  /** Answers the text of a file by its path from the root of the tree, or `undefined`. */
  readFile(path: string): string | undefined;
  /** Whether there is such a file. */
  fileExists(path: string): boolean;
  /** Whether there is such a folder. */
  directoryExists(path: string): boolean;
  /** Answers the names of the folders right in a folder. */
  getDirectories(path: string): readonly string[];
}
