/** A file may be read otherwise at its new path: as another language, or as another kind of module. */
import type { Finding } from '../../../base/report.ts';
import { findingAt } from '../../finding-at.ts';
import type { FileMove } from '../../patch.ts';
import type { TypeScriptProject } from '../project.ts';
import { ts } from '../ts.ts';
import { isSource } from './resolver.ts';
import type { Resolver } from './resolver.ts';
import { visitWithDocs } from './source-references.ts';

/** Answers findings for a file that would no longer parse, or that would be another kind of module than it is written as. */
export function checkFormats(project: TypeScriptProject, before: Resolver, after: Resolver, move: FileMove): Finding[] {
  const { from, to } = move;
  const file = isSource(from) && isSource(to) ? project.parsed(from) : undefined;
  if (file !== undefined && isDeclarations(from) !== isDeclarations(to)) return [otherKind(file, move)];
  return file === undefined
    ? []
    : [...checkLanguage(file, move), ...checkModuleKind(file, move, before.formatOf(from), after.formatOf(to))];
}

const isDeclarations = (path: string): boolean => /\.d\.[cm]?ts$/.test(path);

function otherKind({ text }: ts.SourceFile, { from, to }: FileMove): Finding {
  const [what, other] = isDeclarations(to) ? ['runs', 'only declares'] : ['only declares', 'runs'];
  const message = `${from} ${what}, and as ${to} it would be read as what ${other}.`;
  return findingAt('NEEDS_PERSON', message, { path: from, text, start: 0, end: 0 });
}

function checkLanguage({ text }: ts.SourceFile, { from, to }: FileMove): Finding[] {
  if (languageOf(from) === languageOf(to)) return [];
  const old = new Set(faultsOf(from, text).map(({ code, start }) => `${code} ${start}`));
  const added = faultsOf(to, text).filter(({ code, start }) => !old.has(`${code} ${start}`));
  return added.map(({ start = 0, length = 0, messageText }) => {
    const message = `As ${to} it would not parse: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    return findingAt('SYNTAX_BROKEN', message, { path: from, text, start, end: start + length });
  });
}

const languageOf = (path: string): string => path.replace(/^.*\.[cm]?(?=[jt]sx?$)/s, '');

function faultsOf(path: string, text: string): readonly ts.Diagnostic[] {
  const compilerOptions = { module: ts.ModuleKind.ESNext, jsx: ts.JsxEmit.Preserve, allowJs: true };
  return ts.transpileModule(text, { fileName: path, compilerOptions, reportDiagnostics: true }).diagnostics!;
}

type ModuleKind = ts.ModuleKind.CommonJS | ts.ModuleKind.ESNext;

function checkModuleKind(file: ts.SourceFile, { from, to }: FileMove, old: ModuleKind, next: ModuleKind): Finding[] {
  if (old === next) return [];
  const isEsm = next === ts.ModuleKind.ESNext;
  const place = isEsm ? firstOf(file, isCommonJs) : firstOf(file, isModuleSyntax);
  // the compiler writes what a TypeScript file needs
  if (place === undefined || (!isEsm && !/\.[cm]?jsx?$/.test(to))) return [];
  const message = `${to} would be ${isEsm ? 'an ECMAScript module' : 'a CommonJS module'}, which this is not written for.`;
  return [findingAt('NEEDS_PERSON', message, { path: from, text: file.text, start: place.getStart(), end: place.end })];
}

function firstOf(file: ts.SourceFile, fits: (node: ts.Node) => boolean): ts.Node | undefined {
  const found: ts.Node[] = [];
  visitWithDocs(file, (node) => {
    if (fits(node)) found.push(node);
  });
  return found.sort((a, b) => a.pos - b.pos)[0];
}

function isCommonJs(node: ts.Node): boolean {
  if (!ts.isIdentifier(node)) return false;
  const { text, parent } = node;
  if (text === '__dirname' || text === '__filename') return true;
  if (text === 'require') return ts.isCallExpression(parent) && parent.expression === node;
  return (
    ts.isPropertyAccessExpression(parent) &&
    parent.expression === node &&
    (text === 'exports' || (text === 'module' && parent.name.text === 'exports'))
  );
}

const isModuleSyntax = (node: ts.Node): boolean =>
  ts.isImportDeclaration(node) ||
  ts.isExportDeclaration(node) ||
  ts.isExportAssignment(node) ||
  ts.isMetaProperty(node) ||
  node.kind === ts.SyntaxKind.ExportKeyword;
