/** What a batch holds, made into a tree: each spec and patch on the result of the one before. The same on every machine. */
import { createPlainHash } from '../atomic/index.ts';
import { toHex, toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { openGitTree, parseChangeSpec, planEdits, specDigest } from '../dte/index.ts';
import type { ChangeSpec, Plan, SourceTree } from '../dte/index.ts';
import type { BatchContent } from './generated/types.ts';
import { writeBlob } from './repository.ts';
import type { TreeDraft, TreeEntry } from './repository.ts';
import { withTreeDraft } from './workspace.ts';

/** Answers the content of a change spec, from its JSON text. @throws {LoglineError} as `parseChangeSpec` */
export function specContent(text: string): BatchContent {
  const spec = parseChangeSpec(text);
  return { kind: 'spec', name: spec.id, digest: specDigest(spec), text };
}

/**
 * Answers the content of a patch, as `git diff --binary` writes it.
 *
 * @param name - for people: the name of its file.
 * @throws {LoglineError} USAGE - it is empty.
 */
export function patchContent(name: string, text: string): BatchContent {
  if (text.trim() === '') throw new LoglineError('USAGE', `The patch ${name} is empty.`);
  return { kind: 'patch', name, digest: patchDigest(text), text };
}

const patchDigest = (text: string): string => toHex(createPlainHash().update(toUtf8(text)).digest());

/** How contents are planned. */
export interface ContentOptions {
  /** Told of each spec before it is planned, with the tree that it is planned on. */
  readonly onSpec?: (content: BatchContent, spec: ChangeSpec, tree: SourceTree) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Answers the id of the tree that contents make of the tree of a commit. The tree is in the repository then; nothing else changes.
 *
 * @throws {LoglineError} the code of a plan's first finding; EDIT_CONFLICT - a patch does not apply. HASH_MISMATCH - a content is not what
 *   its digest says.
 */
export function treeWith(
  root: string,
  parent: string,
  contents: readonly BatchContent[],
  options: ContentOptions = {},
): Promise<string> {
  return withTreeDraft(root, async (draft) => {
    await draft.begin(parent);
    for (const content of contents) {
      if (content.kind === 'spec') await addSpec(root, draft, content, options);
      else await addPatch(draft, content);
    }
    return draft.write();
  });
}

async function addPatch(draft: TreeDraft, { name, text, digest }: BatchContent): Promise<void> {
  demandDigest(name, patchDigest(text), digest);
  await draft.applyPatch(name, toUtf8(text));
}

async function addSpec(
  root: string,
  draft: TreeDraft,
  content: BatchContent,
  { onSpec, signal }: ContentOptions,
): Promise<void> {
  const spec = parseChangeSpec(content.text);
  demandDigest(content.name, specDigest(spec), content.digest);
  const tree = await openGitTree(root, await draft.write());
  await onSpec?.(content, spec, tree);
  const plan = await planEdits(spec, tree, signal === undefined ? {} : { signal });
  const [finding] = plan.findings;
  if (finding !== undefined)
    throw new LoglineError(finding.code, `${spec.id}: ${finding.message}`, { details: { findings: plan.findings } });
  await draft.change(await entriesOf(root, plan));
}

async function entriesOf(root: string, { files }: Plan): Promise<ReadonlyMap<string, TreeEntry | undefined>> {
  const entries = new Map<string, TreeEntry | undefined>(files.map(({ path }) => [path, undefined]));
  for (const { newPath, mode, after } of files) entries.set(newPath, { mode, blob: await writeBlob(root, after) });
  return entries;
}

function demandDigest(name: string, actual: string, stated: string): void {
  if (actual === stated) return;
  throw new LoglineError('HASH_MISMATCH', `${name} is not what its digest says: it has ${actual}, not ${stated}.`);
}
