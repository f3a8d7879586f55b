/** The program of the worker for ledgers: src/playground/worker/ledger-tasks.ts says what it can be asked. */
import { LoglineError, publicKeyOf } from '../../atomic/index.ts';
import { serve } from './channel.ts';
import type { WorkerScope } from './channel.ts';
import { finishDraft, judgeDraft, signWithSeed } from './drafting.ts';
import { makeExample } from './example.ts';
import { failureOf } from './failure.ts';
import { forge } from './forge.ts';
import type { LedgerTasks } from './ledger-tasks.ts';
import { lineDetail } from './line-detail.ts';
import { Reader } from './reader.ts';
import { lendHand, sharedEngine } from './shared-engine.ts';
import { verifyFiles, verifyText } from './verifier.ts';

let opened: Reader | undefined;

const tasks: LedgerTasks = {
  open: async (files, tell) => {
    opened = await Reader.open(files, tell);
    return opened.facts();
  },
  filter: (filter, tell) => reader().filter(filter, tell),
  rows: (range) => reader().rows(range),
  texts: ({ from, to }) => reader().texts(from, to),
  timeline: (by) => reader().timeline(by),
  line: (index) => lineDetail(reader(), index),
  find: (hash) => reader().find(hash),
  verify: ({ files, settings, hands }, tell) => verifyFiles(files, settings, tell, sharedEngine(hands)),
  lend: (port) => {
    lendHand(port);
    return new Promise(() => undefined);
  },
  verifyText: ({ text, settings }) => verifyText(text, settings),
  forge,
  draft: async (asked) => judgeDraft(asked),
  finish: async (asked) => finishDraft(asked),
  signWithSeed: ({ seed, message }) => signWithSeed(seed, message),
  publicKey: publicKeyOf,
  example: makeExample,
};

function reader(): Reader {
  if (opened === undefined) throw new LoglineError('USAGE', 'No ledger is open.');
  return opened;
}

serve(globalThis as unknown as WorkerScope, tasks, failureOf);
