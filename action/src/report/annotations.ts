/** Remarks beside the lines that they are about. The runner shows ten of a kind in each step, and cuts long ones. */
import type { Level, Remark } from '../remark.ts';
import { command } from '../runner/commands.ts';
import { shorten, visible } from './untrusted.ts';

const MAX_OF_KIND = 10;
const MAX_CHARS = 4000;

/** Answers commands for the runner, the weightiest first. Pure. */
export function annotations(remarks: readonly Remark[]): string[] {
  return (['error', 'warning', 'notice'] as const).flatMap((kind) => {
    const those = remarks.filter(({ level }) => KINDS[level] === kind);
    if (those.length <= MAX_OF_KIND) return those.map((remark) => annotation(kind, remark));
    const shown = those.slice(0, MAX_OF_KIND - 1).map((remark) => annotation(kind, remark));
    const rest = `and ${String(those.length - shown.length)} more in the summary of the run`;
    return [...shown, command(kind, { title: 'JSON✯Atomic' }, rest)];
  });
}

const KINDS: Readonly<Record<Level, 'error' | 'warning' | 'notice'>> = {
  error: 'error',
  undecided: 'error',
  warning: 'warning',
  notice: 'notice',
};

function annotation(kind: string, { rule, message, path, line, fix }: Remark): string {
  const text = fix === undefined ? message : `${message}\n${fix}`;
  const lines = text.split('\n').map(visible).join('\n');
  return command(kind, { title: rule, file: path, line }, shorten(lines, MAX_CHARS));
}
