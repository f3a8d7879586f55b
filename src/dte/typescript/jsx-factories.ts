/** The names that JSX stands for without naming them: `<a/>` is a call of `React.createElement`, or of what a file says instead. */
import type { TypeScriptProject } from './project.ts';
import { ts } from './ts.ts';

const PRAGMA = /@jsx(?:Frag)?[ \t]+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu;
const RUNTIME = /@jsxRuntime[ \t]+(classic|automatic)/;

/** Answers the names with which the factories of a file's JSX begin; none where tools import what they need by themselves. */
export function factoriesOf(project: TypeScriptProject, path: string): string[] {
  const text = project.source(path)?.text ?? '';
  if (!/<[\s/>\p{ID_Start}$_]/u.test(text) || !isScriptWithJsx(path)) return [];
  const named = [...text.matchAll(PRAGMA)].map(([, name]) => name!);
  const options = project.optionsAt(path);
  const [, runtime] = RUNTIME.exec(text) ?? [];
  const isAutomatic = runtime === undefined ? isAutomaticBy(options) : runtime === 'automatic';
  return isAutomatic ? named : [...named, ...defaultsOf(options)];
}

const isScriptWithJsx = (path: string): boolean => /\.(?:[jt]sx|[cm]?js)$/.test(path);

const isAutomaticBy = ({ jsx, jsxImportSource }: ts.CompilerOptions): boolean =>
  jsx === ts.JsxEmit.ReactJSX || jsx === ts.JsxEmit.ReactJSXDev || jsxImportSource !== undefined;

function defaultsOf(options: ts.CompilerOptions): string[] {
  const factory = options.jsxFactory ?? options.reactNamespace ?? 'React';
  return [factory, options.jsxFragmentFactory ?? factory].map((path) => path.split('.', 1).join(''));
}

/** Answers the elements and fragments of a file. Pure. */
export function jsxIn(file: ts.SourceFile): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxOpeningLikeElement(node) || ts.isJsxOpeningFragment(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
