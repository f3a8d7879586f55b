/** The last step of the demo: what the Action says of a pull request, as GitHub would run it. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Surprise, env, folder, note, paint, project, say } from './demo-stage.mjs';
import { root } from './setup.mjs';

/** Runs without a token cannot comment. The summary of the run is the same text. */
const INPUTS = { FETCH: 'never', COMMENT: 'never', ANNOTATIONS: 'false' };

/**
 * @param {{ base: string, head: string }} pull full ids
 * @param {{ status: number, shows: RegExp, isWhole: boolean }} expected
 */
export function comment({ base, head }, { status: wanted, shows, isWhole }) {
  const file = (/** @type {string} */ name) => join(folder, name);
  const repo = { full_name: 'octo/limits' };
  const pull = { number: 7, base: { ref: 'main', sha: base, repo }, head: { ref: 'limits', sha: head, repo } };
  writeFileSync(file('event.json'), JSON.stringify({ action: 'synchronize', number: 7, pull_request: pull }));
  writeFileSync(file('summary.md'), '');
  say(paint('bold', '  $ uses: jsonatomic/action@v1'));
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'action/dist/index.js')], {
    cwd: project,
    encoding: 'utf8',
    env: {
      ...env,
      ...Object.fromEntries(Object.entries(INPUTS).map(([name, value]) => [`INPUT_${name}`, value])),
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: file('event.json'),
      GITHUB_REPOSITORY: 'octo/limits',
      GITHUB_RUN_ID: '812',
      GITHUB_SHA: head,
      GITHUB_STEP_SUMMARY: file('summary.md'),
      GITHUB_WORKSPACE: project,
    },
  });
  const text = readFileSync(file('summary.md'), 'utf8').trimEnd();
  for (const name of ['event.json', 'summary.md']) rmSync(file(name));
  say((isWhole ? text : (text.split('\n', 1)[0] ?? '')).replaceAll(/^(?=.)/gm, '    '));
  if (wanted !== 0) note(paint('dim', ` exit status ${String(status)}`));
  if (status !== wanted) throw new Surprise(`the exit status is ${String(status)}, not ${String(wanted)}: ${stderr}`);
  if (!shows.test(text)) throw new Surprise(`the comment does not match ${String(shows)}`);
}
