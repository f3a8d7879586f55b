/** What became of a change, as people and programs read it. */
import type { Finding } from '../base/report.ts';
import type { ChangeSpec, Plan } from '../dte/index.ts';
import { findingLines } from './finding-print.ts';
import type { Output } from './output.ts';
import { findingJson } from './report-json.ts';
import { screenText } from './screen-text.ts';

/** A file that a change is about. */
export interface ChangedFile {
  readonly path: string;
  readonly newPath: string;
  readonly edits: number;
}

/** Answers the files of a plan. Pure. */
export const changedFiles = ({ files }: Pick<Plan, 'files'>): ChangedFile[] =>
  files.map(({ path, newPath, edits }) => ({ path, newPath, edits: edits.length }));

/** Writes that a change is applied, and to which files. */
export async function writeApplied(
  output: Output,
  value: { readonly state: string; readonly spec_id: string; readonly spec_digest: string },
  files: readonly ChangedFile[],
): Promise<void> {
  const edits = files.reduce((sum, file) => sum + file.edits, 0);
  const what =
    files.length === 0 ? 'there is nothing to change' : `${count(edits, 'edit')} in ${count(files.length, 'file')}`;
  await output.one({ ...value, files: filesJson(files) }, [
    `${output.paint('green', 'APPLIED')}  ${value.spec_id}: ${what}`,
    ...fileLines(files),
  ]);
}

/** Writes that a change was applied before. */
export async function writeAlready(output: Output, { id }: ChangeSpec): Promise<void> {
  await output.one({ state: 'already applied', spec_id: id, files: [] }, [
    `${output.paint('green', 'ALREADY APPLIED')}  ${id}: nothing was written`,
  ]);
}

/** Answers files for programs: members in snake_case. Pure. */
export const filesJson = (files: readonly ChangedFile[]): Record<string, unknown>[] =>
  files.map(({ path, newPath, edits }) => ({ path, new_path: newPath, edits }));

/** Answers files as lines. Pure. */
export function fileLines(files: readonly ChangedFile[]): string[] {
  return files.map(({ path, newPath, edits }) => {
    const name = path === newPath ? path : `${path} → ${newPath}`;
    return `  ${screenText(name)}${edits === 0 ? '' : `  ${count(edits, 'edit')}`}`;
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
