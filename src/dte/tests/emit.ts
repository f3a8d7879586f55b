/** A source as Node runs it: TypeScript and JSX by the engine's own compiler, JavaScript as it is. */
import { ts } from '../typescript/ts.ts';
import type { ModuleFormat } from './modules.ts';

/** A compiled file. */
export interface Emitted {
  readonly text: string;
  /** What the compiler says about the syntax; none for a text that can run. */
  readonly faults: readonly string[];
}

/** Answers the text of a file as Node can run it. Types are taken out, not checked. @param own - the tree's options. Pure. */
export function emitModule(path: string, text: string, format: ModuleFormat, own: ts.CompilerOptions): Emitted {
  if (format === 'json') return { text, faults: [] };
  const isPlain = /\.[cm]?js$/.test(path);
  const { outputText, diagnostics = [] } = ts.transpileModule(text, {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions: optionsFor(format, own),
  });
  const faults = diagnostics
    .filter(isSyntax)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
  return { text: isPlain ? text : outputText, faults };
}

/** Codes from 1000 to 1999 are those of the parser. What only types forbid runs nevertheless; 8000 and on is TypeScript in JavaScript. */
const isSyntax = ({ code }: ts.Diagnostic): boolean => code >= 1000 && code < 2000 && code !== 1286 && code !== 1287;

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
