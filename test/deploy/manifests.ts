/** Manifests for Kubernetes, and what the types that its API publishes say against them. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import { projectRoot } from '../checks/scratch.ts';

/** One object of a manifest. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
}

/** Answers all objects of a folder. */
export function manifestsIn(folder: string): Manifest[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml');
  return names.flatMap((name) =>
    parseAllDocuments(readFileSync(join(folder, name), 'utf8')).map((document) => document.toJS() as Manifest),
  );
}

/**
 * Answers what is wrong with objects: members that their kind does not have, that are of another type, that are missing.
 *
 * The package kubernetes-types is made of the OpenAPI document of Kubernetes; the compiler refuses what does not fit, members of no type included.
 */
export function complaintsAbout(manifests: readonly Manifest[]): string[] {
  const text = manifests.map(({ apiVersion, kind, ...rest }, i) => typed(apiVersion, kind, rest, i)).join('\n');
  const file = join(projectRoot, 'test/deploy/manifests-as-a-program.ts');
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    lib: ['lib.es5.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  const host = ts.createCompilerHost(options);
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023);
  const withFile: ts.CompilerHost = {
    ...host,
    getSourceFile: (name, ...more) => (name === file ? source : host.getSourceFile(name, ...more)),
    fileExists: (name) => name === file || host.fileExists(name),
  };
  const program = ts.createProgram([file], options, withFile);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

/** `apps/v1` is a module of that name; the first group of all has none. */
function typed(apiVersion: string, kind: string, rest: object, i: number): string {
  const group = apiVersion.includes('/') ? apiVersion.replace(/\.[\w.]+\//, '/') : `core/${apiVersion}`;
  const value = JSON.stringify({ apiVersion, kind, ...rest });
  return `import type { ${kind} as T${String(i)} } from 'kubernetes-types/${group}';\nexport const v${String(i)}: T${String(i)} = ${value};`;
}
