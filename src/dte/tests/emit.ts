/** A source as Node runs it: TypeScript and JSX by the engine's own compiler, JavaScript as it is. */
import { ts } from '../typescript/ts.ts';
import type { ModuleFormat } from './modules.ts';

/** Answers the text of a file as Node can run it. Types are taken out, not checked. @param own - the tree's options. Pure. */
export function emitModule(path: string, text: string, format: ModuleFormat, own: ts.CompilerOptions): string {
  if (/\.(?:[cm]?js|json)$/.test(path)) return text;
  return ts.transpileModule(text, { fileName: path, compilerOptions: optionsFor(format, own) }).outputText;
}

/** Answers what the parser says about a file; nothing where it can be read. Pure. */
export function syntaxFaults(file: ts.SourceFile): string[] {
  const { parseDiagnostics = [] } = file as { readonly parseDiagnostics?: readonly ts.Diagnostic[] };
  return parseDiagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

/** Of the tree's options those that change what a program does. */
function optionsFor(format: ModuleFormat, own: ts.CompilerOptions): ts.CompilerOptions {
  const kept: ts.CompilerOptions = {};
  const names = [
    'experimentalDecorators',
    'emitDecoratorMetadata',
    'useDefineForClassFields',
    'jsxImportSource',
    'jsxFactory',
    'jsxFragmentFactory',
  ];
  for (const name of names) if (own[name] !== undefined) kept[name] = own[name];
  const keepsJsx = own.jsx === undefined || own.jsx === ts.JsxEmit.Preserve || own.jsx === ts.JsxEmit.ReactNative;
  return {
    ...kept,
    jsx: keepsJsx ? ts.JsxEmit.ReactJSX : own.jsx!,
    target: ts.ScriptTarget.ES2022,
    module: format === 'esm' ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS,
    esModuleInterop: true,
    isolatedModules: true,
    allowJs: true,
    ...(format === 'esm' && own.verbatimModuleSyntax === true && { verbatimModuleSyntax: true }),
  };
}
