/** Which ledgers are judged, as the workflow and the config of the base name them. */
import type { Comparison } from '../comparison.ts';
import type { Snapshot } from '../history.ts';
import type { Inputs } from '../inputs.ts';
import { inProject } from '../project.ts';
import type { Project } from '../project.ts';
import type { Remark } from '../remark.ts';
import { findLedgers } from './find-ledgers.ts';
import type { LedgerPlace } from './find-ledgers.ts';

interface Parts {
  readonly comparison: Comparison;
  readonly project: Project;
}

/** Answers the ledgers: the workflow says which, else the config of the base; where both are silent, they are in the usual places. Pure. */
export function placesOf({ ledgers }: Inputs, parts: Parts): LedgerPlace[] {
  const { config } = parts.project;
  const configured = config.action?.ledgers ?? (config.ledger === undefined ? undefined : [config.ledger]);
  return placesThatFit(ledgers.length > 0 ? ledgers : (configured ?? USUAL), parts);
}

const versionsOf = ({ head, base, branch }: Comparison): Snapshot[] =>
  [head, base, branch?.base, branch?.head].flatMap((version) => version ?? []);

/** Whether any version has a file in the folder of the project. */
const isThere = ({ comparison, project: { prefix } }: Parts): boolean =>
  versionsOf(comparison).some(({ files }) => [...files.keys()].some((path) => path.startsWith(prefix)));

function placesThatFit(patterns: readonly string[], { comparison, project }: Parts): LedgerPlace[] {
  const versions = versionsOf(comparison);
  const whole = patterns.map((pattern) => inProject(project.prefix, pattern));
  // A ledger without its slash may be a folder.
  const folders = whole.filter((pattern) => !pattern.endsWith('/') && !/\.(?:jsonl|ndjson)$/.test(pattern));
  return findLedgers([...whole, ...folders.map((pattern) => `${pattern}/`)], versions);
}

/** Answers what is named and not there: a name in the workflow that fits nothing may be a typing mistake, and would switch the check off. Pure. */
export function missingLedgers(inputs: Inputs, parts: Parts): Remark[] {
  if (inputs.folder !== '' && !isThere(parts)) return [noFolder(inputs.folder)];
  if (inputs.ledgers.length === 0) return placesOf(inputs, parts).length === 0 ? [NO_LEDGER] : [];
  const blind = inputs.ledgers.filter((pattern) => placesThatFit([pattern], parts).length === 0);
  return blind.map((pattern) => ({
    level: 'undecided',
    rule: 'ledger/none',
    message: `There is no ledger "${pattern}", which the input "ledger" names: nothing was verified there.`,
    fix: 'Correct the input, or take it out: the config of the base says then which ledgers there are.',
  }));
}

const USUAL = ['.jsonatomic/ledger/', 'data/ledger.jsonl'];

const noFolder = (folder: string): Remark => ({
  level: 'undecided',
  rule: 'ledger/none',
  message: `There is no folder "${folder}", which the input "working-directory" names: nothing was verified.`,
  fix: 'Correct the input: it is the folder that holds `.jsonatomic`, from the top of the repository.',
});

const NO_LEDGER: Remark = {
  level: 'warning',
  rule: 'ledger/none',
  message: 'There is no ledger: nothing was verified.',
  fix: 'Run `logline-cli init`, or name the ledgers with the input `ledger`.',
};
