/** Bundles a page as an application would: rollup and its resolver, no polyfill. */
import { join, resolve } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
import type { Plugin } from 'rollup';
import ts from 'typescript';
import { projectRoot } from '../checks/scratch.ts';

/** A bundle, and what it would still import. */
export interface Bundle {
  readonly code: string;
  readonly imports: readonly string[];
  readonly warnings: readonly string[];
}

/** Answers the page at `path`, written in TypeScript, with the library as it is built in `dist/`. */
export async function bundlePage(path: string): Promise<Bundle> {
  const warnings: string[] = [];
  const bundle = await rollup({
    input: path,
    plugins: [builtLibrary, nodeResolve({ browser: true }), withoutTypes],
    onwarn: ({ message }) => warnings.push(message),
  });
  const { output } = await bundle.generate({ format: 'es', inlineDynamicImports: true });
  return { code: output[0].code, imports: [...output[0].imports, ...output[0].dynamicImports], warnings };
}

/** The package by its name, and its inner files where a test reaches for one, are those that users get. */
const builtLibrary: Plugin = {
  name: 'built-library',
  resolveId(source, importer) {
    if (source === 'logline-core/atomic') return join(projectRoot, 'dist/atomic/index.js');
    const inner = /\/src\/(.*)\.ts$/.exec(resolve(importer ?? '', '..', source))?.[1];
    return inner === undefined ? null : join(projectRoot, `dist/${inner}.js`);
  },
};

const withoutTypes: Plugin = {
  name: 'without-types',
  transform(code, id) {
    if (!id.endsWith('.ts')) return null;
    const compilerOptions = {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
    };
    return { code: ts.transpileModule(code, { compilerOptions }).outputText, map: null };
  },
};
