/** `doctor` */
import type { DOCTOR } from '../catalog/setup.ts';
import type { Run } from '../command.ts';
import { topFolder } from '../hooks/hook-git.ts';
import type { Output } from '../output.ts';
import { screenText } from '../screen-text.ts';
import type { Check } from '../setup/check.ts';
import { examine } from '../setup/examine.ts';

export const run: Run<(typeof DOCTOR)['flags']> = async (call) => {
  const { output } = call;
  output.outliveReader();
  const checks = await examine(call, await topFolder('.'));
  const faults = checks.filter(({ ok }) => !ok).length;
  const end = faults === 0 ? 'All is well.' : `${String(faults)} of ${String(checks.length)} checks found a fault.`;
  await output.one({ ok: faults === 0, faults, checks }, [...linesOf(checks, output), '', end]);
  return faults === 0 ? 0 : 1;
};

function linesOf(checks: readonly Check[], { paint }: Output): string[] {
  const width = Math.max(...checks.map(({ check }) => check.length));
  return checks.flatMap(({ check, ok, message, fix }) => [
    `${ok ? 'ok   ' : paint('red', 'FAULT')}  ${check.padEnd(width)}  ${screenText(message)}`,
    ...(fix === undefined ? [] : [`       ${''.padEnd(width)}  ${paint('bold', 'fix:')} ${screenText(fix)}`]),
  ]);
}
