/** The workflow that runs the Action, and how a later version of it takes its place. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readIfThere } from '../../base/folders.ts';
import { WORKFLOW_FILE } from './setup-facts.ts';
import type { SetupFacts } from './setup-facts.ts';
import { fileStep } from './step.ts';
import type { Step } from './step.ts';

/** Answers the step for the workflow. One that people have changed is theirs. @throws {LoglineError} INPUT_UNREADABLE */
export async function workflowStep(facts: SetupFacts): Promise<Step> {
  const said = { what: 'workflow', where: WORKFLOW_FILE };
  const path = join(facts.top, WORKFLOW_FILE);
  const before = await readIfThere(path);
  if (before !== undefined && !isUntouched(before))
    return { ...said, action: 'keep', note: 'It was changed by hand and stays. Remove it to have it written anew.' };
  return fileStep({ ...said, path, text: withMark(workflowText(facts)) });
}

const MARK = '# Written by `logline-cli init`, which replaces it by a newer version as long as nobody changes it.';

/** Answers the text with a line in front that shows later whether it was changed. Pure. */
function withMark(text: string): string {
  return `${MARK} sha256 ${digestOf(text)}\n${text}`;
}

function isUntouched(text: string): boolean {
  const end = text.indexOf('\n');
  return text.slice(0, end) === `${MARK} sha256 ${digestOf(text.slice(end + 1))}`;
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Which ledgers there are, the Action reads from the config of the base. */
function workflowText({ mainBranch }: SetupFacts): string {
  return [
    'name: ledger',
    'on:',
    '  pull_request:',
    '  merge_group:',
    '  push:',
    `    branches: [${JSON.stringify(mainBranch)}]`,
    'permissions: {}',
    'concurrency:',
    '  group: ledger-${{ github.event.pull_request.number || github.ref }}',
    "  cancel-in-progress: ${{ github.event_name == 'pull_request' }}",
    'jobs:',
    '  ledger:',
    '    runs-on: ubuntu-latest',
    '    timeout-minutes: 10',
    '    permissions:',
    '      contents: read # both versions of the ledger',
    '      pull-requests: write # the comment; without it, the verdict stands in the summary alone',
    '    steps:',
    '      - uses: actions/checkout@v5',
    '        with:',
    '          persist-credentials: false',
    '      - uses: jsonatomic/action@v1',
    '',
  ].join('\n');
}
