/**
 * All mutants of a file in one text: each place asks whether one of its mutants is on, and does what it says instead of the original.
 *
 * Only insertions into the original text, never a printed tree: what is not mutated runs as it was written. Loops count
 * their rounds, so that a mutant that runs for ever is told by a number and not by a clock.
 */
import { ts } from '../typescript/ts.ts';
import type { Mutant } from './mutant.ts';
import { conditionPlace } from './operators/logic.ts';
import { placeFor } from './place.ts';

/** Names that the inserted text uses. The file has none of them. */
export interface SwitchNames {
  /** Asks which mutant of a place is on: 0 for none, else its number in the place. */
  readonly ask: string;
  /** Holds the answer where there are several. */
  readonly held: string;
  /** Counts a round of a loop. */
  readonly round: string;
}

/** Where a mutant is switched. */
export interface Switch {
  /** Number of the place, unique in a build. */
  readonly site: number;
  /** Number of the mutant in its place, from 1. */
  readonly choice: number;
}

/** A file with switches. */
export interface Instrumented {
  readonly text: string;
  /** For each mutant handed in; `undefined` for one that has no place. */
  readonly switches: readonly (Switch | undefined)[];
  /** How many places there are. */
  readonly siteCount: number;
}

interface Insertion {
  readonly at: number;
  readonly text: string;
  /** Of what it begins or ends, to order insertions at one offset. */
  readonly start: number;
  readonly end: number;
  readonly isEnd: boolean;
}

/** Answers the file with its mutants and counted loops. @param firstSite - the number of its first place. Pure. */
export function instrument(
  file: ts.SourceFile,
  mutants: readonly Mutant[],
  firstSite: number,
  names: SwitchNames,
): Instrumented {
  const places = new Map<ts.Node, Mutant[]>();
  const sites = new Map<ts.Node, number>();
  const switches = mutants.map((mutant) => {
    const place = placeFor(mutant.node);
    if (place === undefined) return undefined;
    if (!places.has(place)) places.set(place, []);
    if (!sites.has(place)) sites.set(place, firstSite + sites.size);
    return { site: sites.get(place)!, choice: places.get(place)!.push(mutant) };
  });
  const inserted = [...places].flatMap(([place, of]) => atPlace(place, of, sites.get(place)!, file, names));
  const text = insertAll(file.text, [...roundsOf(file, names), ...inserted]);
  return { text, switches, siteCount: places.size };
}

/** Answers names that none of the texts holds: underscores are added until it is so. Pure. */
export function switchNames(texts: readonly string[]): SwitchNames {
  let tail = '$';
  while (texts.some((text) => ['ask', 'held', 'round'].some((name) => text.includes(`__${name}${tail}`)))) tail += '_';
  return { ask: `__ask${tail}`, held: `__held${tail}`, round: `__round${tail}` };
}

function atPlace(
  place: ts.Node,
  of: readonly Mutant[],
  site: number,
  file: ts.SourceFile,
  names: SwitchNames,
): Insertion[] {
  const asked = `${names.ask}(${site})`;
  if (ts.isBlock(place)) return aroundStatements(bodyOf(place, file), asked);
  if (ts.isCaseOrDefaultClause(place)) return aroundStatements(spanOf(place.statements, file), asked);
  if (ts.isForStatement(place)) {
    const at = conditionPlace(place, file);
    return [{ at, start: at, end: at, isEnd: false, text: `${asked}===0` }];
  }
  return aroundExpression(place, of, asked, file, names);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** What is within the braces of a block, directives such as "use strict" left where they are. */
function bodyOf(block: ts.Block, file: ts.SourceFile): Span {
  const last = ts.isFunctionLike(block.parent) ? block.statements[firstOther(block) - 1] : undefined;
  return { start: last?.end ?? block.getStart(file) + 1, end: block.end - 1 };
}

function firstOther(block: ts.Block): number {
  const at = block.statements.findIndex((one) => !isDirective(one));
  return at === -1 ? block.statements.length : at;
}

const isDirective = (node: ts.Statement): boolean =>
  ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression);

const spanOf = (nodes: ts.NodeArray<ts.Node>, file: ts.SourceFile): Span => ({
  start: nodes[0]!.getStart(file),
  end: nodes.end,
});

/** The mutant is that nothing of it is done. */
function aroundStatements({ start, end }: Span, asked: string): Insertion[] {
  return [
    { at: start, start, end, isEnd: false, text: `;if(${asked}===0){` },
    { at: end, start, end, isEnd: true, text: '}' },
  ];
}

function aroundExpression(
  place: ts.Node,
  of: readonly Mutant[],
  asked: string,
  file: ts.SourceFile,
  names: SwitchNames,
): Insertion[] {
  const start = place.getStart(file);
  const [open, close] = named(place);
  const choices = of.map((mutant, i) => {
    const test = of.length === 1 ? asked : i === 0 ? `(${names.held}=${asked})` : names.held;
    return `${test}===${i + 1}?${open}${mutatedText(place, mutant, file)}${close}:`;
  });
  const text = `${beginsStatement(place, start, file) ? ';' : ''}(${choices.join('')}${open}`;
  return [
    { at: start, start, end: place.end, isEnd: false, text },
    { at: place.end, start, end: place.end, isEnd: true, text: `${close})` },
  ];
}

/** The text of the place with the mutant in it. */
function mutatedText(place: ts.Node, mutant: Mutant, file: ts.SourceFile): string {
  return file.text.slice(place.getStart(file), mutant.start) + mutant.text + file.text.slice(mutant.end, place.end);
}

/** A text that begins with a parenthesis would be arguments of what stands before, where no semicolon does. */
function beginsStatement(place: ts.Node, start: number, file: ts.SourceFile): boolean {
  let node = place;
  while (!ts.isStatement(node)) {
    node = node.parent;
    if (node.getStart(file) !== start) return false;
  }
  const { parent } = node;
  return ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isCaseOrDefaultClause(parent) || ts.isModuleBlock(parent);
}

/** A function without a name is called like what it is stored in, which a choice in between would hide. */
function named(place: ts.Node): readonly [string, string] {
  const isNameless =
    ts.isArrowFunction(place) || ((ts.isFunctionExpression(place) || ts.isClassExpression(place)) && !place.name);
  const name = isNameless ? nameFromParent(place) : undefined;
  if (name === undefined) return ['(', ')'];
  const key = JSON.stringify(name);
  return [`({[${key}]:`, `})[${key}]`];
}

function nameFromParent({ parent }: ts.Node): string | undefined {
  if (ts.isExportAssignment(parent)) return 'default';
  if (ts.isBinaryExpression(parent)) return ts.isIdentifier(parent.left) ? parent.left.text : undefined;
  const isNamed =
    ts.isVariableDeclaration(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isBindingElement(parent) ||
    ts.isParameter(parent);
  if (!isNamed) return undefined;
  return ts.isIdentifier(parent.name) || ts.isStringLiteral(parent.name) ? parent.name.text : undefined;
}

/** Each loop counts its rounds at the start of its body. */
function roundsOf(file: ts.SourceFile, names: SwitchNames): Insertion[] {
  const found: Insertion[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIterationStatement(node, false)) found.push(...roundOf(node.statement, file, names));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function roundOf(body: ts.Statement, file: ts.SourceFile, { round }: SwitchNames): Insertion[] {
  const start = body.getStart(file);
  const { end } = body;
  if (ts.isBlock(body)) return [{ at: start + 1, start: -1, end, isEnd: false, text: `${round}();` }];
  return [
    { at: start, start: start - 1, end: end + 1, isEnd: false, text: `{${round}();` },
    { at: end, start: start - 1, end: end + 1, isEnd: true, text: '}' },
  ];
}

/** At one offset: what ends there from the inside out, then what begins there from the outside in. */
function insertAll(text: string, insertions: readonly Insertion[]): string {
  const sorted = insertions
    .map((one, index) => ({ ...one, index }))
    .sort((a, b) => a.at - b.at || Number(b.isEnd) - Number(a.isEnd) || nesting(a, b) || a.index - b.index);
  let result = '';
  let at = 0;
  for (const one of sorted) {
    result += text.slice(at, one.at) + one.text;
    at = one.at;
  }
  return result + text.slice(at);
}

const nesting = (a: Insertion, b: Insertion): number =>
  a.isEnd ? b.start - a.start || a.end - b.end : b.end - a.end || a.start - b.start;
