/**
 * Rules on calls and imports in Python and Java, by how they are written: their sources do not say what a receiver is. Names that
 * imports give to a function or its owner in a file are followed there, and a call counts whatever its receiver stands in.
 */
import { findingAt } from '../finding-at.ts';
import type { Finding } from '../../base/report.ts';
import type { LanguageProject, MatchedNode } from '../patch.ts';
import { pathFilter } from '../path-filter.ts';
import type { SourceText } from '../source-text.ts';
import { oneFinding, verdictOf } from './context.ts';
import type { InvariantContext, Verdict } from './context.ts';
import { filesOf, isTextOf, textsOf } from './looked-at.ts';
import { noFiles } from './regex.ts';
import type { SemanticRule } from './semantic-rule-form.ts';

type Language = 'python' | 'java';
type SyntaxRule = Extract<SemanticRule, { kind: 'noCalls' | 'callArguments' | 'noImports' | 'exported' }>;

const CALLS: Readonly<Record<Language, readonly string[]>> = {
  python: ['call'],
  java: ['method_invocation', 'object_creation_expression'],
};
const IMPORTS: Readonly<Record<Language, string>> = {
  python: 'import_statement, import_from_statement',
  java: 'import_declaration',
};

/** Checks a rule of a language without types. */
export async function checkBySyntax(rule: SyntaxRule, language: Language, context: InvariantContext): Promise<Verdict> {
  if (rule.kind === 'exported' || rule.kind === 'callArguments') {
    return oneFinding(
      'NOT_CHECKED',
      `"${rule.sentence}" cannot be checked in ${language}: only calls, imports and selectors can.`,
    );
  }
  const files = filesOf(context, rule.in);
  const declares =
    rule.kind === 'noCalls' && rule.callee.file !== undefined ? pathFilter([rule.callee.file]) : undefined;
  if (declares !== undefined)
    return oneFinding('NOT_CHECKED', `Which file declares what is called cannot be told in ${language}.`);
  const { texts, findings } = textsOf(context.after, (path) => files(path) && isTextOf(language, path));
  if (texts.length + findings.length === 0) return noFiles(rule.in);
  const project = await context.projects.open(language, context.after);
  const found =
    rule.kind === 'noCalls'
      ? callsIn(project, language, texts, rule.callee.steps)
      : importsIn(project, language, texts, rule.module);
  const counts = { files: texts.length, [rule.kind === 'noCalls' ? 'calls' : 'imports']: found.length };
  return verdictOf([...findings, ...found], counts);
}

function callsIn(
  project: LanguageProject,
  language: Language,
  texts: readonly SourceText[],
  steps: readonly string[],
): Finding[] {
  const isLookedAt = among(texts);
  const calls = project.select(isLookedAt, CALLS[language].join(', '));
  const lists = project.select(isLookedAt, CALLS[language].map((type) => `${type} > argument_list`).join(', '));
  const imports = project.select(isLookedAt, IMPORTS[language]);
  const name = steps.join('.');
  return texts.flatMap((source) => {
    const names = [name, ...aliasesIn(source, imports, language, steps)];
    return lists
      .filter(({ path }) => path === source.path)
      .flatMap((list) => {
        const call = callOf(list, calls);
        const callee = call === undefined ? '' : source.text.slice(call.start, list.start).replaceAll(/^new\b|\s/g, '');
        if (call === undefined || !names.some((each) => callee === each || callee.endsWith(`.${each}`))) return [];
        return [
          findingAt('INVARIANT_FAILED', `This still calls ${name}.`, { ...source, start: call.start, end: call.end }),
        ];
      });
  });
}

const among = (texts: readonly SourceText[]): ((path: string) => boolean) => {
  const paths = new Set(texts.map(({ path }) => path));
  return (path) => paths.has(path);
};

/** The smallest call that ends with a list of arguments. */
function callOf(list: MatchedNode, calls: readonly MatchedNode[]): MatchedNode | undefined {
  const around = calls.filter(({ path, start, end }) => path === list.path && start <= list.start && end >= list.end);
  return around.reduce<MatchedNode | undefined>(
    (best, next) => (best === undefined || next.end - next.start < best.end - best.start ? next : best),
    undefined,
  );
}

/** What the imports of a file make of `a.b`: `b`, or another name in the place of `a` or `b`. */
function aliasesIn(
  source: SourceText,
  imports: readonly MatchedNode[],
  language: Language,
  steps: readonly string[],
): string[] {
  const own = imports.filter(({ path }) => path === source.path).map(({ start, end }) => source.text.slice(start, end));
  const [first, last] = [steps[0]!, steps.at(-1)!];
  return own.flatMap((text) => {
    if (language === 'java')
      return new RegExp(`^import\\s+static\\b.*\\.${escaped(last)}\\s*;`).test(text) && steps.length > 1 ? [last] : [];
    return importedAs(text).flatMap(({ name, as }) => [
      ...(name === last && (steps.length > 1 || as !== name) ? [as] : []),
      ...(name.split('.').at(-1) === first && as !== first ? [[as, ...steps.slice(1)].join('.')] : []),
    ]);
  });
}

const escaped = (name: string): string => name.replaceAll('$', '\\$');

/** The names of a Python import, and what they are called in the file. */
function importedAs(text: string): { name: string; as: string }[] {
  const list = text.replaceAll(/#.*$/gm, '').replace(/^from\s.*?\simport\b|^import\b/s, '');
  return list.split(',').flatMap((item) => {
    const match = /^[\s(]*([\w.\p{L}]+)(?:\s+as\s+([\w\p{L}]+))?[\s)]*$/u.exec(item);
    return match === null ? [] : [{ name: match[1]!, as: match[2] ?? match[1]! }];
  });
}

function importsIn(
  project: LanguageProject,
  language: Language,
  texts: readonly SourceText[],
  module: string,
): Finding[] {
  const nodes = project.select(among(texts), IMPORTS[language]);
  return texts.flatMap((source) =>
    nodes
      .filter(
        ({ path, start, end }) =>
          path === source.path &&
          modulesOf(source.text.slice(start, end), language).some((name) => isWithin(name, module)),
      )
      .map(({ start, end }) =>
        findingAt('INVARIANT_FAILED', `This still imports ${module}.`, { ...source, start, end }),
      ),
  );
}

const isWithin = (name: string, module: string): boolean =>
  name === module || name.startsWith(`${module}.`) || (name.endsWith('.*') && module.startsWith(name.slice(0, -1)));

/** `from a import b` may import the module `a.b`. */
function modulesOf(text: string, language: Language): string[] {
  if (language === 'java') return [text.replace(/^import\s+(?:static\s+)?/, '').replaceAll(/[\s;]/g, '')];
  const from = /^from\s+([\w.\p{L}]+)\s+import\b/u.exec(text)?.[1];
  const names = importedAs(text).map(({ name }) => name);
  return from === undefined
    ? names
    : [from, ...names.map((name) => (from.endsWith('.') ? from + name : `${from}.${name}`))];
}
