/** The clauses that move, delete, insert and replace text, as patches. */
import { posix } from 'node:path';
import { LoglineError } from '../../base/errors.ts';
import { nearestName } from '../../base/nearest.ts';
import { quote } from '../../base/schema.ts';
import type { Patch } from '../generated/types.ts';
import { safePath } from '../path-filter.ts';
import type { SourceTree } from '../source-tree.ts';
import type { Clause } from './clause.ts';
import { dryRun, placeOfPatch, quoted, unplanned } from './context.ts';
import type { PlannedClause, PlanningContext } from './context.ts';
import { countedPatch } from './counted-patch.ts';

type MoveClause = Extract<Clause, { kind: 'move' }>;
type ImportClause = Extract<Clause, { kind: 'addImport' }>;
type StringClause = Extract<Clause, { kind: 'replaceString' }>;

/** Plans a move of a file or folder. A path without its extension means the one file that it can mean. */
export function planMove({ from, to }: MoveClause, context: PlanningContext): PlannedClause {
  const source = existing(context.tree, from);
  if (source === undefined) return unplanned(noSuchPath(context.tree, from));
  const target = targetOf(source, to, context.tree);
  const patch: Patch = { path: source, astOp: 'moveModule', details: { to: target } };
  const outcome = dryRun(context, patch);
  if (outcome.findings.length > 0) return unplanned(...outcome.findings);
  if (outcome.moves.length === 0) return unplanned({ code: 'TARGET_MISSING', message: `${source} does not move.` });
  const editedFiles = new Set(outcome.edits.map(({ path }) => path)).size;
  const isScript = context.language === 'typescript' || context.language === 'javascript';
  const gone = {
    name: `no imports of ${source}`,
    type: 'semanticRule' as const,
    spec: `No imports of '${source}' remain`,
  };
  return {
    patches: [patch],
    invariants: isScript && context.tree.modes.has(source) && !source.includes("'") ? [gone] : [],
    assumptions: [
      `${source} becomes ${target}: ${outcome.moves.length} files move and ${editedFiles} files name them anew`,
    ],
    findings: [],
  };
}

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.py', '.java'];

function existing({ modes }: SourceTree, path: string): string | undefined {
  const plain = safePath(path);
  if (modes.has(plain) || [...modes.keys()].some((other) => other.startsWith(`${plain}/`))) return plain;
  const found = EXTENSIONS.map((extension) => plain + extension).filter((candidate) => modes.has(candidate));
  return found.length === 1 ? found[0] : undefined;
}

function noSuchPath({ modes }: SourceTree, path: string): { code: 'TARGET_MISSING'; message: string } {
  const near = nearestName(path, modes.keys());
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return { code: 'TARGET_MISSING', message: `There is no file or folder ${quote(path)}.${hint}` };
}

/** Into a folder, a file keeps its name; without an extension, it keeps that. */
function targetOf(source: string, to: string, { modes }: SourceTree): string {
  const isFolder = to.endsWith('/') || [...modes.keys()].some((path) => path.startsWith(`${safePath(to)}/`));
  if (isFolder) return posix.join(safePath(to), posix.basename(source));
  const plain = safePath(to);
  const isFile = modes.has(source);
  return isFile && posix.extname(plain) === '' ? plain + posix.extname(source) : plain;
}

/** Plans a new import. It goes to the top of the file. */
export function planAddImport({ source, path }: ImportClause, context: PlanningContext): PlannedClause {
  const isPython = context.language === 'python';
  const isJava = context.language === 'java';
  const selector = isPython ? 'module' : isJava ? 'program' : 'Program';
  const text = isPython ? source.replace(/;$/, '') : source;
  const patch: Patch = { path: safePath(path), astOp: 'insertNode', selector, details: { position: 'first', text } };
  const outcome = dryRun(context, patch);
  if (outcome.findings.length > 0) return unplanned(...outcome.findings);
  if (outcome.edits.length === 0) return unplanned({ code: 'TARGET_MISSING', message: `There is no source ${path}.` });
  return { patches: [patch], invariants: [], assumptions: [`${path} gets ${text}`], findings: [] };
}

/** Plans the replacement of string literals: of the whole content, or where none is just that, of a part of it. */
export function planReplaceString(clause: StringClause, context: PlanningContext): PlannedClause {
  const { from, to } = clause;
  if (from === '')
    throw new LoglineError('INTENT_UNREADABLE', 'An empty text stands everywhere: name the text to replace.');
  const path = placeOfPatch(context, clause.in);
  const isScript = context.language === 'typescript' || context.language === 'javascript';
  const whole: Patch = {
    path,
    astOp: 'editString',
    selector: isScript ? `Literal[value=${quoted(from)}]` : 'string',
    details: { to, from },
  };
  const part: Patch = {
    ...whole,
    selector: isScript ? `Literal[value=/${pattern(from)}/]` : 'string',
    details: { from, to },
  };
  const said = `${quote(from)} becomes ${quote(to)} in string literals`;
  const first = countedPatch(isScript ? { ...whole, details: { to } } : whole, context, said);
  const isMissing = first.findings.length > 0 && first.findings.every(({ code }) => code === 'TARGET_MISSING');
  const planned = isMissing && isScript ? countedPatch(part, context, said) : first;
  return planned;
}

/** A text as a regular expression that means itself. */
const pattern = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, (char) => `\\${char}`);
