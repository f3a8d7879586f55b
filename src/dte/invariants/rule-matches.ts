/** Rules on what a selector picks. */
import { findingAt } from '../finding-at.ts';
import type { Finding } from '../../base/report.ts';
import type { MatchedNode } from '../patch.ts';
import { decodeSource } from '../source-text.ts';
import type { SourceTree } from '../source-tree.ts';
import { verdictOf } from './context.ts';
import type { InvariantContext, Verdict } from './context.ts';
import { filesOf, isTextOf } from './looked-at.ts';
import { noFiles } from './regex.ts';
import type { SemanticRule } from './semantic-rule-form.ts';

type CountRule = Extract<SemanticRule, { kind: 'matches' }>;
type HasRule = Extract<SemanticRule, { kind: 'everyHas' }>;

/** Checks how many nodes a selector picks. @throws {LoglineError} SELECTOR_INVALID, LIMIT_EXCEEDED */
export async function checkCount(
  { selector, min, max, in: pattern }: CountRule,
  context: InvariantContext,
): Promise<Verdict> {
  const files = filesOf(context, pattern);
  const fileCount = sourcesIn(context, files);
  if (fileCount === 0) return noFiles(pattern);
  const project = await context.projects.open(context.spec.language, context.after);
  const matches = project.select(files, selector);
  const counts = { files: fileCount, matches: matches.length };
  if (matches.length < min) {
    const message = `${matches.length} nodes match ${selector}, and there must be ${min === max ? 'exactly' : 'at least'} ${min}.`;
    return verdictOf([{ code: 'INVARIANT_FAILED', message }], counts);
  }
  if (matches.length <= max) return { findings: [], counts };
  const message =
    max === 0 ? `This still matches ${selector}.` : `This is one of more than ${max} nodes that match ${selector}.`;
  return verdictOf(
    matches.map((match) => atNode(context.after, match, message)),
    counts,
  );
}

/** Checks that each node that one selector picks has a node of another in it. @throws {LoglineError} as {@link checkCount} */
export async function checkEveryHas(
  { selector, has, in: pattern }: HasRule,
  context: InvariantContext,
): Promise<Verdict> {
  const files = filesOf(context, pattern);
  const fileCount = sourcesIn(context, files);
  if (fileCount === 0) return noFiles(pattern);
  const project = await context.projects.open(context.spec.language, context.after);
  const all = project.select(files, selector);
  const parts = byPath(project.select(files, has));
  const lacking = all.filter(
    (node) => !(parts.get(node.path) ?? []).some((part) => node.start <= part.start && part.end <= node.end),
  );
  const message = `This matches ${selector} and has nothing that matches ${has}.`;
  const counts = { files: fileCount, matches: all.length };
  return verdictOf(
    lacking.map((node) => atNode(context.after, node, message)),
    counts,
  );
}

const sourcesIn = ({ spec, after }: InvariantContext, files: (path: string) => boolean): number =>
  [...after.modes.keys()].filter((path) => files(path) && isTextOf(spec.language, path)).length;

function atNode(tree: SourceTree, { path, start, end }: MatchedNode, message: string): Finding {
  const { text } = decodeSource(path, tree.read(path));
  return findingAt('INVARIANT_FAILED', message, { path, text, start, end });
}

function byPath(nodes: readonly MatchedNode[]): ReadonlyMap<string, readonly MatchedNode[]> {
  const all = new Map<string, MatchedNode[]>();
  for (const node of nodes) all.set(node.path, [...(all.get(node.path) ?? []), node]);
  return all;
}
