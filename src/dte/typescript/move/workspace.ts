/**
 * A tree with its own packages installed: `node_modules/NAME` is the folder whose package.json has that name. Package managers make such
 * links for workspaces; they are not in the tree, yet sources import through them.
 */
import { packageAliases } from './aliases.ts';
import type { Alias } from './aliases.ts';
import { isRecord } from './record.ts';
import { fileNameOf } from '../tree-files.ts';
import type { TreeFiles } from '../tree-files.ts';
import type { ts } from '../ts.ts';
import { baseOf, folderOf } from '../../move/tree-path.ts';

/** A package.json of the tree, as far as it says where modules are. */
export interface TreePackage {
  readonly folder: string;
  readonly name: string | undefined;
  readonly exports: readonly Alias[];
  readonly imports: readonly Alias[];
}

/** Answers the packages of a tree, in the order of their paths. What is no JSON object is left out. */
export function packagesOf(files: TreeFiles, paths: readonly string[]): TreePackage[] {
  return paths
    .filter((path) => baseOf(path) === 'package.json')
    .flatMap((path) => {
      const json = parsedObject(files.readFile(fileNameOf(path)) ?? '');
      return json === undefined ? [] : [packageOf(folderOf(path), json)];
    });
}

function packageOf(folder: string, json: Readonly<Record<string, unknown>>): TreePackage {
  const name = Object.hasOwn(json, 'name') && typeof json['name'] === 'string' ? json['name'] : undefined;
  return {
    folder,
    name,
    exports: name === undefined ? [] : packageAliases(json['exports'], folder, name),
    imports: packageAliases(json['imports'], folder, ''),
  };
}

function parsedObject(text: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return isRecord(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

/** Answers what the compiler's resolution sees of a tree. A name that two folders bear is nobody's. */
export function workspaceHost(files: TreeFiles, packages: readonly TreePackage[]): ts.ModuleResolutionHost {
  const folders = new Map<string, string | undefined>();
  for (const { name, folder } of packages) {
    if (name !== undefined && folder !== '') folders.set(name, folders.has(name) ? undefined : folder);
  }
  const scopes = new Set([...folders.keys()].filter((name) => name.includes('/')).map((name) => name.split('/')[0]!));
  const real = (fileName: string): string => {
    if (!fileName.startsWith(MODULES)) return fileName;
    const [first = '', second = '', ...rest] = fileName.slice(MODULES.length).split('/');
    const [name, below] = first.startsWith('@')
      ? [`${first}/${second}`, rest]
      : [first, second === '' ? rest : [second, ...rest]];
    const folder = folders.get(name);
    return folder === undefined ? fileName : [fileNameOf(folder), ...below].join('/');
  };
  return {
    useCaseSensitiveFileNames: true,
    getCurrentDirectory: () => fileNameOf('').slice(0, -1),
    fileExists: (fileName) => files.fileExists(real(fileName)),
    readFile: (fileName) => files.readFile(real(fileName)),
    realpath: real,
    directoryExists: (folder) =>
      folder === MODULES.slice(0, -1)
        ? folders.size > 0
        : scopes.has(folder.slice(MODULES.length)) || files.directoryExists(real(folder)),
    getDirectories: (folder) => files.getDirectories(real(folder)),
  };
}

const MODULES = fileNameOf('node_modules/');
