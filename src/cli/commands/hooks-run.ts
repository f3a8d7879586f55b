/** `hooks run` */
import { fromUtf8 } from '../../base/bytes.ts';
import { LoglineError } from '../../base/errors.ts';
import type { HOOKS_RUN } from '../catalog/hooks.ts';
import type { Call, Run } from '../command.ts';
import { findingLines } from '../finding-print.ts';
import { HOOKS, runHook } from '../hooks/run-hook.ts';
import type { HookName } from '../hooks/run-hook.ts';
import type { HookReport } from '../hooks/change-set.ts';
import { readInput } from '../input.ts';
import { findingJson } from '../report-json.ts';

type Flags = (typeof HOOKS_RUN)['flags'];

export const run: Run<Flags> = async (call) => {
  const { operands, flags, terminal, output } = call;
  const [name, ...args] = operands;
  if (!isHook(name)) throw new LoglineError('USAGE', `HOOK is one of ${HOOKS.join(', ')}, not "${String(name)}".`);
  output.outliveReader();
  const readStdin = async (): Promise<string> => fromUtf8((await readInput('-', terminal)).bytes) ?? '';
  const report = await runHook({ name, args, readStdin, trailer: flags.commitTrailer });
  await print(call, name, report);
  return report.ok ? 0 : 1;
};

const isHook = (name: string | undefined): name is HookName =>
  (HOOKS as readonly (string | undefined)[]).includes(name);

/** A hook that has nothing to say is silent. */
async function print({ output }: Call<Flags>, hook: HookName, { ok, findings, counts }: HookReport): Promise<void> {
  const value = { hook, ok, ...counts, findings: findings.map(findingJson) };
  const added =
    counts.lines === 0 ? [] : [`ledger: ${String(counts.lines)} new ${plural('line', counts.lines)} verified`];
  const refused = ['', `${hook}: refused. To go on all the same: --no-verify, or LOGLINE_HOOKS=0.`];
  const lines = ok ? added : [...findingLines(findings, output.paint), ...refused];
  if (output.form !== 'table' || lines.length > 0) await output.one(value, lines);
}

const plural = (noun: string, count: number): string => (count === 1 ? noun : `${noun}s`);
