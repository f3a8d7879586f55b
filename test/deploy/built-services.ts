/** The services as `npm run build` leaves them, without the minute that types take: each file is compiled by itself, by the same compiler. */
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { listFiles } from '../../scripts/setup.mjs';
import { projectRoot } from '../checks/scratch.ts';

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
  rewriteRelativeImportExtensions: true,
};

/** Compiles the services into a folder. */
export function buildServices(to: string): void {
  const sources = join(projectRoot, 'services/src');
  for (const file of listFiles(sources)) {
    const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), { compilerOptions: OPTIONS, fileName: file });
    const target = join(to, relative(sources, file).replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, outputText);
  }
}

/** Makes a folder a checkout in which everything is built: what starts from it is ready soon. */
export function makeBuiltCheckout(folder: string): void {
  for (const name of ['package.json', 'services'])
    cpSync(join(projectRoot, name), join(folder, name), {
      recursive: true,
      filter: (source) => source !== join(projectRoot, 'services/dist'),
    });
  for (const name of ['dist', 'node_modules', 'schemas']) symlinkSync(join(projectRoot, name), join(folder, name));
  buildServices(join(folder, 'services/dist'));
}
