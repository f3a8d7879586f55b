/** Faults of regular expressions. */
import { ts } from '../../typescript/ts.ts';
import type { Mutator } from '../mutant.ts';
import { instead } from './nodes.ts';

/** Anchors and quantifiers go; classes and look-arounds are negated. */
export const regex: Mutator = (node, file) => {
  if (ts.isRegularExpressionLiteral(node)) {
    const end = node.text.lastIndexOf('/');
    const flags = node.text.slice(end + 1);
    return patternsOf(node.text.slice(1, end), flags).map((pattern) => instead(node, `/${pattern}/${flags}`, file));
  }
  if (!ts.isStringLiteral(node) || !isPattern(node)) return [];
  return patternsOf(node.text, flagsOf(node)).map((pattern) => instead(node, JSON.stringify(pattern), file));
};

/** The first argument of `new RegExp`. */
function isPattern(node: ts.StringLiteral): boolean {
  const { parent } = node;
  if (!ts.isNewExpression(parent) || parent.arguments?.[0] !== node) return false;
  return ts.isIdentifier(parent.expression) && parent.expression.text === 'RegExp';
}

function flagsOf({ parent }: ts.StringLiteral): string {
  const flags = (parent as ts.NewExpression).arguments![1];
  return flags !== undefined && ts.isStringLiteral(flags) ? flags.text : '';
}

/** What stands in a pattern, one piece after the other. A class is one piece and looked into by itself. */
const PIECES = /\\[pP]\{[^}]*\}|\\.|\(\?<?[=!]|[?*+]\??|\{\d+(?:,\d*)?\}\??|[\s\S]/gy;

interface Change {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

/** Answers the mutated patterns, in the order of their places. Pure. */
export function patternsOf(pattern: string, flags: string): string[] {
  if (!isValid(pattern, flags)) return [];
  const patterns = changesOf(pattern, flags).map(
    ({ at, length, text }) => pattern.slice(0, at) + text + pattern.slice(at + length),
  );
  return patterns.filter((changed) => changed !== '' && isValid(changed, flags));
}

function isValid(pattern: string, flags: string): boolean {
  try {
    new RegExp(pattern, flags);
    return true;
  } catch {
    return false;
  }
}

function changesOf(pattern: string, flags: string): Change[] {
  const changes: Change[] = [];
  let classDepth = 0;
  let mayRepeat = false;
  for (const { 0: piece, index: at } of pattern.matchAll(PIECES)) {
    const isInClass = classDepth > 0;
    const isLooked = !isInClass || piece.startsWith('\\');
    const text = isLooked ? changeOf(piece, mayRepeat, /[uv]/.test(flags)) : undefined;
    if (text !== undefined) changes.push({ at, length: piece.length, text });
    if (piece === '[' && !isInClass) changes.push(negatedClass(pattern, at));
    if (piece === '[' && (!isInClass || flags.includes('v'))) classDepth++;
    if (piece === ']' && isInClass) classDepth--;
    mayRepeat = !['(', '|', '^'].includes(piece);
  }
  return changes;
}

function negatedClass(pattern: string, at: number): Change {
  return pattern[at + 1] === '^' ? { at, length: 2, text: '[' } : { at, length: 1, text: '[^' };
}

const CLASSES: Readonly<Record<string, string>> = { d: 'D', D: 'd', s: 'S', S: 's', w: 'W', W: 'w' };
const LOOK: Readonly<Record<string, string>> = { '(?=': '(?!', '(?!': '(?=', '(?<=': '(?<!', '(?<!': '(?<=' };

function changeOf(piece: string, mayRepeat: boolean, isUnicode: boolean): string | undefined {
  if (piece === '^' || piece === '$') return '';
  if (Object.hasOwn(LOOK, piece)) return LOOK[piece];
  if (piece.length === 2 && piece.startsWith('\\')) return swapped(piece[1]!);
  if (isUnicode && /^\\[pP]\{/.test(piece)) return `\\${piece[1] === 'p' ? 'P' : 'p'}${piece.slice(2)}`;
  return mayRepeat && /^(?:[?*+]\??|\{\d.*\}\??)$/.test(piece) ? '' : undefined;
}

const swapped = (letter: string): string | undefined =>
  Object.hasOwn(CLASSES, letter) ? `\\${CLASSES[letter]!}` : undefined;
