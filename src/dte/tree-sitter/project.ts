/** A tree as one grammar reads it: each file is parsed when it is first asked for, and again only when its text changes. */
import { applyEdits, editsByPath } from '../edit.ts';
import type { TextEdit } from '../edit.ts';
import type { FileMove } from '../patch.ts';
import { decodeSource, encodeSource } from '../source-text.ts';
import type { SourceText } from '../source-text.ts';
import { isPlainFile, overlayTree } from '../source-tree.ts';
import type { SourceTree, TreeFile } from '../source-tree.ts';
import type { SourceParser } from './parser.ts';
import type { SyntaxFile } from './syntax.ts';

/** What a language brings along. */
export interface Language {
  readonly parse: SourceParser;
  /** Whether a path is a source of the language. */
  readonly isSource: (path: string) => boolean;
}

/** Files parsed so far, by path. Projects of one history of trees share it. */
type ParsedFiles = Map<string, SyntaxFile>;

/** A tree that can be asked for texts and syntax. */
export class SyntaxProject {
  readonly #language: Language;
  readonly #parsed: ParsedFiles;
  #tree: SourceTree;
  #paths: readonly string[] | undefined;
  #sources = new Map<string, SourceText | undefined>();

  constructor(tree: SourceTree, language: Language, parsed: ParsedFiles = new Map()) {
    this.#tree = tree;
    this.#language = language;
    this.#parsed = parsed;
  }

  /** Goes over to another tree. */
  update(tree: SourceTree): void {
    const before = this.#tree;
    const isSame = (path: string): boolean =>
      tree.modes.has(path) && before.modes.has(path) && tree.read(path) === before.read(path);
    this.#sources = new Map([...this.#sources].filter(([path]) => isSame(path)));
    this.#tree = tree;
    this.#paths = undefined;
  }

  /** Answers the project as it would be with edits and moves. This one stays as it is. @param edits - sorted */
  after(edits: readonly TextEdit[], moves: readonly FileMove[] = []): SyntaxProject {
    const changes = new Map<string, TreeFile | undefined>();
    for (const [path, own] of editsByPath(edits)) {
      const source = this.source(path)!;
      const text = applyEdits(source.text, own);
      changes.set(path, { mode: this.#tree.modes.get(path)!, bytes: encodeSource({ text, hasBom: source.hasBom }) });
    }
    for (const { from, to } of moves) {
      changes.set(to, changes.get(from) ?? { mode: this.#tree.modes.get(from)!, bytes: this.#tree.read(from) });
      changes.set(from, undefined);
    }
    return new SyntaxProject(overlayTree(this.#tree, changes), this.#language, new Map(this.#parsed));
  }

  /** The tree as it is now. */
  get tree(): SourceTree {
    return this.#tree;
  }

  /** All sources of the language, sorted. */
  get paths(): readonly string[] {
    this.#paths ??= [...this.#tree.modes]
      .filter(([path, mode]) => isPlainFile(mode) && this.#isSource(path))
      .map(([path]) => path);
    return this.#paths;
  }

  /** Whether there is a source of the language at a path. */
  has(path: string): boolean {
    const mode = this.#tree.modes.get(path);
    return mode !== undefined && isPlainFile(mode) && this.#isSource(path);
  }

  /** Answers the text of a source, or `undefined` where there is none, or it is not UTF-8, or too large. */
  source(path: string): SourceText | undefined {
    if (!this.#sources.has(path)) this.#sources.set(path, this.#decode(path));
    return this.#sources.get(path);
  }

  /** Answers the syntax of a source; `undefined` as in {@link source}. */
  file(path: string): SyntaxFile | undefined {
    const source = this.source(path);
    if (source === undefined) return undefined;
    const known = this.#parsed.get(path);
    if (known?.text === source.text) return known;
    const fresh = this.#language.parse(path, source.text);
    this.#parsed.set(path, fresh);
    return fresh;
  }

  /** Answers the syntax of a text that is no file of the tree. */
  parse(text: string): SyntaxFile {
    return this.#language.parse('', text);
  }

  /** Answers the sources in whose bytes one of these words stands, sorted. Words are plain ASCII or are looked for as UTF-8. */
  mentioning(words: readonly string[]): readonly string[] {
    return this.paths.filter((path) => {
      const text = this.source(path)?.text;
      return text !== undefined && words.some((word) => text.includes(word));
    });
  }

  /** The sources that cannot be read as text, sorted. */
  get unreadable(): readonly string[] {
    return this.paths.filter((path) => this.source(path) === undefined);
  }

  #isSource(path: string): boolean {
    return this.#language.isSource(path);
  }

  #decode(path: string): SourceText | undefined {
    if (!this.has(path)) return undefined;
    try {
      return decodeSource(path, this.#tree.read(path));
    } catch {
      return undefined; // whoever wants to change it is told why
    }
  }
}
