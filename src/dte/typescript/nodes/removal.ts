/** The edits that take elements out of their lists. */
import type { TextEdit } from '../../edit.ts';
import type { ts } from '../ts.ts';
import { headOf, isFirstOnLine, isLastOnLine, lineStart, newlines, tailOf } from './layout.ts';
import { separatorOf } from './node-list.ts';
import type { NodeList } from './node-list.ts';

/** Elements of one list that go, which are not all of a list that needs one. */
export interface ListRemoval {
  readonly path: string;
  readonly list: NodeList;
  readonly gone: ReadonlySet<ts.Node>;
}

/** Answers edits that take elements away with their own comments and separators, and leave no more blank lines than there were. Pure. */
export function removalEdits({ path, list, gone }: ListRemoval): TextEdit[] {
  const text = list.owner.getSourceFile().text;
  const cut = new Cut(text, list);
  return runsOf(list, gone)
    .flatMap((run) => cut.run(run))
    .map(({ start, end }) => ({ path, start, end, text: '' }));
}

/** Elements in a row, by index. */
interface Run {
  readonly first: number;
  readonly last: number;
}

function runsOf({ nodes }: NodeList, gone: ReadonlySet<ts.Node>): Run[] {
  const runs: Run[] = [];
  nodes.forEach((node, i) => {
    if (!gone.has(node)) return;
    const open = runs.at(-1);
    if (open?.last === i - 1) runs[runs.length - 1] = { first: open.first, last: i };
    else runs.push({ first: i, last: i });
  });
  return runs;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

class Cut {
  readonly #text: string;
  readonly #list: NodeList;
  readonly #mark: string;

  constructor(text: string, list: NodeList) {
    this.#text = text;
    this.#list = list;
    this.#mark = separatorOf(list.kind);
  }

  run({ first, last }: Run): Range[] {
    const nodes = this.#list.nodes.slice(first, last + 1);
    const start = this.#head(nodes[0]!);
    const tail = tailOf(this.#text, nodes.at(-1)!, this.#list);
    const previous = this.#list.nodes[first - 1];
    const next = this.#list.nodes[last + 1];
    if (this.#mark === '|' || this.#mark === '&') return [this.#operand(nodes, previous, next)];
    if (!isFirstOnLine(this.#text, start) || !isLastOnLine(this.#text, tail.end))
      return [this.#inline(start, tail.end, tail.separator, previous, next)];
    const lines = this.#lines(start, tail.end);
    return this.#mark === ',' && tail.separator === undefined && previous !== undefined
      ? [...this.#separator(previous), lines]
      : [lines];
  }

  /** Decorators leave the comments of what they decorate. */
  #head(node: ts.Node): number {
    return this.#list.kind === 'decorators' ? node.getStart() : headOf(this.#text, node, this.#list.open);
  }

  #operand(nodes: readonly ts.Node[], previous: ts.Node | undefined, next: ts.Node | undefined): Range {
    const start = nodes[0]!.getStart();
    if (next !== undefined) return { start, end: next.getStart() };
    return { start: previous?.end ?? start, end: nodes.at(-1)!.end };
  }

  /** The comma that would be left in front of what closes the list. */
  #separator(previous: ts.Node): Range[] {
    const { separator } = tailOf(this.#text, previous, this.#list);
    return separator === undefined ? [] : [{ start: separator - 1, end: separator }];
  }

  #inline(
    start: number,
    end: number,
    separator: number | undefined,
    previous: ts.Node | undefined,
    next: ts.Node | undefined,
  ): Range {
    const { open, close, kind } = this.#list;
    if (kind === 'children') return { start, end };
    if (this.#mark === '' && !isLastOnLine(this.#text, end) && next !== undefined)
      return { start, end: this.#head(next) };
    if (this.#mark === '') return { start: this.#text.slice(0, start).trimEnd().length, end };
    if (next !== undefined) return { start, end: this.#head(next) };
    if (previous === undefined)
      return this.#text.slice(separator ?? end, close).trim() === '' ? { start: open, end: close } : { start, end };
    const before = tailOf(this.#text, previous, this.#list).separator;
    return separator !== undefined && before !== undefined
      ? { start: before, end: separator }
      : { start: previous.end, end };
  }

  /** Whole lines, and blank lines that would stand double or at the edge of a block. */
  #lines(start: number, end: number): Range {
    const text = this.#text;
    const from = lineStart(text, start);
    const to = end + /^[ \t]*(?:\r\n|\r|\n|$)/.exec(text.slice(end))![0].length;
    const blanksAfter = /^(?:[ \t]*(?:\r\n|\r|\n))*/.exec(text.slice(to))![0].length;
    const above = text.slice(0, from);
    const blanksBefore = /(?:(?<=[\r\n]|^)[ \t]*(?:\r\n|\r|\n))*$/.exec(above)![0].length;
    const isTop =
      above.trim() === '' || above.slice(0, above.length - blanksBefore).trimEnd().length <= this.#list.open;
    const isBottom =
      to + blanksAfter >= this.#list.close || /^[ \t]*$/.test(text.slice(to + blanksAfter, this.#list.close));
    if (isBottom && !isTop)
      return this.#lastLines(from - blanksBefore, to + (text.length > to + blanksAfter ? blanksAfter : 0));
    return { start: from, end: isTop || blanksBefore > 0 ? to + blanksAfter : to };
  }

  /** At the end of a file without a line end, the line before loses its own. */
  #lastLines(from: number, to: number): Range {
    const isOpenEnd = to === this.#text.length && newlines(this.#text.slice(to - 1)) === 0;
    if (!isOpenEnd) return { start: from, end: to };
    const eol = /(?:\r\n|\r|\n)$/.exec(this.#text.slice(0, from))?.[0].length ?? 0;
    return { start: from - eol, end: to };
  }
}
