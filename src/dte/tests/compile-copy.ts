/** A tree in which all sources that tests need can be run by Node as they are. */
import { toUtf8 } from '../../base/bytes.ts';
import { applyEdits } from '../edit.ts';
import { compareText } from '../order.ts';
import { overlayTree } from '../source-tree.ts';
import type { SourceTree, TreeFile } from '../source-tree.ts';
import { emitModule } from './emit.ts';
import { testModules } from './modules.ts';
import type { TestModule, TestModules } from './modules.ts';

/** A tree with compiled files beside their sources. */
export interface CompiledTree {
  readonly tree: SourceTree;
  /** For each entry what Node has to be started with. */
  readonly entries: readonly string[];
}

/**
 * Answers a tree in which TypeScript and JSX that the entries import stand compiled beside their sources, `a.ts` as `a.ts.mjs` or
 * `a.ts.cjs`, and imports name the compiled files. Types are taken out and not checked. Pure.
 */
export function compileForNode(tree: SourceTree, entries: readonly string[]): CompiledTree {
  const whole = testModules(tree, entries);
  const written = new Map<string, TreeFile>();
  for (const module of whole.modules.values()) {
    const text = textFor(module, whole);
    const path = compiledPath(module);
    if (text !== module.source || path !== module.path) written.set(path, { mode: '100644', bytes: toUtf8(text) });
  }
  const compiled = entries.map((entry) => {
    const module = whole.modules.get(entry);
    return module === undefined ? entry : compiledPath(module);
  });
  return { tree: overlayTree(tree, written), entries: compiled };
}

function compiledPath({ path, format }: TestModule): string {
  if (/\.(?:[cm]?js|json)$/.test(path)) return path;
  return `${path}.${format === 'esm' ? 'mjs' : 'cjs'}`;
}

function textFor(module: TestModule, { modules, options }: TestModules): string {
  const edits = module.places.flatMap(([specifier, at]) => {
    const path = module.imports.get(specifier);
    const target = path === undefined ? undefined : modules.get(path);
    if (target === undefined || compiledPath(target) === target.path) return [];
    // Written with an escape it is left alone, and Node says that it is missing.
    if (module.source.slice(at + 1, at + 1 + specifier.length) !== specifier) return [];
    const text = relativeTo(module.path, compiledPath(target));
    return [{ path: module.path, start: at + 1, end: at + 1 + specifier.length, text }];
  });
  const text = applyEdits(
    module.source,
    edits.sort((a, b) => a.start - b.start || compareText(a.text, b.text)),
  );
  return emitModule(module.path, text, module.format, options);
}

/** Answers how a file names another: `./a.js`, `../b/c.js`. Pure. */
export function relativeTo(from: string, path: string): string {
  const own = from.split('/').slice(0, -1);
  const steps = path.split('/');
  while (own.length > 0 && own[0] === steps[0]) {
    own.shift();
    steps.shift();
  }
  return `${own.length === 0 ? './' : '../'.repeat(own.length)}${steps.join('/')}`;
}
