/** A push to a protected branch of a repository with streams, and the step that signs it. */
import type { TestContext } from 'node:test';
import { privateKey, publicKey } from '../ledger/fixtures.ts';
import { GitHub, TOKEN } from './github.ts';
import type { GitHubOptions } from './github.ts';
import { runStep } from './runner.ts';
import type { Step, StepResult } from './runner.ts';
import { LEDGER, Scene, ledgerOf, pushPayload } from './scene.ts';
import type { Changes } from './scene.ts';

export const KEY = privateKey(3);
export const STREAM = '.jsonatomic/ledger/agent.jsonl';

const KEYS = [
  { public_key: publicKey(1), actor: 'kim' },
  { public_key: publicKey(3), actor: 'ci@ledgers', roles: ['ci'] },
];

/** What stands there before anything is pushed. */
export const basics = async (): Promise<Changes> => ({
  [LEDGER]: await ledgerOf([1]),
  [STREAM]: await ledgerOf([2]),
  '.jsonatomic/keyring.json': JSON.stringify({ keys: KEYS }),
});

/** A repository after a push. */
export interface Stage {
  readonly scene: Scene;
  readonly github: GitHub;
  readonly before: string;
  readonly after: string;
}

/** Pushes changes to main, on top of {@link basics} and `more`. */
export async function stage(
  t: TestContext,
  changes: Changes,
  { more = {}, ...options }: Partial<GitHubOptions> & { readonly more?: Changes } = {},
): Promise<Stage> {
  const scene = new Scene(t);
  const first = Object.entries({ ...(await basics()), ...more }).filter(([, content]) => content !== null);
  const before = scene.commit(Object.fromEntries(first));
  const after = scene.commit(changes, 'pushed');
  // The server's branch is nobody's work tree.
  scene.folder.git('switch', '--quiet', '--detach');
  scene.folder.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  scene.folder.git('config', 'http.receivepack', 'true');
  return { scene, before, after, github: await GitHub.start(t, { repository: scene.folder.path, ...options }) };
}

/** Runs the step for the push. */
export function sign(
  t: TestContext,
  { scene, github, before, after }: Stage,
  { inputs = {}, ...more }: Partial<Step> = {},
): Promise<StepResult> {
  return runStep(t, {
    workspace: scene.folder.path,
    event: 'push',
    payload: pushPayload(before, after),
    sha: after,
    token: TOKEN,
    server: github.server,
    inputs: { 'signing-key': KEY, ...inputs },
    env: { GITHUB_REF_PROTECTED: 'true' },
    ...more,
  });
}

/** Somebody else pushes to main meanwhile. */
export function pushMeanwhile(
  { scene: { folder } }: Pick<Stage, 'scene'>,
  changes: Readonly<Record<string, string>>,
): string {
  folder.git('switch', '--quiet', 'main');
  const id = folder.write(changes).commit('meanwhile');
  folder.git('switch', '--quiet', '--detach');
  return id;
}

/** Main as it is now. */
export const tip = ({ scene }: Stage, ref = 'main'): string => scene.folder.git('rev-parse', ref);

/** The atomics of the trunk of a branch. */
export function trunkAt({ scene }: Stage, ref = 'main'): Record<string, unknown>[] {
  const text = scene.folder.git('show', `${ref}:${LEDGER}`);
  return text.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
}
