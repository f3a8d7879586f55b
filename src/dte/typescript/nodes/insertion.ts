/** The edits that put a new element into a list. */
import type { TextEdit } from '../../edit.ts';
import { dominantEol } from '../../source-text.ts';
import { ts } from '../ts.ts';
import { headOf, indentAt, indentUnit, isFirstOnLine, isLastOnLine, lineStart, newlines, tailOf } from './layout.ts';
import { separatorOf } from './node-list.ts';
import type { NodeList } from './node-list.ts';
import type { Place } from './places.ts';
import { formattedSnippet } from './snippet-text.ts';
import type { Snippet } from './snippet.ts';

/** Answers edits that put a snippet into its place, written like its surroundings. Pure. */
export function insertionEdits(path: string, place: Place, snippet: Snippet): TextEdit[] {
  const text = place.list.owner.getSourceFile().text;
  const insertion = new Insertion(path, text, place.list, snippet);
  const { anchor, side } = place;
  if (place.list.kind === 'decorators') return insertion.decorator(anchor, side);
  if (anchor === undefined) return insertion.alone();
  return side === 'after' ? insertion.after(anchor) : insertion.before(anchor);
}

class Insertion {
  readonly #path: string;
  readonly #text: string;
  readonly #list: NodeList;
  readonly #snippet: Snippet;
  readonly #eol: string;
  readonly #mark: string;

  constructor(path: string, text: string, list: NodeList, snippet: Snippet) {
    this.#path = path;
    this.#text = text;
    this.#list = list;
    this.#snippet = snippet;
    this.#eol = dominantEol(text);
    this.#mark = separatorOf(list.kind);
  }

  after(anchor: ts.Node): TextEdit[] {
    const tail = tailOf(this.#text, anchor, this.#list);
    if (!this.#isOnLines(anchor, tail.end))
      return [this.#edit(anchor.end, this.#joint(anchor.getText()) + this.#body(''))];
    const indent = this.#indentOf(anchor);
    const gap = this.#eol.repeat(1 + this.#blankLines(anchor, 'after'));
    const isLast = this.#list.nodes.at(-1) === anchor;
    const ends = this.#mark === ',' ? tail.separator !== undefined : false;
    const own = this.#edit(tail.end, gap + indent + this.#lead(anchor) + this.#body(indent) + (ends ? ',' : ''));
    return this.#mark === ',' && !ends && isLast ? [this.#edit(anchor.end, ','), own] : [own];
  }

  before(anchor: ts.Node): TextEdit[] {
    const tail = tailOf(this.#text, anchor, this.#list);
    const head = headOf(this.#text, anchor, this.#list.open);
    const indent = this.#indentOf(anchor);
    if (!this.#isOnLines(anchor, tail.end))
      return [this.#edit(anchor.getStart(), this.#body('') + this.#joint(this.#body('')))];
    if (this.#mark === '|' || this.#mark === '&') {
      return [this.#edit(anchor.getStart(), `${this.#body(indent)}${this.#eol}${indent}${this.#mark} `)];
    }
    const gap = this.#eol.repeat(1 + this.#blankLines(anchor, 'before'));
    const at = isFirstOnLine(this.#text, head) ? lineStart(this.#text, head) : head;
    return [this.#edit(at, indent + this.#body(indent) + (this.#mark === ',' ? ',' : '') + gap)];
  }

  /** In a list without elements. Braces with statements or members in them open up, others stay on their line. */
  alone(): TextEdit[] {
    const { kind, open, close, owner } = this.#list;
    if (ts.isSourceFile(owner)) return this.#firstOfFile();
    const opens =
      ['statements', 'classMembers', 'typeMembers', 'enumMembers', 'clauses'].includes(kind) &&
      !ts.isTypeLiteralNode(owner);
    const inside = this.#text.slice(open, close);
    const base = indentAt(this.#text, owner.getStart());
    const indent = base + indentUnit(this.#text);
    if (ts.isCaseOrDefaultClause(owner)) return [this.#edit(owner.end, this.#eol + indent + this.#body(indent))];
    if (opens && inside.trim() === '') {
      return [{ ...this.#edit(open, this.#eol + indent + this.#body(indent) + this.#eol + base), end: close }];
    }
    if (inside.trim() !== '') {
      const end = open + inside.trimEnd().length;
      return [
        this.#edit(
          end,
          newlines(inside) > 0 || opens ? this.#eol + indent + this.#body(indent) : ` ${this.#body(base)}`,
        ),
      ];
    }
    if (kind === 'attributes') return [this.#edit(open, ` ${this.#body(base)}`)];
    const isBraced = this.#text[open - 1] === '{';
    const body = this.#body(base);
    return [{ ...this.#edit(open, isBraced ? ` ${body} ` : body), end: close }];
  }

  #firstOfFile(): TextEdit[] {
    const { open } = this.#list;
    const rest = this.#text.slice(open);
    const lead = rest.trim() === '' ? (open > 0 ? this.#eol : '') : /[\r\n]$/.test(rest) ? '' : this.#eol;
    return [this.#edit(this.#text.length, lead + this.#body('') + this.#eol)];
  }

  /** In front of a declaration on a line of its own, or on its line where others are, or where parameters stand. */
  decorator(anchor: ts.Node | undefined, side: Place['side']): TextEdit[] {
    const { owner } = this.#list;
    const next = anchor ?? owner;
    const follows = side === 'after' && anchor !== undefined;
    const indent = indentAt(this.#text, owner.getStart());
    const isInline = ts.isParameter(owner) || (anchor !== undefined && !isLastOnLine(this.#text, anchor.end));
    const gap = isInline ? ' ' : this.#eol + indent;
    if (follows) return [this.#edit(anchor.end, gap + this.#body(indent))];
    return [this.#edit(next.getStart(), this.#body(indent) + gap)];
  }

  /** Whether an element has its lines for itself, with its comments. */
  #isOnLines(anchor: ts.Node, end: number): boolean {
    const text = this.#text;
    if (this.#list.kind === 'children') return isFirstOnLine(text, anchor.getStart());
    const start = anchor.getStart() - this.#lead(anchor).length;
    const head = headOf(text, anchor, this.#list.open);
    if (!isFirstOnLine(text, start) && !isFirstOnLine(text, head)) return false;
    return isLastOnLine(text, end) && (this.#list.open === 0 || newlines(text.slice(this.#list.open, start)) > 0);
  }

  /** What stands between an operand of a type and the beginning of its line. */
  #lead(anchor: ts.Node): string {
    if (this.#mark !== '|' && this.#mark !== '&') return '';
    const start = anchor.getStart();
    const lead = this.#text.slice(lineStart(this.#text, start), start).trimStart();
    return lead.startsWith(this.#mark) ? lead : '';
  }

  #indentOf(anchor: ts.Node): string {
    return indentAt(this.#text, anchor.getStart());
  }

  /** Between two elements on one line. @param first - the text in front; members of types on one line need a mark behind it */
  #joint(first: string): string {
    if (this.#list.kind === 'typeMembers') return /[;,]$/.test(first) ? ' ' : '; ';
    if (this.#mark !== '') return this.#mark === ',' ? ', ' : ` ${this.#mark} `;
    return this.#list.kind === 'children' ? '' : ' ';
  }

  #body(indent: string): string {
    return formattedSnippet(this.#snippet, this.#text, indent) + this.#ending();
  }

  /** The semicolon that the other elements of the list end with. */
  #ending(): string {
    const last = this.#snippet.nodes.at(-1)!;
    const first = this.#list.nodes.find((node) => endsAlike(node, last));
    if (/[;,]$/.test(this.#snippet.text) || first === undefined) return '';
    const [end = ''] = /[;,]$/.exec(first.getText()) ?? [];
    return endsAlike(last, last) ? end : '';
  }

  /** As many blank lines as there are between neighbours: those of the same kind first. */
  #blankLines(anchor: ts.Node, side: Place['side']): number {
    const { nodes } = this.#list;
    if (side === 'before' && isImport(this.#snippet.nodes[0]!) && !isImport(anchor)) return 1;
    const at = nodes.indexOf(anchor);
    const pairs =
      side === 'after'
        ? [
            [at, at + 1],
            [at - 1, at],
          ]
        : [
            [at - 1, at],
            [at, at + 1],
          ];
    const known = pairs.flatMap(([a, b]) =>
      nodes[a!] === undefined || nodes[b!] === undefined ? [] : [{ a: nodes[a!]!, b: nodes[b!]! }],
    );
    const kind = this.#snippet.nodes[0]!.kind;
    const alike = known.find(({ a, b }) => a.kind === kind && b.kind === kind);
    const chosen =
      alike ??
      (anchor.kind === kind && known.length === 2 ? undefined : known[0]) ??
      (anchor.kind === kind ? undefined : known[0]);
    if (chosen !== undefined) return this.#gap(chosen.a, chosen.b);
    return isLarge(anchor) || isLarge(this.#snippet.nodes[0]!) ? 1 : 0;
  }

  #gap(a: ts.Node, b: ts.Node): number {
    const between = this.#text.slice(tailOf(this.#text, a, this.#list).end, headOf(this.#text, b, this.#list.open));
    return Math.min(1, Math.max(0, newlines(between) - 1));
  }

  #edit(at: number, text: string): TextEdit {
    return { path: this.#path, start: at, end: at, text };
  }
}

/** Whether two nodes end with a semicolon, or a comma, if one of them does. */
function endsAlike(a: ts.Node, b: ts.Node): boolean {
  return [a, b].every((node) => ENDED.some((is) => is(node))) && ts.isTypeElement(a) === ts.isTypeElement(b);
}

const ENDED: readonly ((node: ts.Node) => boolean)[] = [
  ts.isTypeElement,
  ts.isPropertyDeclaration,
  ts.isExpressionStatement,
  ts.isVariableStatement,
  ts.isImportDeclaration,
  ts.isImportEqualsDeclaration,
  ts.isExportDeclaration,
  ts.isExportAssignment,
  ts.isReturnStatement,
  ts.isThrowStatement,
  ts.isTypeAliasDeclaration,
];

/** Whether a statement imports something. Pure. */
export const isImport = (node: ts.Node): boolean => ts.isImportDeclaration(node) || ts.isImportEqualsDeclaration(node);

/** Functions, classes and the like usually stand apart. */
const isLarge = (node: ts.Node): boolean =>
  (ts.isFunctionLike(node) && !ts.isTypeElement(node)) ||
  ts.isClassLike(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isEnumDeclaration(node) ||
  ts.isModuleDeclaration(node);
