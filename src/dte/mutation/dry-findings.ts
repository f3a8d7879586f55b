/** Why there can be no score: tests that say no to the original say nothing about mutants. */
import type { Finding } from '../../base/report.ts';
import type { DryFailure, DryRun, Reply } from './child/protocol.ts';
import type { Gone } from './worker.ts';

/** Answers what is wrong with the tests as they are; nothing where all pass and there are some. Pure. */
export function dryFindings({ tests, failures, skipped }: DryRun): Finding[] {
  if (failures.length > 0) return failures.map(failed);
  if (tests.length > 0) return [];
  const what = skipped > 0 ? `all ${skipped} tests are skipped` : 'no test was found';
  return [{ code: 'NOT_CHECKED', message: `There is no mutation score: ${what}.` }];
}

function failed({ file, name, message }: DryFailure): Finding {
  const what = name === undefined ? file : `The test "${name}"`;
  const text = `${what} fails without a mutant, so there is no mutation score: ${message.split('\n')[0]!}`;
  return { code: 'TESTS_FAILED', message: text, path: file, details: { message, ...(name !== undefined && { name }) } };
}

/** Answers why a process did not get to the end of the tests. Pure. */
export function endOfDryRun(reply: Reply | Gone): Finding {
  const gone = reply.kind === 'gone' ? reply : { isSilent: false, said: '' };
  const how = gone.isSilent ? 'they took too long' : `they ended the process. ${gone.said.trim().slice(-500)}`;
  return { code: 'TESTS_FAILED', message: `The tests do not come to an end without a mutant: ${how}`.trim() };
}
