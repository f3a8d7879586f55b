/**
 * Files that may use what the program declares although the program does not have them: sources that are too large or no UTF-8, and
 * files of other kinds with scripts in them, such as Vue components.
 */
import type { TypeScriptProject } from './project.ts';
import { withoutLongStrings } from './long-strings.ts';
import { ts } from './ts.ts';

/** One such file. */
export interface OpaqueFile {
  readonly path: string;
  /** Why the program does not have it: a sentence that names it. */
  readonly fault: string;
  /** What of its text can be code, escapes in names resolved; `undefined` where nothing can be said of it. */
  readonly code: string | undefined;
  /** What of that can name something: no string that is longer than any name. */
  readonly names: string | undefined;
  /** Whether the engine reads such files as sources, if they can be read. */
  readonly isSource: boolean;
  /** Modules that it imports, as it names them. */
  readonly specifiers: readonly string[];
}

/** Files with scripts in them that are no sources by themselves. */
const WITH_SCRIPTS = /\.(?:vue|svelte|astro|mdx|html?)$/;
const INSTALLED = /(?:^|\/)node_modules\//;

/** Answers the opaque files of a tree, sorted by their paths. */
export function opaqueFiles(project: TypeScriptProject): OpaqueFile[] {
  const sources = project.paths.flatMap((path) => unreadSource(project, path));
  const others = [...project.tree.modes.keys()].filter((path) => WITH_SCRIPTS.test(path) && !INSTALLED.test(path));
  return [...sources, ...others.flatMap((path) => withScripts(project, path))];
}

/** Answers one that is a source; nothing for those that the program has. */
export function unreadSource(project: TypeScriptProject, path: string): OpaqueFile[] {
  const unread = project.unread(path);
  if (unread === undefined) return [];
  const file = { path, fault: unread.fault, isSource: true };
  if (unread.bytes === undefined) return [{ ...file, code: undefined, names: undefined, specifiers: [] }];
  let read = KNOWN.get(unread.bytes);
  if (read === undefined) KNOWN.set(unread.bytes, (read = readLoosely(path, unread.bytes)));
  return [{ ...file, ...read }];
}

type Read = Pick<OpaqueFile, 'code' | 'names' | 'specifiers'>;

/** Files are long, and each change asks about all of them. */
const KNOWN = new WeakMap<Uint8Array, Read>();

function readLoosely(path: string, bytes: Uint8Array): Read {
  const text = loosely(bytes);
  const names = unescaped(withoutLongStrings(path, text));
  return { code: unescaped(text), names, specifiers: specifiersIn(names) };
}

function withScripts(project: TypeScriptProject, path: string): OpaqueFile[] {
  const fault = `${path} is no file that is read as a source.`;
  const text = project.source(path)?.text;
  const opaque = { path, fault, isSource: false };
  if (text === undefined) {
    return project.unread(path) === undefined ? [] : [{ ...opaque, code: undefined, names: undefined, specifiers: [] }];
  }
  const code = /\.html?$/.test(path) ? scriptsIn(text) : text;
  const names = unescaped(code);
  return code === '' ? [] : [{ ...opaque, code: names, names, specifiers: specifiersIn(code) }];
}

/** A text as the compiler would take it: UTF-16 if it says so, or else UTF-8, whatever in it is none. */
function loosely(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

const ESCAPE = /\\u\{([\da-fA-F]{1,6})\}|\\u([\da-fA-F]{4})|\\x([\da-fA-F]{2})/g;

const unescaped = (text: string): string =>
  text.replaceAll(ESCAPE, (_, braced?: string, four?: string, two?: string) => {
    const code = Number.parseInt(braced ?? four ?? two ?? '', 16);
    return String.fromCodePoint(Math.min(code, 0x10ffff));
  });

const SCRIPT = /<script\b[^>]*>([\s\S]*?)<\/script|\son\w+\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;

/** What a page runs: its scripts, and what its elements do. */
const scriptsIn = (text: string): string =>
  [...text.matchAll(SCRIPT)].map(([, script, double, single]) => script ?? double ?? single ?? '').join('\n');

/** Also where a scanner of scripts loses its way, since the script is within something else. */
const SPECIFIER = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*(?:"([^"\n]*)"|'([^'\n]*)'|`([^`\n]*)`)/g;

function specifiersIn(code: string): string[] {
  const scanned = ts.preProcessFile(code, true, true).importedFiles.map(({ fileName }) => fileName);
  const seen = [...code.matchAll(SPECIFIER)].map(([, double, single, back]) => double ?? single ?? back ?? '');
  return [...new Set([...scanned, ...seen])];
}
