/** Real TypeScript sources: those that packages ship beside what is built from them. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryTree } from '../../src/dte/source-tree.ts';
import type { SourceTree, TreeFile } from '../../src/dte/source-tree.ts';
import { root } from '../bench/root.ts';

/** A package with sources. */
export interface RealProject {
  readonly name: string;
  readonly version: string;
  /** Whether it is looked at in the long form of the tests alone. */
  readonly isLarge: boolean;
}

/** Installed into a folder of their own when they are looked at first, without running anything of theirs. */
export const REAL_PROJECTS: readonly RealProject[] = [
  { name: 'rxjs', version: '7.8.2', isLarge: false },
  { name: 'zod', version: '4.6.7', isLarge: true },
  { name: 'effect', version: '4.1.0', isLarge: true },
];

const INSTALL_MS = 60_000;

const OPTIONS = {
  target: 'esnext',
  module: 'esnext',
  moduleResolution: 'bundler',
  strict: true,
  allowImportingTsExtensions: true,
};

/** Answers the sources of a package, installed first if it is not; or what npm said where it could not be. */
export function realTree({ name, version }: RealProject): SourceTree | string {
  const folder = join(root, '.cache/real-projects', `${name}-${version}`);
  if (!existsSync(join(folder, 'node_modules', name, 'package.json'))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${version}`];
    const { status, stderr } = spawnSync(npm, args, { cwd: folder, encoding: 'utf8', timeout: INSTALL_MS });
    if (status !== 0) return stderr.trim().split('\n').at(-1) ?? 'nothing';
  }
  return sourceTree(join(folder, 'node_modules', name, 'src'));
}

/** Answers the TypeScript sources of a folder. */
export function sourceTree(folder: string): SourceTree {
  const files = new Map<string, TreeFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !path.endsWith('.ts') || path.includes('node_modules', folder.length)) continue;
    files.set(`src/${path.slice(folder.length + 1)}`, { mode: '100644', bytes: readFileSync(path) });
  }
  const config = new TextEncoder().encode(JSON.stringify({ compilerOptions: OPTIONS }));
  return memoryTree(files.set('tsconfig.json', { mode: '100644', bytes: config }));
}
