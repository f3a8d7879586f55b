/** A repository with a ledger and a pull request, in real git: the branch, its head, and the merge that GitHub makes of them. */
import type { TestContext } from 'node:test';
import { Folder } from '../dte/git-fixture.ts';
import type { Files } from '../dte/git-fixture.ts';
import { chain, draft, publicKey, signer, textOf } from '../ledger/fixtures.ts';
import type { Step } from '../ledger/fixtures.ts';
import { payloadOf } from './payloads.ts';

/** The place of the ledger in these tests. */
export const LEDGER = '.jsonatomic/ledger/main.jsonl';

/** A keyring of some of the keys. */
export const keyring = (...keys: readonly number[]): string =>
  `${JSON.stringify({ keys: keys.map((n) => ({ public_key: publicKey(n) })) })}\n`;

/** The text of a ledger of these facts, each by the key of its number. */
export const ledgerOf = async (facts: readonly (number | Step)[], key = 1): Promise<string> =>
  textOf(await chain(facts.map((fact) => (typeof fact === 'number' ? { draft: draft(fact), by: signer(key) } : fact))));

/** The commits of a pull request. */
export interface Pull {
  readonly base: string;
  readonly head: string;
  readonly merge: string;
}

/** Contents; `null` takes a file away. */
export type Changes = Readonly<Record<string, Files[string] | null>>;

/** A repository. */
export class Scene {
  readonly folder: Folder;

  constructor(t: Pick<TestContext, 'after'>) {
    this.folder = new Folder(t).init();
  }

  /** Commits changes on the branch that is checked out. */
  commit(changes: Changes, message = 'c'): string {
    for (const [path, content] of Object.entries(changes)) {
      if (content === null) this.folder.git('rm', '--quiet', '--', path);
      else this.folder.write({ [path]: content });
    }
    return this.folder.commit(message);
  }

  /** A pull request from a new branch; `meanwhile` is what came to main after it began. The merge is checked out, as the runner does. */
  pull(changes: Changes, meanwhile?: Changes): Pull {
    const { folder } = this;
    folder.git('switch', '--quiet', '--create', 'topic');
    const head = this.commit(changes, 'topic');
    folder.git('switch', '--quiet', 'main');
    const base = meanwhile === undefined ? folder.git('rev-parse', 'HEAD') : this.commit(meanwhile, 'meanwhile');
    folder.git('switch', '--quiet', '--detach');
    folder.git('merge', '--quiet', '--no-ff', '--no-edit', 'topic');
    return { base, head, merge: folder.git('rev-parse', 'HEAD') };
  }
}

/** What an event of a pull request brings; a fork that is `gone` has no repository any more. */
export function pullPayload(
  { base, head }: Pull,
  { fork = false, gone = false, number = 7, action = 'synchronize', body = '' } = {},
): object {
  const from = { full_name: fork ? 'mallory/ledgers' : 'octo/ledgers' };
  const payload = payloadOf(`pull_request ${action}`, {
    action,
    number,
    pull_request: {
      number,
      body,
      base: { ref: 'main', sha: base, repo: { full_name: 'octo/ledgers' } },
      head: { ref: 'topic', sha: head, repo: from },
    },
  });
  // The description has no word for it, and GitHub sends it all the same.
  if (gone) Object.assign((payload['pull_request'] as { head: object }).head, { repo: null });
  return payload;
}

/** What a push brings. */
export const pushPayload = (before: string, after: string, ref = 'refs/heads/main'): object =>
  payloadOf('push ', { ref, before, after });

/** A file of a project, and a spec that changes it. */
export const PAGE = "const title = 'Welcome';\n\nexport const page = (): string => title;\n";

/** Answers the text of the spec, with some of its members otherwise. */
export function specText(patch: object = {}, more: object = {}): string {
  const edit = {
    path: 'src/page.ts',
    astOp: 'editString',
    selector: 'VariableDeclarator[id.name="title"] > Literal',
    details: { to: 'Hello' },
    ...patch,
  };
  const common = { id: 'CS-1', intent: 'Another greeting', scope: ['src'], language: 'typescript' };
  const rest = { invariants: [], tests: { strategy: 'augment' } };
  return `${JSON.stringify({ ...common, patches: [edit], ...rest, ...more }, null, 2)}\n`;
}
