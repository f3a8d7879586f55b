/** The two sides of a proof: a revision of a repository, or a tree that is nowhere on disk. */
import type { SourceTree } from '../source-tree.ts';
import { bytePath } from '../tree/byte-path.ts';
import { readBlobs } from '../tree/git-blobs.ts';
import type { GitEntry, GitListing } from '../tree/git-listing.ts';
import { listRevision } from '../tree/git-listing.ts';
import { loadTree } from '../tree/git-tree.ts';
import { blobId } from '../tree/object-id.ts';
import { treeId } from './tree-id.ts';

/** A whole tree by ids, and the part of it that specs are about. */
export interface ProofSide {
  /** What the caller asked for. */
  readonly rev: string;
  /** Id of the commit; `undefined` where it is none. */
  readonly commit: string | undefined;
  readonly tree: string;
  /** Everything, by path from the top of the repository, one character for each byte. */
  readonly entries: ReadonlyMap<string, GitEntry>;
  /** Ids of the folders. */
  readonly folders: ReadonlyMap<string, string>;
  /** What stands before the paths of {@link source}: empty, or a folder with a slash at its end. */
  readonly prefix: string;
  /** Answers the tree that specs are about, with all contents that can be edited. */
  source(): Promise<SourceTree>;
  /** Answers contents by id; those that are larger than `maxBytes` are left out. */
  contents(ids: Iterable<string>, maxBytes: number): Promise<ReadonlyMap<string, Uint8Array>>;
}

/** Answers a revision as a side. @throws {LoglineError} as `openGitTree` */
export async function revisionSide(folder: string, rev: string): Promise<ProofSide> {
  const listing = await listRevision(folder, rev);
  return { ...idsOf(listing), rev, source: () => loadTree(listing), contents: contentsOf(listing) };
}

const idsOf = ({
  commit,
  tree,
  entries,
  folders,
  prefix,
}: GitListing): Omit<ProofSide, 'rev' | 'source' | 'contents'> => {
  return { commit, tree, entries, folders, prefix };
};

const contentsOf =
  ({ folder }: GitListing): ProofSide['contents'] =>
  (ids, maxBytes) =>
    readBlobs(folder, ids, maxBytes);

/** Answers a tree as a side, with the ids that git would give it. Links and submodules have to have their content. */
export function treeSide(rev: string, tree: SourceTree): ProofSide {
  const blobs = new Map<string, Uint8Array>();
  const entries = new Map<string, GitEntry>();
  for (const [path, mode] of tree.modes) {
    const bytes = tree.read(path);
    const id = blobId(bytes, 'sha1');
    blobs.set(id, bytes);
    entries.set(bytePath(path), { mode, id });
  }
  return {
    rev,
    commit: undefined,
    tree: treeId(entries, 'sha1'),
    entries,
    folders: new Map(),
    prefix: '',
    source: () => Promise.resolve(tree),
    contents: (ids, maxBytes) => Promise.resolve(someOf(blobs, ids, maxBytes)),
  };
}

function someOf(
  blobs: ReadonlyMap<string, Uint8Array>,
  ids: Iterable<string>,
  maxBytes: number,
): ReadonlyMap<string, Uint8Array> {
  const pairs = [...new Set(ids)].map((id) => [id, blobs.get(id)!] as const);
  return new Map(pairs.filter(([, bytes]) => bytes.length <= maxBytes));
}
