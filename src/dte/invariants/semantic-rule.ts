/** Invariants in sentences: each is one of a small language, and is answered by what the code means. */
import type { Invariant } from '../generated/types.ts';
import type { InvariantContext, Verdict } from './context.ts';
import { checkCalls } from './rule-calls.ts';
import { checkCount, checkEveryHas } from './rule-matches.ts';
import { checkExports, checkImports } from './rule-names.ts';
import { checkBySyntax } from './rule-syntax.ts';
import { parseSemanticRules } from './semantic-rule-form.ts';
import type { SemanticRule } from './semantic-rule-form.ts';
import { checkTypes } from './typecheck.ts';

/** Checks all sentences. @throws {LoglineError} SPEC_INVALID - one is not in the language. SELECTOR_INVALID, PATTERN_INVALID, PATH_UNSAFE */
export async function checkSemanticRule(
  { name, spec, details = {} }: Invariant,
  context: InvariantContext,
): Promise<Verdict> {
  const verdicts: Verdict[] = [];
  for (const rule of parseSemanticRules(spec)) {
    verdicts.push(await checkRule({ ...rule, in: rule.in ?? details.in }, name, context));
  }
  return {
    findings: verdicts.flatMap(({ findings }) => findings),
    counts: sum(verdicts.map(({ counts }) => counts)),
    notes: verdicts.flatMap(({ notes = [] }) => notes),
  };
}

function checkRule(rule: SemanticRule, name: string, context: InvariantContext): Verdict | Promise<Verdict> {
  const { language } = context.spec;
  const isNamed =
    rule.kind === 'noCalls' || rule.kind === 'callArguments' || rule.kind === 'noImports' || rule.kind === 'exported';
  if (isNamed && (language === 'python' || language === 'java')) return checkBySyntax(rule, language, context);
  switch (rule.kind) {
    case 'noCalls':
    case 'callArguments':
      return checkCalls(rule, context);
    case 'noImports':
      return checkImports(rule, context);
    case 'exported':
      return checkExports(rule, context);
    case 'matches':
      return checkCount(rule, context);
    case 'everyHas':
      return checkEveryHas(rule, context);
    case 'compiles':
      return checkTypes({ name, type: 'typecheck', spec: CHECKERS[language] }, context);
  }
}

const CHECKERS = { typescript: 'tsc --noEmit', javascript: 'tsc --noEmit', python: 'pyright', java: 'javac' } as const;

function sum(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const counts of all)
    for (const [name, count] of Object.entries(counts)) total[name] = (total[name] ?? 0) + count;
  return total;
}
