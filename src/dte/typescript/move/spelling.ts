/** The texts that could name a file, those first that look like the one that was there. */
import type { Resolver } from './resolver.ts';
import { withoutQuery } from './resolver.ts';
import { configAliases, fits } from './aliases.ts';
import type { Alias } from './aliases.ts';
import { baseOf, folderOf, isWithin, joinPath, wayTo } from '../../move/tree-path.ts';

/** How the end of a text relates to the file that it names. */
type Style = 'exact' | 'mapped' | 'stem' | 'folder';

/** What a text was and what it has to name now. */
export interface Wanted {
  readonly text: string;
  /** The file that it named. */
  readonly old: string;
  /** The file that it has to name. */
  readonly file: string;
  /** Where the text stands after the move. */
  readonly from: string;
}

/** Answers spellings in the order in which they are to be tried; whether one leads to the file, the resolver has to say. */
export function spellings({ text, old, file, from }: Wanted, resolver: Resolver): string[] {
  const plain = withoutQuery(text);
  const rest = text.slice(plain.length);
  const ends = stylesAfter(plain, old, file).map((style) => ({ style, path: written(file, style) }));
  const relative = ends.map(({ path, style }) => relativeText(folderOf(from), path, plain, style));
  const named = /^\.{1,2}(?:\/|$)/.test(plain)
    ? []
    : plain.startsWith('/')
      ? ends.map(({ path }) => `/${path}`)
      : namedTexts(
          plain,
          ends.map(({ path }) => path),
          from,
          resolver,
        );
  return [...new Set([text, ...[...named, ...relative].map((each) => each + rest)])];
}

/** Answers a path as text: where it names an existing place, no extension is added or lost. Pure. */
export function spelledPath(text: string, folder: string, path: string): string {
  const way = wayTo(folder, path);
  const slash = text.endsWith('/') ? '/' : '';
  if (way === '') return /^\.\/?$/.test(text) ? text : `.${slash}`;
  return (/^\.{1,2}(?:\/|$)/.test(text) && !way.startsWith('../') && way !== '..' ? './' : '') + way + slash;
}

function stylesAfter(text: string, old: string, file: string): Style[] {
  const last = baseOf(text.replace(/\/$/, ''));
  const isIndex = baseOf(written(file, 'stem')) === 'index';
  if (last === baseOf(written(old, 'mapped'))) return ['mapped', 'exact', 'stem', 'folder'];
  if (last === baseOf(written(old, 'exact'))) return ['exact', 'mapped', 'stem', 'folder'];
  if (last === 'index' || !isIndex) return ['stem', 'folder', 'mapped', 'exact'];
  return ['folder', 'stem', 'mapped', 'exact'];
}

const EXTENSION = /(?:\.d)?\.([cm]?)[jt]sx?$/;

function written(file: string, style: Style): string {
  if (style === 'exact') return file;
  if (style === 'mapped') return file.replace(EXTENSION, (_, kind: string) => `.${kind}js`);
  const stem = file.replace(EXTENSION, '');
  return style === 'folder' ? stem.replace(/(^|\/)index$/, '') : stem;
}

function relativeText(folder: string, path: string, old: string, style: Style): string {
  const way = wayTo(folder, path);
  const slash = style === 'folder' && old.endsWith('/') ? '/' : '';
  if (way === '') return `.${slash}`;
  return (way.startsWith('../') || way === '..' ? way : `./${way}`) + slash;
}

function namedTexts(text: string, paths: readonly string[], from: string, resolver: Resolver): string[] {
  const all = aliasesFor(from, resolver);
  const own = all.filter(({ key }) => fits(key, text) !== undefined);
  return [...own, ...all].flatMap(({ key, place }) =>
    paths.flatMap((path) => {
      const star = fits(place, path);
      return star === undefined ? [] : [key.replace('*', () => star)];
    }),
  );
}

/** Answers the aliases that a file may use: those of its tsconfig, of the packages of the tree and of its own package. */
function aliasesFor(from: string, { configs, packages }: Resolver): Alias[] {
  const own = configAliases(configs.optionsOf(folderOf(from)));
  const ofPackages = packages.flatMap(({ folder, name, exports, imports }) => [
    ...(isWithin(folder, from) ? imports : []),
    ...exports,
    ...(name === undefined ? [] : [{ key: `${name}/*`, place: joinPath(folder, '*') }]),
  ]);
  return [...own, ...ofPackages];
}
