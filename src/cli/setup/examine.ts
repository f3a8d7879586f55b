/** What `doctor` looks at. Read `examine` first: it is the list. */
import { existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { TRUNK, createFileSource, verifyLedger, verifyStreams } from '../../ledger/index.ts';
import { streamsIn } from '../ledgers.ts';
import type { Terminal } from '../terminal.ts';
import { checked, fault, sound } from './check.ts';
import type { Check } from './check.ts';
import { ignoredAmong, trackedFiles } from './effective.ts';
import { readKeyringIn } from './key-steps.ts';
import { hasProgram, toldFolder } from './program-step.ts';
import { planSetup } from './plan-setup.ts';
import { CONFIG_FILE, gatherFacts } from './setup-facts.ts';
import type { SetupCall, SetupFacts } from './setup-facts.ts';
import type { Step } from './step.ts';

/** Answers all checks of a repository. @throws {LoglineError} COMMAND_FAILED - git cannot be asked. CANCELLED. */
export async function examine(call: SetupCall, top: string): Promise<readonly Check[]> {
  return checked('settings', async () => {
    const facts = await gatherFacts(call, top);
    return [
      ...(await checked('set-up', async () => (await planSetup(facts, call)).map(checkOf))),
      ...checkKeyFile(facts),
      ...(await checked('ledger', () => checkLedger(facts, call))),
      ...(await checkCommitted(facts)),
      ...(await checkKeysInGit(facts)),
      ...(call.flags.hooks ? [await checkProgram(facts, call.terminal)] : []),
    ];
  });
}

/** What `init` would do is what is missing. */
function checkOf({ what, where, action, note }: Step): Check {
  if (action === 'keep') return sound(what, note === undefined ? where : `${where}: ${note}`);
  if (action === 'by hand') return fault(what, where, note!);
  const state = action === 'create' ? 'is missing' : 'is not as this release writes it';
  return fault(what, `${where} ${state}.`, 'logline-cli init');
}

/** On Windows, modes say nothing. */
function checkKeyFile({ ownKey: { file, signer } }: SetupFacts): Check[] {
  if (file === undefined || !signer || process.platform === 'win32') return [];
  const mode = statSync(file).mode & 0o777;
  const shown = `0${mode.toString(8)}`;
  return (mode & 0o077) === 0
    ? [sound('key file', `mode ${shown}`)]
    : [fault('key file', `Others can read ${file}: its mode is ${shown}.`, `chmod 600 '${file}'`)];
}

async function checkLedger(facts: SetupFacts, { terminal }: SetupCall): Promise<readonly Check[]> {
  const { top, ledger } = facts;
  const path = join(top, ledger.path);
  if (!existsSync(path)) return []; // the plan says so
  const keyring = await readKeyringIn(facts);
  const options = { requireSignatures: true, signal: terminal.signal, ...(keyring && { keyring }) };
  const report = ledger.isFolder
    ? await verifyStreams(streamsIn(path), options)
    : await verifyLedger(createFileSource(path), options);
  const { ok, findings, counts } = report;
  if (ok) return [sound('lines', `${String(counts.total)} verified`)];
  const { code, message, path: stream, line } = findings[0]!;
  const place = [stream ?? ledger.path, line].filter((part) => part !== undefined).join(':');
  return [fault('lines', `${place}: ${code}: ${message}`, `logline-cli verify --ledger ${ledger.path}`)];
}

/** A ledger that git ignores, or that nobody committed, has no witness. */
async function checkCommitted({ top, ledger, keyring }: SetupFacts): Promise<Check[]> {
  const trunk = ledger.isFolder ? `${ledger.path}/${TRUNK}` : ledger.path;
  const ignored = await ignoredAmong(top, [trunk, CONFIG_FILE, keyring]);
  const checks = ignored.map((path) =>
    fault('git', `${path} is ignored by git.`, `git check-ignore -v ${path} shows the line that does it: take it out.`),
  );
  const tracked = await trackedFiles(top, ledger.isFolder ? `${ledger.path}/**` : ledger.path);
  if (checks.length > 0) return checks;
  return tracked.length > 0
    ? [sound('git', `${ledger.path} is committed or staged`)]
    : [fault('git', `${ledger.path} is not in git.`, `git add ${ledger.path} && git commit`)];
}

async function checkKeysInGit({ top }: SetupFacts): Promise<Check[]> {
  const keys = await trackedFiles(top, '**/private.key');
  if (keys.length === 0) return [sound('keys in git', 'no file private.key')];
  const fix = `Rotate the key (logline-cli keys rotate), then: git rm --cached ${keys.join(' ')}`;
  return [fault('keys in git', `${keys.join(', ')}: whoever has the repository has the key.`, fix)];
}

/** What hooks and merge driver call. Folders that npm puts into the PATH of what it runs are not in that of git. */
async function checkProgram({ top }: SetupFacts, { env }: Terminal): Promise<Check> {
  const path = (env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder && !/\bnode_modules[/\\]\.bin$/.test(folder));
  const told = await toldFolder(top);
  const folders = [join(top, 'node_modules/.bin'), ...path, ...(told === undefined ? [] : [told])];
  const found = folders.find(hasProgram);
  if (found !== undefined) return sound('program', join(found, 'logline-cli'));
  return fault('program', 'logline-cli is neither in node_modules nor in PATH.', 'npm install --save-dev logline-core');
}
