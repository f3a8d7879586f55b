/** Rules on what modules import and export. */
import { posix } from 'node:path';
import { findingAt } from '../finding-at.ts';
import type { Finding } from '../../base/report.ts';
import { pathFilter } from '../path-filter.ts';
import type { SourceText } from '../source-text.ts';
import { exportedNames, isScriptPath, parseSource } from '../typescript/declarations.ts';
import { typeScriptOf } from '../typescript/language.ts';
import { moduleSpecifiers } from '../typescript/module-specifiers.ts';
import { oneFinding, verdictOf } from './context.ts';
import type { InvariantContext, Verdict } from './context.ts';
import { filesOf, textsOf } from './looked-at.ts';
import { noFiles } from './regex.ts';
import type { SemanticRule } from './semantic-rule-form.ts';

type ImportRule = Extract<SemanticRule, { kind: 'noImports' }>;
type ExportRule = Extract<SemanticRule, { kind: 'exported' }>;

/** Checks that no source imports a module: one named as in the sources, or a file of the tree by its path. */
export function checkImports({ module, in: pattern }: ImportRule, context: InvariantContext): Verdict {
  const files = filesOf(context, pattern);
  const { texts, findings } = textsOf(context.after, (path) => files(path) && isScriptPath(path));
  if (texts.length + findings.length === 0) return noFiles(pattern);
  const last = withoutExtension(
    module.split('/').findLast((step) => step !== '' && step !== '.' && step !== '..') ?? module,
  );
  const imports = texts
    .filter(({ text }) => text.includes(last) || last === 'index')
    .flatMap((source) => importsOf(source, module));
  return verdictOf([...findings, ...imports], { files: texts.length, imports: imports.length });
}

function importsOf({ path, text }: SourceText, module: string): Finding[] {
  const file = parseSource(path, text);
  return moduleSpecifiers(file)
    .filter((specifier) => isModule(path, specifier.text, module))
    .map((specifier) => {
      const range = { path, text, start: specifier.getStart(file), end: specifier.end };
      return findingAt('INVARIANT_FAILED', `This still imports ${module}.`, range);
    });
}

/** A package is imported by its subpaths too; a file by whatever leads to it. */
function isModule(path: string, specifier: string, module: string): boolean {
  if (specifier === module) return true;
  if (!specifier.startsWith('.')) return !module.startsWith('.') && specifier.startsWith(`${module}/`);
  const target = withoutExtension(posix.join(posix.dirname(path), specifier));
  const wanted = withoutExtension(module);
  return target === wanted || target === withoutExtension(wanted.replace(/\/index$/, ''));
}

const withoutExtension = (path: string): string => path.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');

/** Checks whether a name is exported: by any source looked at, or by the one named, `export *` included. */
export async function checkExports(rule: ExportRule, context: InvariantContext): Promise<Verdict> {
  if (rule.from !== undefined) return checkExportsFrom(rule, rule.from, context);
  const files = filesOf(context, rule.in);
  const { texts, findings } = textsOf(context.after, (path) => files(path) && isScriptPath(path));
  if (texts.length + findings.length === 0) return noFiles(rule.in);
  const exports = texts
    .filter(({ text }) => text.includes(rule.name))
    .flatMap(({ path, text }) => {
      const file = parseSource(path, text);
      const node = exportedNames(file).get(rule.name);
      return node === undefined ? [] : [{ path, text, start: node.getStart(file), end: node.end }];
    });
  const counts = { files: texts.length, exports: exports.length };
  if (!rule.expected) {
    const message = `${rule.name} is exported here.`;
    return verdictOf([...findings, ...exports.map((range) => findingAt('INVARIANT_FAILED', message, range))], counts);
  }
  const isMissing = exports.length === 0 && findings.length === 0;
  return isMissing
    ? { ...notExported(rule.name, 'no file looked at'), counts }
    : { findings: exports.length > 0 ? [] : findings, counts };
}

async function checkExportsFrom(
  { name, expected }: ExportRule,
  from: string,
  context: InvariantContext,
): Promise<Verdict> {
  const fits = pathFilter([from]);
  const project = typeScriptOf(await context.projects.open(context.spec.language, context.after));
  const paths = project.paths.filter(fits);
  if (paths.length === 0) return noFiles(from);
  const exporting = paths.filter((path) => {
    const module = project.checker.getSymbolAtLocation(project.sourceFile(path)!);
    return module !== undefined && project.checker.getExportsOfModule(module).some((symbol) => symbol.name === name);
  });
  const counts = { files: paths.length, exports: exporting.length };
  if (expected) return exporting.length > 0 ? { findings: [], counts } : { ...notExported(name, from), counts };
  const findings = exporting.map((path): Finding => ({
    code: 'INVARIANT_FAILED',
    message: `${path} exports ${name}.`,
    path,
  }));
  return verdictOf(findings, counts);
}

const notExported = (name: string, by: string): Verdict =>
  oneFinding(
    'INVARIANT_FAILED',
    by.startsWith('no ') ? `${name} is exported by ${by}.` : `${by} does not export ${name}.`,
  );
