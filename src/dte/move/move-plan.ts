/** Which files a move takes where, and what stands in the way. */
import type { Finding } from '../../base/report.ts';
import type { LoglineError } from '../../base/errors.ts';
import { fromUtf8 } from '../../base/bytes.ts';
import type { FileMove } from '../patch.ts';
import { foldedPath } from '../path-collisions.ts';
import { safePath } from '../path-filter.ts';
import { isPlainFile } from '../source-tree.ts';
import type { SourceTree } from '../source-tree.ts';
import { baseOf, folderOf, isWithin, joinPath } from './tree-path.ts';

/** A move of a file or a folder, as the files it takes along. */
export interface MovePlan {
  readonly moves: readonly FileMove[];
  /** Old and new path of what was asked for. */
  readonly root: readonly [string, string];
  /** Answers where a file or folder is after the move: the same place for what does not move. */
  readonly after: (path: string) => string;
}

/**
 * Answers what a move takes along, or why it cannot be made. A module takes its hand-written declarations along (`a.d.ts` beside
 * `a.js`, `a.pyi` beside `a.py`): importers see the two as one. A test takes its snapshots along, and a module the mock beside it.
 */
export function planMove(tree: SourceTree, from: string, to: string): MovePlan | readonly Finding[] {
  const unsafe = [from, to].flatMap(unsafePath);
  if (unsafe.length > 0) return unsafe;
  const [source, target] = [safePath(from), safePath(to)];
  const taken = takenAlong(tree, source, target);
  if (taken.length === 0) return [missing(tree, source, target)];
  const inTheWay = [...checkTarget(tree, source, target), ...checkKinds(tree, taken)];
  if (inTheWay.length > 0) return inTheWay;
  const plan: MovePlan = {
    moves: taken,
    root: [source, target],
    after: placeAfter(taken, tree.modes.has(source) ? undefined : [source, target]),
  };
  const faults = [...checkCollisions(tree, taken), ...checkLinks(tree, plan)];
  return faults.length > 0 ? faults : plan;
}

function unsafePath(path: string): Finding[] {
  try {
    safePath(path);
    return [];
  } catch (error) {
    return [{ code: 'PATH_UNSAFE', message: (error as LoglineError).message, details: { path } }];
  }
}

function takenAlong({ modes }: SourceTree, from: string, to: string): FileMove[] {
  if (!modes.has(from)) {
    const below = [...modes.keys()].filter((path) => path.startsWith(`${from}/`));
    return below.map((path) => ({ from: path, to: to + path.slice(from.length) }));
  }
  const own = companionsOf(from);
  const theirs = companionsOf(to);
  const companions = own.flatMap((path, i) =>
    modes.has(path) && theirs[i] !== undefined ? [{ from: path, to: theirs[i] }] : [],
  );
  return [{ from, to }, ...companions].sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** Where what belongs to a file is looked for: its declarations, what stands in for it in tests, and what tests are compared with. */
const companionsOf = (path: string): string[] => [
  joinPath(folderOf(path), `__snapshots__/${baseOf(path)}.snap`),
  joinPath(folderOf(path), `__mocks__/${baseOf(path)}`),
  ...declarationsOf(path),
];

/** Where the declarations of a module of JavaScript or Python, or of an asset, are looked for. */
function declarationsOf(path: string): string[] {
  const [, stem, script] = /^(.*)\.([cm]?)jsx?$/.exec(path) ?? [];
  if (stem !== undefined) return [`${stem}.d.${script!}ts`];
  if (path.endsWith('.py')) return [`${path}i`];
  const [, name, extension] = /^(.*)\.(css|scss|less|svg|json|wasm)$/.exec(path) ?? [];
  return name === undefined ? [] : [`${path}.d.ts`, `${name}.d.${extension!}.ts`];
}

function missing({ modes }: SourceTree, from: string, to: string): Finding {
  const isThere = modes.has(to) || [...modes.keys()].some((path) => path.startsWith(`${to}/`));
  const hint = isThere ? ` ${to} is there: it may have been moved already.` : '';
  return { code: 'TARGET_MISSING', message: `There is no file or folder ${from}.${hint}`, path: from };
}

/** What is where the file or folder would go. */
function checkTarget({ modes }: SourceTree, from: string, to: string): Finding[] {
  if ([from, to].some((path) => /(?:^|\/)node_modules(?:\/|$)/.test(path))) {
    return [{ code: 'FILE_UNSUPPORTED', message: 'Installed packages are no part of a tree.', path: to }];
  }
  if (to === from) return [exists(to, `${to} is where it is already.`)];
  if (modes.has(to)) return [exists(to, `${to} exists already.`)];
  if (!modes.has(from) && isWithin(from, to)) {
    return [{ code: 'PATH_UNSAFE', message: `The folder ${from} cannot be moved into itself, to ${to}.`, path: from }];
  }
  if ([...modes.keys()].some((path) => path.startsWith(`${to}/`))) {
    return [exists(to, `${to} is a folder already: name the path that the moved one has in it, such as ${to}/…`)];
  }
  for (let above = folderOf(to); above !== ''; above = folderOf(above)) {
    const mode = modes.get(above);
    if (mode === '120000')
      return [{ code: 'PATH_UNSAFE', message: `${to} leads through the link ${above}.`, path: above }];
    if (mode !== undefined && above !== from) return [exists(above, `${to} cannot be made: ${above} is a file.`)];
  }
  return [];
}

const exists = (path: string, message: string): Finding => ({ code: 'TARGET_EXISTS', message, path });

function checkKinds({ modes }: SourceTree, moves: readonly FileMove[]): Finding[] {
  return moves
    .filter(({ from }) => !isPlainFile(modes.get(from)!))
    .map(({ from }) => ({
      code: 'FILE_UNSUPPORTED',
      message: `${from} is a link or a submodule, which cannot be moved safely.`,
      path: from,
    }));
}

/** Paths that differ only in case or in Unicode normalisation are one file on many machines. */
function checkCollisions({ modes }: SourceTree, moves: readonly FileMove[]): Finding[] {
  const gone = new Set(moves.map(({ from }) => from));
  const spelled = new Map<string, string>();
  const staying = [...modes.keys()].filter((path) => !gone.has(path));
  for (const path of staying.flatMap(withFolders)) spelled.set(foldedPath(path), path);
  const found = new Map<string, Finding>();
  for (const { to } of moves) {
    if (spelled.get(foldedPath(to)) === to) found.set(to, exists(to, `${to} exists already.`));
    for (const path of withFolders(to)) {
      const other = spelled.get(foldedPath(path)) ?? path;
      spelled.set(foldedPath(path), other);
      const message = `${path} and ${other} differ only in case or Unicode normalisation: many file systems take them as one.`;
      if (other !== path) found.set(path, exists(path, message));
    }
  }
  return [...found.values()];
}

function withFolders(path: string): string[] {
  const all = [path];
  for (let above = folderOf(path); above !== ''; above = folderOf(above)) all.push(above);
  return all;
}

/** Links that lead to what moves would lead nowhere. */
function checkLinks(tree: SourceTree, plan: MovePlan): Finding[] {
  const links = [...tree.modes].filter(([, mode]) => mode === '120000').map(([path]) => path);
  return links.flatMap((path) => {
    const target = joinPath(folderOf(path), fromUtf8(tree.read(path)) ?? '');
    if (plan.after(target) === target) return [];
    return [{ code: 'NEEDS_PERSON', message: `The link ${path} leads to ${target}, which moves.`, path } as const];
  });
}

function placeAfter(moves: readonly FileMove[], folder: readonly [string, string] | undefined): MovePlan['after'] {
  const places = new Map(moves.map(({ from, to }) => [from, to]));
  return (path) => {
    const place = places.get(path);
    if (place !== undefined) return place;
    return folder !== undefined && isWithin(folder[0], path) ? folder[1] + path.slice(folder[0].length) : path;
  };
}
