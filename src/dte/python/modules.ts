/** Which file a module's name means. Where a program is started is not in the tree, so some names cannot be told. */
import type { SyntaxProject } from '../tree-sitter/project.ts';

/** A module of the tree. */
export interface TreeModule {
  /** The file, or for a folder without `__init__.py` none. */
  readonly path: string | undefined;
  /** The folder in which its submodules are; none of a plain file. */
  readonly folder: string | undefined;
}

/** `foreign` is what is not in the tree, `unsure` what may be. */
export type ModuleAnswer = TreeModule | 'foreign' | 'unsure';

/** Folders that are put on Python's path by custom, beside those above packages. */
const CUSTOMARY_ROOTS = ['', 'src', 'lib', 'python'];

/** The modules of one tree. */
export class ModuleTable {
  readonly #project: SyntaxProject;
  readonly #folders = new Set<string>();
  readonly #names = new Set<string>();
  readonly #roots: ReadonlySet<string>;

  constructor(project: SyntaxProject) {
    this.#project = project;
    for (const path of project.paths) this.#addFolders(path);
    const above = project.paths
      .filter((path) => basename(path).startsWith('__init__.'))
      .map((path) => this.rootOf(path));
    this.#roots = new Set([...CUSTOMARY_ROOTS, ...above]);
  }

  /** Answers the folder that a file's package lies in: what Python's path has to hold to import it by its full name. */
  rootOf(path: string): string {
    let folder = dirname(path);
    while (folder !== '' && this.#isPackage(folder)) folder = dirname(folder);
    return folder;
  }

  /** Answers the folder above the outermost package around a path; without one that of {@link rootOf}. Folders within packages need no file. */
  outerRootOf(path: string): string {
    let root = this.rootOf(path);
    for (let folder = dirname(path); folder !== ''; folder = dirname(folder)) {
      if (this.#isPackage(folder)) root = dirname(folder);
    }
    return root;
  }

  /** Answers the names by which a file is imported from its root: `['shop', 'cart']`. */
  nameOf(path: string): readonly string[] {
    const root = this.rootOf(path);
    const inside = (root === '' ? path : path.slice(root.length + 1)).replace(/\.pyi?$/, '');
    const steps = inside.split('/');
    return steps.at(-1) === '__init__' ? steps.slice(0, -1) : steps;
  }

  /** Answers the module of a name such as `['a', 'b']`, seen from a file. */
  absolute(from: string, names: readonly string[]): ModuleAnswer {
    const own = this.#below(this.rootOf(from), names);
    if (own !== undefined) return own;
    const found = [...this.#roots].map((root) => this.#below(root, names)).filter((module) => module !== undefined);
    const places = new Set(found.map((module) => module.path ?? module.folder));
    if (places.size === 1) return found[0]!;
    return places.size === 0 && !this.#names.has(names[0]!) ? 'foreign' : 'unsure';
  }

  /** Answers the module of a relative name: `from ..a import` has two dots. */
  relative(from: string, dots: number, names: readonly string[]): ModuleAnswer {
    let folder = dirname(from);
    for (let above = 1; above < dots; above++) {
      if (folder === '') return 'unsure';
      folder = dirname(folder);
    }
    return this.#below(folder, names) ?? 'unsure';
  }

  /** Answers a module right below a package. */
  submodule(module: TreeModule, name: string): TreeModule | undefined {
    return module.folder === undefined ? undefined : this.#below(module.folder, [name]);
  }

  /** Answers the module that a file is. */
  moduleAt(path: string): TreeModule {
    return { path, folder: /^__init__\.pyi?$/.test(basename(path)) ? dirname(path) : undefined };
  }

  #below(root: string, names: readonly string[]): TreeModule | undefined {
    const place = [...(root === '' ? [] : [root]), ...names].join('/');
    const prefix = place === '' ? '' : `${place}/`;
    for (const path of [`${prefix}__init__.py`, `${place}.py`, `${prefix}__init__.pyi`, `${place}.pyi`]) {
      if (this.#project.has(path)) return this.moduleAt(path);
    }
    return this.#folders.has(place) ? { path: undefined, folder: place } : undefined;
  }

  #isPackage(folder: string): boolean {
    return this.#project.has(`${folder}/__init__.py`) || this.#project.has(`${folder}/__init__.pyi`);
  }

  #addFolders(path: string): void {
    this.#names.add(basename(path).replace(/\.pyi?$/, ''));
    for (let folder = dirname(path); folder !== '' && !this.#folders.has(folder); folder = dirname(folder)) {
      this.#folders.add(folder);
      this.#names.add(basename(folder));
    }
    this.#folders.add('');
  }
}

/** Answers the folder of a path; the root of the tree is the empty text. Pure. */
export const dirname = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** Answers the last step of a path. Pure. */
export const basename = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Whether two answers are the same module. Pure. */
export const isSameModule = (a: TreeModule, b: TreeModule): boolean => a.path === b.path && a.folder === b.folder;
