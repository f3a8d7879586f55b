/** What stands in the files that git, husky, lefthook and the pre-commit framework run. */
import { HOOKS } from '../hooks/run-hook.ts';
import type { HookName } from '../hooks/run-hook.ts';
import { TOLD_FOLDER } from './program-step.ts';

const PACKAGE_HOOKS = 'node_modules/logline-core/hooks';

/**
 * Answers the lines for a shell script: the hook of the package where it is installed here, else the program in the PATH or where this clone
 * was told. Where there is none, the hook says what to do, and refuses. Pure.
 */
export function scriptLines(name: HookName): string[] {
  const call = [
    `logline_hook=${PACKAGE_HOOKS}/${name}`,
    `if [ -f "$logline_hook" ]; then ${run('sh "$logline_hook"', name)}`,
    `elif [ "\${LOGLINE_HOOKS:-1}" != 0 ]; then`,
    `  logline_path="$PATH:${TOLD_FOLDER}"`,
    '  if ! (PATH="$logline_path" && command -v logline-cli) >/dev/null 2>&1; then',
    `    echo "${name}: ${MISSING}" >&2`,
    '    exit 1',
    '  fi',
    `  ${run(`env PATH="$logline_path" logline-cli hooks run ${name}`, name)}`,
    'fi',
  ];
  const said = '# Written by `logline-cli hooks install`; `logline-cli hooks uninstall` takes it out.';
  return name === 'pre-push' ? [said, KEEP_STDIN, ...call, ...GIVE_STDIN_BACK] : [said, ...call];
}

const MISSING =
  'logline-cli is neither in node_modules nor in PATH, and so the ledger was not checked. Run npm install (once: npm install --save-dev logline-core). LOGLINE_HOOKS=0 skips the check.';

/** What git hands to `pre-push` can be read once, and whatever stands below in the script may want it, too. */
const KEEP_STDIN = 'logline_refs=$(cat)';
const GIVE_STDIN_BACK = ['exec <<LOGLINE_REFS', '$logline_refs', 'LOGLINE_REFS'];

const run = (program: string, name: HookName): string =>
  name === 'pre-push' ? `printf '%s\\n' "$logline_refs" | ${program} "$@" || exit $?` : `${program} "$@" || exit $?`;

/** Whether a hook is a shell script, into which lines can be put. Without a `#!` line it is one. Pure. */
export function isShellScript(text: string): boolean {
  const first = text.split('\n', 1)[0]!;
  return !first.startsWith('#!') || /[/ ](?:ba|da|k|z|a)?sh(?:\s|$)/.test(first);
}

/** The line of `lefthook.yml`, under `extends:`. */
export const LEFTHOOK_FILE = `${PACKAGE_HOOKS}/lefthook.yml`;

/** The item of `.pre-commit-config.yaml`, under `repos:`. */
export const FRAMEWORK_ITEM: readonly string[] = [
  '- repo: local',
  '  hooks:',
  ...item('pre-commit', 'staged', ['pass_filenames: false', 'always_run: true']),
  ...item('commit-msg', 'trailer', ['always_run: true']),
  ...item('pre-push', 'pushed', ['pass_filenames: false', 'always_run: true']),
];

/** Whether the framework runs all hooks of ours, as from a repository that its configuration names. Pure. */
export const hasFrameworkIds = (text: string): boolean =>
  HOOKS.every((name) => new RegExp(`^\\s*-\\s+id:\\s*['"]?logline-${name}['"]?\\s*(?:#.*)?$`, 'm').test(text));

function item(name: HookName, what: string, more: readonly string[]): string[] {
  return [
    `    - id: logline-${name}`,
    `      name: ledger (${what})`,
    `      entry: ${PACKAGE_HOOKS}/${name}`,
    '      language: system',
    ...more.map((line) => `      ${line}`),
    `      stages: [${name}]`,
  ];
}
