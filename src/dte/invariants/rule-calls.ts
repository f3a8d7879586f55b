/** Rules on calls, by what is called. */
import { findingAt } from '../finding-at.ts';
import type { Finding } from '../../base/report.ts';
import { toUtf8 } from '../../base/bytes.ts';
import { pathFilter } from '../path-filter.ts';
import type { SourceText } from '../source-text.ts';
import { namedCalls } from '../typescript/calls.ts';
import type { NamedCall } from '../typescript/calls.ts';
import { isScriptPath } from '../typescript/declarations.ts';
import { typeScriptOf } from '../typescript/language.ts';
import type { TypeScriptProject } from '../typescript/project.ts';
import { ts } from '../typescript/ts.ts';
import { verdictOf } from './context.ts';
import type { InvariantContext, Verdict } from './context.ts';
import { filesOf, textsOf } from './looked-at.ts';
import { noFiles } from './regex.ts';
import type { CalleeName, SemanticRule } from './semantic-rule-form.ts';

type CallRule = Extract<SemanticRule, { kind: 'noCalls' | 'callArguments' }>;

/** Checks a rule on calls. Another function of the same name does not count where it can be told apart. */
export async function checkCalls(rule: CallRule, context: InvariantContext): Promise<Verdict> {
  const files = filesOf(context, rule.in);
  const { texts, findings: unread } = textsOf(context.after, (path) => files(path) && isScriptPath(path));
  if (!texts.some(({ text }) => text.includes(rule.callee.steps.at(-1)!))) {
    return texts.length + unread.length === 0 ? noFiles(rule.in) : verdictOf(unread, { files: texts.length, calls: 0 });
  }
  const meant = await functionsMeant(rule.callee, context);
  const project = typeScriptOf(await context.projects.open(context.spec.language, context.after));
  const paths = project.paths.filter(files);
  const calls = namedCalls(project, paths, rule.callee.steps, pathBefore(context)).filter((call) =>
    isMeant(call, meant),
  );
  const findings = calls.flatMap((call) => fault(rule, project, call));
  return verdictOf([...unread, ...findings], { files: paths.length, calls: calls.length });
}

/**
 * Names of the declarations that the sentence means: those that calls written so had before the change, of which those that the
 * change touched are meant alone; with a file, those that it declares. `undefined`: nothing tells them apart.
 */
async function functionsMeant(
  { file, steps }: CalleeName,
  context: InvariantContext,
): Promise<ReadonlySet<string> | undefined> {
  const project = typeScriptOf(await context.projects.open(context.spec.language, context.before));
  const calls = namedCalls(project, project.paths, steps).filter(({ key }) => key !== undefined);
  if (file !== undefined) {
    const declares = pathFilter([file]);
    return new Set(calls.flatMap(({ key }) => (declares(key!.split('#')[0]!) ? [key!] : [])));
  }
  const written = calls.filter(({ isSpelled }) => isSpelled);
  const spelled = written.length > 0 ? written : calls.filter(({ isOfContainer }) => isOfContainer);
  const touched = spelled.filter((call) => isTouched(project, call, context));
  const keys = new Set((touched.length > 0 ? touched : spelled).map(({ key }) => key!));
  return keys.size === 0 ? undefined : keys;
}

/** Whether an edit of the change lies in what a call names. */
function isTouched(
  project: TypeScriptProject,
  { path, callee }: NamedCall,
  { changes = [] }: InvariantContext,
): boolean {
  const change = changes.find((other) => other.path === path);
  if (change === undefined) return false;
  const source = project.source(path)!;
  const [start, end] = [bytesBefore(source, callee.getStart()), bytesBefore(source, callee.end)];
  return change.edits.some((edit) => edit.start < end && edit.end > start);
}

const bytesBefore = ({ text, hasBom }: SourceText, offset: number): number =>
  toUtf8(text.slice(0, offset)).length + (hasBom ? 3 : 0);

/** What cannot be resolved counts by its spelling. */
function isMeant({ key, isSpelled, isOfContainer }: NamedCall, meant: ReadonlySet<string> | undefined): boolean {
  if (key === undefined || meant === undefined) return isSpelled;
  return meant.has(key) && isOfContainer;
}

function fault(rule: CallRule, project: TypeScriptProject, { path, node, callee }: NamedCall): Finding[] {
  const { text } = project.source(path)!;
  const name = rule.callee.steps.join('.');
  const range = { path, text, start: callee.getStart(), end: node.end };
  if (rule.kind === 'noCalls') return [findingAt('INVARIANT_FAILED', `This still calls ${name}.`, range)];
  const args = 'arguments' in node ? (node.arguments ?? []) : undefined;
  const isSpread = args?.some((argument) => ts.isSpreadElement(argument)) ?? false;
  if (args === undefined || isSpread) {
    return [findingAt('NOT_CHECKED', `Nobody can count the arguments of this call of ${name}.`, range)];
  }
  if (args.length === rule.count) return [];
  const message = `This call of ${name} has ${args.length} arguments and not ${rule.count}.`;
  return [findingAt('INVARIANT_FAILED', message, range)];
}

/** Answers where a file of the resulting tree was before the change. */
export function pathBefore({ changes = [] }: InvariantContext): (path: string) => string {
  const moved = new Map(changes.map(({ path, newPath }) => [newPath, path]));
  return (path) => moved.get(path) ?? path;
}
