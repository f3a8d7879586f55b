/** Sources of arguments that a spec brings along: each has to be one expression. */
import type { Finding } from '../../../base/report.ts';
import type { ArgumentMap } from '../../argument-map.ts';
import type { SyntaxNode } from '../syntax.ts';
import type { ApiBinding, ApiLanguage } from './api-language.ts';

/** What stands for the argument while a template is looked at. */
const HOLE = '__argument__';

/** Answers why a source is none. */
export function sourceFaults<B extends ApiBinding>(language: ApiLanguage<B>, map: ArgumentMap): Finding[] {
  return sourcesOf(map)
    .filter((source) => language.expressionOf(source) === undefined)
    .map((source) => ({
      code: 'SPEC_INVALID',
      message: `details.argsMap has ${JSON.stringify(source.replaceAll(HOLE, '$'))}, which is not one expression.`,
    }));
}

/** Answers the names that the sources take from where they stand. */
export function sourceNames<B extends ApiBinding>(language: ApiLanguage<B>, map: ArgumentMap): ReadonlySet<string> {
  return new Set(sourcesOf(map).flatMap((source) => language.namesIn(source).filter((name) => name !== HOLE)));
}

const sourcesOf = ({ wraps, added }: ArgumentMap): string[] => [
  ...added.values(),
  ...[...wraps.values()].map((parts) => parts.join(HOLE)),
];

/** Answers a template around an argument, whose text is put into parentheses where it would be torn apart otherwise. */
export function aroundArgument<B extends ApiBinding>(
  language: ApiLanguage<B>,
  parts: readonly string[],
  argument: SyntaxNode,
): readonly string[] {
  if (language.isClosed(argument)) return parts;
  const isOpen = (index: number): boolean => {
    const isFreeBefore = (index === 0 && parts[0]!.trim() === '') || /[([{,:]\s*$/.test(parts[index]!);
    const behind = parts[index + 1]!;
    const isFreeBehind = (index === parts.length - 2 && behind.trim() === '') || /^\s*[)\]},]/.test(behind);
    return !(isFreeBefore && isFreeBehind);
  };
  return parts.map((part, index) => {
    const close = index > 0 && isOpen(index - 1) ? ')' : '';
    const open = index < parts.length - 1 && isOpen(index) ? '(' : '';
    return `${close}${part}${open}`;
  });
}
