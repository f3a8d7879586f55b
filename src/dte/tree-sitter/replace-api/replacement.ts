/** What takes the place of a callee, and the edits that write it. */
import type { Finding } from '../../../base/report.ts';
import type { TextEdit } from '../../edit.ts';
import { nodeFinding } from '../node-finding.ts';
import { isComment, nodesOf } from '../syntax.ts';
import type { SyntaxNode } from '../syntax.ts';
import type { ApiBinding, ApiLanguage, ApiUse } from './api-language.ts';

/** What a callee becomes. */
export interface Replacement {
  /** What stands there instead of the whole callee, or of the object in front of it. */
  readonly head?: string;
  /** Whether `head` is all that is left. */
  readonly isWhole: boolean;
  readonly property?: string;
}

/** Answers the edits that write a replacement. What is there already is left alone. */
export function calleeEdits<B extends ApiBinding>(
  language: ApiLanguage<B>,
  { path, node, object, name }: ApiUse<B>,
  { head, isWhole, property }: Replacement,
): TextEdit[] {
  const { text } = language.syntax.source(path)!;
  const edit = ({ start, end }: { start: number; end: number }, now: string): TextEdit[] =>
    text.slice(start, end) === now ? [] : [{ path, start, end, text: now }];
  if (isWhole) return edit({ start: node.start, end: name.end }, head!);
  const named = property === undefined ? [] : edit(name, property);
  if (head === undefined) return named;
  if (object !== undefined) return [...edit(object, head), ...named];
  return edit(name, `${head}.${property ?? text.slice(name.start, name.end)}`);
}

/** Answers why a callee cannot be replaced. */
export function calleeFaults<B extends ApiBinding>(
  language: ApiLanguage<B>,
  { path, node, object, name }: ApiUse<B>,
  { head, isWhole }: Replacement,
): Finding[] {
  if (head === undefined) return [];
  const needsPerson = (why: string): Finding[] => [nodeFinding(language.syntax, 'NEEDS_PERSON', why, { path, node })];
  if (object !== undefined && !language.isEffectless(path, object))
    return needsPerson('The object of this call may have effects, which would be lost.');
  const gone = isWhole ? node : object;
  const hasComment = gone !== undefined && commentsIn(gone, name.end).length > 0;
  return hasComment ? needsPerson('A comment within the callee would be lost.') : [];
}

const commentsIn = (node: SyntaxNode, end: number): SyntaxNode[] =>
  [...nodesOf(node)].filter((inner) => isComment(inner) && inner.end <= end);
