/** What became of a change, as people and programs read it. */
import type { Finding } from '../base/report.ts';
import type { ChangeSpec, Plan } from '../dte/index.ts';
import { findingLines } from './finding-print.ts';
import type { Output } from './output.ts';
import { findingJson } from './report-json.ts';
import { screenText } from './screen-text.ts';

/** Answers a plan's files for programs: members in snake_case. Pure. */
export function filesJson({ files }: Plan): Record<string, unknown>[] {
  return files.map(({ path, newPath, edits }) => ({ path, new_path: newPath, edits: edits.length }));
}

/** Answers a plan's files as lines. Pure. */
export function fileLines({ files }: Pick<Plan, 'files'>): string[] {
  return files.map(({ path, newPath, edits }) => {
    const name = path === newPath ? path : `${path} → ${newPath}`;
    return `  ${screenText(name)}${edits.length === 0 ? '' : `  ${count(edits.length, 'edit')}`}`;
  });
}

/** Writes that a change is refused, and why. */
export async function writeRefusal(output: Output, { id }: ChangeSpec, findings: readonly Finding[]): Promise<void> {
  const value = { state: 'refused', spec_id: id, findings: findings.map(findingJson) };
  await output.one(value, [
    `${output.paint('red', 'REFUSED')}  ${id}: nothing was written`,
    ...findingLines(findings, output.paint),
  ]);
}

/** Answers `1 file`, `2 files`. Pure. */
export const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? '' : 's'}`;
