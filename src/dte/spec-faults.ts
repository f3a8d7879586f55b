/** What is wrong with a spec that fits the schema: each member is read by whoever will use it, long before a tree is opened. */
import { LoglineError } from '../base/errors.ts';
import type { Finding } from '../base/report.ts';
import { quote } from '../base/schema.ts';
import { parseArgumentMap } from './argument-map.ts';
import type { ChangeSpec, Invariant, Patch, PatchDetails } from './generated/types.ts';
import { parseApiRule } from './invariants/api-rule-form.ts';
import { parseCheckerSpec } from './invariants/checker-spec.ts';
import { parseSemanticRules } from './invariants/semantic-rule-form.ts';
import type { SemanticRule } from './invariants/semantic-rule-form.ts';
import { parseSymbolName } from './invariants/symbol-form.ts';
import { linearPattern } from './linear-pattern.ts';
import { pathFilter, safePath } from './path-filter.ts';
import { regexEdit } from './regex-edits.ts';
import { compileSelector } from './selector/selector.ts';

/** Answers all that is wrong with the paths, the patches' parameters, and the invariants of a spec, each with a pointer. Pure. */
export function specFaults({ scope, patches, invariants, tests }: ChangeSpec): Finding[] {
  return [
    ...patches.flatMap((patch, index) => parameterFaults(patch, `/patches/${index}`)),
    ...invariants.flatMap((invariant, index) => invariantFaults(invariant, `/invariants/${index}`)),
    ...patternFaults(scope, '/scope'),
    ...patternFaults(tests.targets ?? [], '/tests/targets'),
  ];
}

const patternFaults = (patterns: readonly string[], pointer: string): Finding[] =>
  patterns.flatMap((pattern, index) => faultOf(`${pointer}/${index}`, () => pathFilter([pattern])));

/** Answers what a reader throws, as a finding. */
function faultOf(pointer: string, read: () => unknown): Finding[] {
  try {
    read();
    return [];
  } catch (error) {
    if (!(error instanceof LoglineError)) throw error;
    return [{ code: error.code, message: error.message, pointer, details: error.details }];
  }
}

function parameterFaults(patch: Patch, pointer: string): Finding[] {
  const { selector, details = {} } = patch;
  return [
    ...(patch.astOp === 'moveModule'
      ? moveFaults(patch, pointer)
      : faultOf(`${pointer}/path`, () => pathFilter([patch.path]))),
    ...(selector === undefined ? [] : faultOf(`${pointer}/selector`, () => compileSelector(selector))),
    ...detailFaults(patch.astOp, details, `${pointer}/details`),
  ];
}

function moveFaults({ path, details = {} }: Patch, pointer: string): Finding[] {
  const { to } = details;
  return [
    ...faultOf(`${pointer}/path`, () => safePath(path)),
    ...faultOf(`${pointer}/path`, () => demandPlain(path)),
    ...(to === undefined ? [] : faultOf(`${pointer}/details/to`, () => safePath(to))),
  ];
}

function demandPlain(path: string): void {
  if (!/[*?{}[\]!]/.test(path)) return;
  throw new LoglineError('PATH_UNSAFE', `moveModule moves one file or folder, and ${quote(path)} is a pattern.`);
}

function detailFaults(astOp: Patch['astOp'], details: PatchDetails, pointer: string): Finding[] {
  const { declaredIn, pattern, argsMap } = details;
  const map = parseArgumentMap(argsMap);
  return [
    ...(declaredIn === undefined ? [] : faultOf(`${pointer}/declaredIn`, () => pathFilter([declaredIn]))),
    ...(astOp === 'editRegex' && pattern !== undefined ? regexFaults(details, pointer) : []),
    ...('moves' in map ? [] : map.map((fault) => ({ ...fault, pointer: `${pointer}/argsMap` }))),
  ];
}

/** A pattern that cannot be read says nothing about its replacement. */
function regexFaults(details: PatchDetails, pointer: string): Finding[] {
  const faults = faultOf(`${pointer}/pattern`, () => linearPattern(details.pattern!, details.flags));
  return faults.length > 0 ? faults : faultOf(`${pointer}/replacement`, () => regexEdit(details));
}

const READERS: Readonly<Record<Invariant['type'], (spec: string) => unknown>> = {
  typecheck: parseCheckerSpec,
  symbolExists: parseSymbolName,
  semanticRule: (spec) => parseSemanticRules(spec).flatMap(rulePatterns),
  regex: (spec) => linearPattern(spec, 'm'),
  apiCompat: parseApiRule,
};

function invariantFaults({ type, spec, details = {} }: Invariant, pointer: string): Finding[] {
  const { in: files, entry = [] } = details;
  return [
    ...faultOf(`${pointer}/spec`, () => READERS[type](spec)),
    ...(files === undefined ? [] : faultOf(`${pointer}/details/in`, () => pathFilter([files]))),
    ...entry.flatMap((path, index) => faultOf(`${pointer}/details/entry/${index}`, () => safePath(path))),
  ];
}

/** Reads the selectors and paths within a sentence. */
function rulePatterns(rule: SemanticRule): unknown[] {
  const selectors =
    rule.kind === 'matches' ? [rule.selector] : rule.kind === 'everyHas' ? [rule.selector, rule.has] : [];
  const file = 'callee' in rule ? rule.callee.file : rule.kind === 'exported' ? rule.from : undefined;
  const paths = [rule.in, file].filter((path) => path !== undefined);
  return [...selectors.map(compileSelector), ...paths.map((path) => pathFilter([path]))];
}
