/** Sources of arguments that a spec brings along: each has to be one expression, and its names have to mean something. */
import type { ArgumentMap } from '../../argument-map.ts';
import type { Finding } from '../../../base/report.ts';
import { allNodes } from '../declarations.ts';
import { ts } from '../ts.ts';

/** What stands for the argument while a template is looked at. */
const HOLE = '__argument__';

/** Answers why a source is none. */
export function sourceFaults(map: ArgumentMap): Finding[] {
  return sourcesOf(map)
    .filter((source) => argumentOf(source) === undefined)
    .map((source) => ({
      code: 'SPEC_INVALID',
      message: `details.argsMap has ${JSON.stringify(source.replaceAll(HOLE, '$'))}, which is not one expression.`,
    }));
}

/** Answers the names that the sources take from where they stand. */
export function sourceNames(map: ArgumentMap): ReadonlySet<string> {
  const nodes = sourcesOf(map).flatMap((source) => [...allNodes(argumentOf(source)!)]);
  const names = nodes.filter((node): node is ts.Identifier => ts.isIdentifier(node) && isReference(node));
  return new Set(names.map(({ text }) => text).filter((name) => name !== HOLE));
}

const sourcesOf = ({ wraps, added }: ArgumentMap): string[] => [
  ...added.values(),
  ...[...wraps.values()].map((parts) => parts.join(HOLE)),
];

/** The expression that a source is, where it is the only argument of a call and nothing else. */
function argumentOf(source: string): ts.Expression | undefined {
  const file = ts.createSourceFile('argument.tsx', `f(${source}\n);`, ts.ScriptTarget.ESNext, true);
  const [statement] = file.statements;
  const { parseDiagnostics } = file as unknown as { parseDiagnostics: readonly unknown[] };
  if (parseDiagnostics.length > 0 || file.statements.length !== 1) return undefined;
  if (statement === undefined || !ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression))
    return undefined;
  const { expression, arguments: list } = statement.expression;
  const isOne =
    ts.isIdentifier(expression) && list.length === 1 && !list.hasTrailingComma && !ts.isSpreadElement(list[0]!);
  return isOne && list[0]!.end <= 'f('.length + source.length ? list[0] : undefined;
}

function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  return !('name' in parent && parent.name === node) || ts.isShorthandPropertyAssignment(parent);
}

/** Answers a template around an argument, whose text is put into parentheses where it would be torn apart otherwise. */
export function aroundArgument(parts: readonly string[], argument: ts.Expression): readonly string[] {
  if (isClosed(argument)) return parts;
  const opened = parts.map((part, index) => {
    const behind = index > 0 && !isFreeBehind(part, index === parts.length - 1);
    const before = index < parts.length - 1 && !isFreeBefore(part, index === 0);
    return { part, behind, before };
  });
  const needs = (index: number): boolean => opened[index]!.before || opened[index + 1]!.behind;
  return opened.map(({ part }, index) => {
    const close = index > 0 && needs(index - 1) ? ')' : '';
    const open = index < opened.length - 1 && needs(index) ? '(' : '';
    return `${close}${part}${open}`;
  });
}

const isFreeBefore = (part: string, isFirst: boolean): boolean =>
  (isFirst && part.trim() === '') || /[([{,:]\s*$/.test(part);
const isFreeBehind = (part: string, isLast: boolean): boolean =>
  (isLast && part.trim() === '') || /^\s*[)\]},]/.test(part);

/** Whether an expression stays one whatever stands beside it. */
const isClosed = (node: ts.Expression): boolean =>
  ts.isIdentifier(node) ||
  ts.isStringLiteralLike(node) ||
  ts.isParenthesizedExpression(node) ||
  ts.isPropertyAccessExpression(node) ||
  ts.isElementAccessExpression(node) ||
  ts.isCallExpression(node) ||
  ts.isArrayLiteralExpression(node);
