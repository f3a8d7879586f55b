/** Errors that edits bring: what the compiler reports after them and did not report before. */
import type { Finding } from '../../base/report.ts';
import type { TextEdit } from '../edit.ts';
import { findingAt } from '../finding-at.ts';
import { placesBefore } from '../place-before.ts';
import type { PlaceBefore } from '../place-before.ts';
import type { TypeScriptProject } from './project.ts';
import { bindErrorsOf, ts } from './ts.ts';

/** What is asked of a file. */
type Ask = (program: ts.Program, file: ts.SourceFile) => readonly ts.Diagnostic[];

const SYNTAX: Ask = (program, file) => program.getSyntacticDiagnostics(file);
const BINDING: Ask = (_, file) => bindErrorsOf(file);
const TYPES: Ask = (program, file) => program.getSemanticDiagnostics(file);

/** Answers where edited files no longer parse. @param edits - sorted */
export const newSyntaxErrors = (project: TypeScriptProject, edits: readonly TextEdit[]): Finding[] =>
  newErrors(project, pathsOf(edits), edits, SYNTAX, 'SYNTAX_BROKEN');

/** Answers where edited files declare something twice. @param edits - sorted */
export const newDoubles = (project: TypeScriptProject, edits: readonly TextEdit[]): Finding[] =>
  newErrors(project, pathsOf(edits), edits, BINDING, 'NAME_COLLISION');

const pathsOf = (edits: readonly TextEdit[]): string[] => [...new Set(edits.map(({ path }) => path))];

/** Answers the errors of types that some files get by edits. Expensive: everything in them is checked. @param edits - sorted */
export const newTypeErrors = (
  project: TypeScriptProject,
  paths: readonly string[],
  edits: readonly TextEdit[],
): Finding[] => newErrors(project, paths, edits, TYPES, 'TYPE_ERROR');

interface Fault {
  readonly path: string;
  readonly code: number;
  readonly message: string;
  /** Offset in the text before the edits. */
  readonly start: number;
  readonly length: number;
}

/** Only files that have errors afterwards are looked at as they are before. */
function newErrors(
  project: TypeScriptProject,
  paths: readonly string[],
  edits: readonly TextEdit[],
  ask: Ask,
  code: Finding['code'],
): Finding[] {
  const back = placesBefore(edits);
  const after = project.trial(edits, () => paths.flatMap((path) => faultsOf(project, path, ask, back)));
  if (after.length === 0) return [];
  const faulty = [...new Set(after.map(({ path }) => path))];
  const before = faulty.flatMap((path) => faultsOf(project, path, ask, (_, offset) => offset));
  const known = new Set(before.map(keyOf));
  return after.filter((fault) => !known.has(keyOf(fault))).map((fault) => finding(project, fault, code));
}

/** Messages name what is renamed, so that they do not tell whether an error is the same. */
const keyOf = ({ path, code, start }: Fault): string => `${path}:${code}:${start}`;

function faultsOf(project: TypeScriptProject, path: string, ask: Ask, back: PlaceBefore): Fault[] {
  const file = project.sourceFile(path);
  if (file === undefined) return [];
  return ask(project.program, file)
    .filter(({ category }) => category === ts.DiagnosticCategory.Error)
    .map(({ code, messageText, start = 0, length = 0 }) => {
      const message = ts.flattenDiagnosticMessageText(messageText, ' ');
      return { path, code, message, start: back(path, start), length };
    });
}

function finding(
  project: TypeScriptProject,
  { path, code: number, message, start, length }: Fault,
  code: Finding['code'],
): Finding {
  const { text } = project.source(path)!;
  return findingAt(code, `TS${number}: ${message}`, { path, text, start, end: start + length }, { diagnostic: number });
}
