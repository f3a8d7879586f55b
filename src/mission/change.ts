/** A change of files, announced: the commit that it makes, and an image of each file before and after. */
import type { BatchChange, FolderImage } from './generated/types.ts';
import { branchHead, writeCommit } from './repository.ts';
import type { Batch, Mission } from './state.ts';
import { treeWith } from './contents.ts';
import { imagesOf } from './images.ts';

/** What a change is made of, beside the files. */
export interface ChangeContext {
  readonly mission: Mission;
  readonly batch: Batch;
  readonly lease: string;
  /** Head of the ledger: hash, or null. */
  readonly ledgerHead: string | null;
  readonly actor: string;
  /** RFC 3339. */
  readonly at: string;
  readonly signal?: AbortSignal | undefined;
}

/** Answers what a batch would do to the files, on the branch as it stands. @throws {LoglineError} as `treeWith` and `imagesOf` */
export async function plannedChange(root: string, context: ChangeContext): Promise<BatchChange> {
  const { mission, batch, signal } = context;
  const { commit: parent } = await branchHead(root);
  const tree = await treeWith(root, parent, batch.contents, { signal });
  const names = batch.contents.map(({ kind, name }) => `- ${kind} ${oneLine(name)}`);
  const subject = `${oneLine(mission.title)}: ${batch.id}`;
  return announced(root, context, { parent, tree, text: [subject, ...(names.length > 0 ? ['', ...names] : [])] });
}

/** Whoever names a mission does not command the terminal of those who read the log, and adds no lines to a message. */
const oneLine = (text: string): string =>
  text.replaceAll(/\s+/g, ' ').replaceAll(/[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD');

/** What is to be announced. */
export interface Announcement {
  readonly parent: string;
  readonly tree: string;
  /** Lines of the commit's message, before the trailers. */
  readonly text: readonly string[];
  /** Trailers beside the common ones. */
  readonly trailers?: readonly string[];
  readonly permissionsOf?: (path: string) => string | undefined;
  /** Folders that come back. */
  readonly folders?: readonly FolderImage[];
  readonly merged?: readonly string[];
}

/** Answers the announcement of a change to a tree. The commit is in the repository then, and no branch has it. */
export async function announced(
  root: string,
  { mission, batch, lease, ledgerHead, actor, at }: ChangeContext,
  { parent, tree, text, trailers = [], permissionsOf, folders: back = [], merged = [] }: Announcement,
): Promise<BatchChange> {
  const { ref } = await branchHead(root);
  const { files, folders } = await imagesOf(root, parent, tree, permissionsOf);
  const message = [
    ...text,
    '',
    `Mission: ${mission.id}`,
    `Batch: ${batch.id}`,
    `Ledger-Head: ${ledgerHead ?? 'none'}`,
    ...trailers,
    '',
  ].join('\n');
  const commit = files.length === 0 ? parent : await writeCommit(root, { tree, parent, message, author: actor, at });
  return {
    mission: mission.id,
    batch: batch.id,
    lease,
    ref,
    parent,
    commit,
    tree,
    files,
    folders: [...back, ...folders],
    ...(merged.length > 0 && { merged: [...merged] }),
  };
}
