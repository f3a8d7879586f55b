/** Names that stand for places: of a tsconfig's `paths`, and of a package's `exports` and `imports`. */
import { isRecord } from './record.ts';
import { aliasFolder, baseFolder } from './configs.ts';
import { joinPath } from '../../move/tree-path.ts';
import type { ts } from '../ts.ts';

/** `@/*` for `src/*`. */
export interface Alias {
  readonly key: string;
  /** From the root of the tree. */
  readonly place: string;
}

/** Answers what a tsconfig names. Pure. */
export function configAliases(options: ts.CompilerOptions): Alias[] {
  const { paths = {} } = options;
  const base = baseFolder(options);
  const folder = aliasFolder(options);
  const named = Object.entries(paths).flatMap(([key, places]) =>
    places.map((place) => ({ key, place: joinPath(folder, place) })),
  );
  return base === undefined ? named : [...named, { key: '*', place: joinPath(base, '*') }];
}

/** Answers the entries of a package's `exports` or `imports` under whatever conditions, their keys behind `name`. Pure. */
export function packageAliases(map: unknown, folder: string, name: string): Alias[] {
  if (!isRecord(map)) return typeof map === 'string' ? entry(name, map, folder) : [];
  return Object.entries(map).flatMap(([key, value]) => {
    const isCondition = !/^[.#]/.test(key);
    return textsIn(value).flatMap((text) => entry(isCondition ? name : name + key.replace(/^\./, ''), text, folder));
  });
}

const entry = (key: string, text: string, folder: string): Alias[] =>
  text.startsWith('./') ? [{ key, place: joinPath(folder, text) }] : [];

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Answers what `*` stands for, or `undefined` where the pattern does not fit; `''` where there is none and the two are equal. Pure. */
export function fits(pattern: string, text: string): string | undefined {
  const at = pattern.indexOf('*');
  if (at < 0) return pattern === text ? '' : undefined;
  const [head, tail] = [pattern.slice(0, at), pattern.slice(at + 1)];
  const isFit = text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
  return isFit ? text.slice(head.length, text.length - tail.length) : undefined;
}
