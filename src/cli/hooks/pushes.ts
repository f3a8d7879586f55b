/** What a push is about: the lines that git hands to `pre-push`, and the commit that each is compared with. */
import { gitTextIfAny, askGit } from './hook-git.ts';

/** One branch or tag that is pushed. */
export interface Push {
  /** The name on the other side. */
  readonly ref: string;
  /** What is pushed. */
  readonly head: string;
  /** What the other side has now; `undefined` for nothing. */
  readonly remoteHead: string | undefined;
}

/** Answers what is pushed, from `LOCAL-REF LOCAL-ID REMOTE-REF REMOTE-ID` lines. What is deleted is left out. Pure. */
export function parsePushes(text: string): Push[] {
  return text.split('\n').flatMap((line) => {
    const [, head, ref, remote] = /^(?:\S+|\(delete\)) ([0-9a-f]{40,64}) (\S+) ([0-9a-f]{40,64})$/.exec(line) ?? [];
    if (head === undefined || isZero(head)) return [];
    return [{ ref: ref!, head, remoteHead: isZero(remote!) ? undefined : remote! }];
  });
}

const isZero = (id: string): boolean => /^0+$/.test(id);

/** The version to compare a push with. */
export type PushBase =
  | { readonly kind: 'commit'; readonly commit: string }
  /** The other side has nothing of it. */
  | { readonly kind: 'nothing' }
  /** The other side has commits that are not here. */
  | { readonly kind: 'unknown'; readonly commit: string };

/**
 * Answers what to compare with: what the other side has under that name; for a new name, the last commit that the push shares with the
 * main branch of the other side, as far as this clone knows it.
 *
 * @param remote - name or URL, as git hands it to the hook.
 * @throws {LoglineError} COMMAND_FAILED
 */
export async function baseOfPush(top: string, remote: string, { head, remoteHead }: Push): Promise<PushBase> {
  if (remoteHead !== undefined) {
    const isHere =
      (await askGit(top, ['cat-file', '-e', `${remoteHead}^{commit}`], { acceptStatus: [0, 1, 128] })).status === 0;
    return { kind: isHere ? 'commit' : 'unknown', commit: remoteHead };
  }
  const shared = await sharedCommit(top, remote, head);
  return shared === undefined ? { kind: 'nothing' } : { kind: 'commit', commit: shared };
}

/** Answers the last commit that a push shares with the main branch of the other side, as far as this clone knows it. @throws {LoglineError} COMMAND_FAILED */
export async function sharedCommit(top: string, remote: string, head: string): Promise<string | undefined> {
  const main = `refs/remotes/${remote}/HEAD`;
  const known =
    (await askGit(top, ['rev-parse', '--verify', '--quiet', '--end-of-options', main], { acceptStatus: [0, 1, 128] }))
      .status === 0;
  return known ? gitTextIfAny(top, ['merge-base', main, head]) : undefined;
}
