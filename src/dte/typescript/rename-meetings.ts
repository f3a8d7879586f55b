/**
 * Values that go from one type to another, of which only one is renamed. Where the member is optional that is no error: it would just not
 * be there any more.
 */
import type { Finding } from '../../base/report.ts';
import { atNode } from './finding-at-node.ts';
import { isRenamed } from './renaming.ts';
import type { Renaming } from './renaming.ts';
import { ts } from './ts.ts';

/**
 * Answers the places in some files where that happens. Cheap where nothing is expected of a value.
 *
 * @param isLost - whether something with the member is handed to where nobody knows its type, and may come back from there
 */
export function silentMeetings(renaming: Renaming, paths: readonly string[], isLost: boolean): Finding[] {
  const findings: Finding[] = [];
  const parting = new Parting(renaming);
  const visit = (node: ts.Node): void => {
    const message = ts.isExpression(node) ? whatMeets(renaming, parting, node, isLost) : undefined;
    if (message !== undefined) findings.push(atNode('NEEDS_PERSON', message, node));
    else ts.forEachChild(node, visit);
  };
  for (const path of paths) {
    const file = renaming.project.sourceFile(path);
    if (file !== undefined) visit(file);
  }
  return findings;
}

function whatMeets(renaming: Renaming, parting: Parting, node: ts.Expression, isLost: boolean): string | undefined {
  const { checker } = renaming.project;
  if (ts.isObjectLiteralExpression(node) || ts.isLiteralExpression(node)) return undefined;
  const isAsserted = ts.isAssertionExpression(node.parent);
  const expected = isAsserted ? assertedType(checker, node) : checker.getContextualType(node);
  if (expected === undefined) return undefined;
  const given = checker.getTypeAtLocation(node);
  const isUnknown = (given.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
  if (isUnknown && isLost && !ts.isAssertionExpression(node)) {
    const name = renaming.targets.find((one) => isRenamed(renaming, expected.getProperty(one.name)))?.name;
    return name && `What comes here is of no known type: it may be what has a ${name} that is not renamed.`;
  }
  const name = parting.of(given, expected);
  return name && `A value goes here from one type with ${name} to another, and only one of the two is renamed.`;
}

/** In `x as unknown as T` it is `T` that `x` is taken for. */
function assertedType(checker: ts.TypeChecker, node: ts.Expression): ts.Type {
  let at = node.parent as ts.AssertionExpression;
  while (ts.isAssertionExpression(at.parent)) at = at.parent;
  return checker.getTypeFromTypeNode(at.type);
}

/** How deep types are looked into: members of members, what functions take and give, elements. */
const DEPTH = 3;
/** How many pairs of types are looked into, at most, of all that meet: what types hold is without end. Beyond it only they themselves and their arguments are. */
const MOST_PAIRS = 5_000;
/** Types with more members than these are hardly written by hand, and take long. */
const MOST_MEMBERS = 60;

/** Looks for a member that is renamed in one of two types and not in the other, also in what they are made of. */
class Parting {
  readonly #renaming: Renaming;
  /** Pairs in which nothing was found, with the depth to which that holds: types hold themselves, and the same ones meet all over. */
  readonly #seen = new Map<ts.Type, Map<ts.Type, number>>();
  #pairsLeft = MOST_PAIRS;

  constructor(renaming: Renaming) {
    this.#renaming = renaming;
  }

  /** Answers its name, or `undefined`. */
  of(from: ts.Type, to: ts.Type, depth = DEPTH): string | undefined {
    if (from === to || this.#isSeen(from, to, depth)) return undefined;
    for (const target of partsOf(to)) {
      for (const source of partsOf(from)) {
        const name =
          this.#ownPart(source, target) ?? (depth === 0 ? undefined : this.#inside(source, target, depth - 1));
        if (name === undefined) continue;
        this.#seen.get(from)!.delete(to); // where the two meet again is another place
        return name;
      }
    }
    return undefined;
  }

  #isSeen(from: ts.Type, to: ts.Type, depth: number): boolean {
    let known = this.#seen.get(from);
    if (known === undefined) this.#seen.set(from, (known = new Map<ts.Type, number>()));
    if ((known.get(to) ?? -1) >= depth) return true;
    known.set(to, depth);
    return false;
  }

  #ownPart(from: ts.Type, to: ts.Type): string | undefined {
    for (const { name } of this.#renaming.targets) {
      const [given, wanted] = [from.getProperty(name), to.getProperty(name)];
      if (given === undefined || wanted === undefined) continue;
      if (isRenamed(this.#renaming, given) !== isRenamed(this.#renaming, wanted)) return name;
    }
    return undefined;
  }

  #inside(from: ts.Type, to: ts.Type, depth: number): string | undefined {
    const { checker } = this.#renaming.project;
    if (!isObject(from) || !isObject(to)) return undefined;
    const [given, wanted] = [argumentsOf(checker, from), argumentsOf(checker, to)];
    const within = firstOf(wanted, (argument, i) => given[i] && this.of(given[i], argument, depth));
    const element = within ?? this.#elements(from, to, depth);
    if (element !== undefined || !isOfTree(this.#renaming, to) || this.#pairsLeft-- <= 0) return element;
    return this.#members(from, to, depth) ?? this.#functions(from, to, depth);
  }

  #members(from: ts.Type, to: ts.Type, depth: number): string | undefined {
    const { checker } = this.#renaming.project;
    const members = to.getProperties();
    if (members.length > MOST_MEMBERS) return undefined;
    return firstOf(members, (member) => {
      const own = from.getProperty(member.name);
      if (own === undefined || own === member) return undefined;
      return this.of(checker.getTypeOfSymbol(own), checker.getTypeOfSymbol(member), depth);
    });
  }

  #elements(from: ts.Type, to: ts.Type, depth: number): string | undefined {
    const { checker } = this.#renaming.project;
    const wanted = checker.getIndexTypeOfType(to, ts.IndexKind.String);
    if (wanted === undefined) return undefined;
    const given = checker.getIndexTypeOfType(from, ts.IndexKind.String);
    if (given !== undefined) return this.of(given, wanted, depth);
    const members = from.getProperties().slice(0, MOST_MEMBERS);
    return firstOf(members, (member) => this.of(checker.getTypeOfSymbol(member), wanted, depth));
  }

  /** What a function gives goes the one way, and what it takes the other. */
  #functions(from: ts.Type, to: ts.Type, depth: number): string | undefined {
    const { checker } = this.#renaming.project;
    const [given, wanted] = [from, to].map(
      (type) => [...type.getCallSignatures(), ...type.getConstructSignatures()][0],
    );
    if (given === undefined || wanted === undefined) return undefined;
    const result = this.of(given.getReturnType(), wanted.getReturnType(), depth);
    if (result !== undefined) return result;
    const typeOf = (symbol: ts.Symbol): ts.Type => checker.getTypeOfSymbol(symbol);
    return firstOf(given.parameters, (parameter, i) => {
      const handed = wanted.parameters[i];
      return handed && this.of(typeOf(handed), typeOf(parameter), depth);
    });
  }
}

function firstOf<T>(all: readonly T[], look: (one: T, i: number) => string | undefined): string | undefined {
  for (const [i, one] of all.entries()) {
    const found = look(one, i);
    if (found !== undefined) return found;
  }
  return undefined;
}

const partsOf = (type: ts.Type): readonly ts.Type[] => (type.isUnion() ? type.types : [type]);

const isObject = ({ flags }: ts.Type): boolean => (flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0;

/** Whether the tree declares a type: those of the library have arguments of the tree at most. */
const isOfTree = ({ project }: Renaming, { symbol }: ts.Type): boolean =>
  (symbol as ts.Symbol | undefined)?.declarations?.some(
    (declaration) => project.pathOf(declaration.getSourceFile()) !== undefined,
  ) ?? true;

/** Elements of arrays and the like. */
function argumentsOf(checker: ts.TypeChecker, type: ts.Type): readonly ts.Type[] {
  const isReference =
    (type.flags & ts.TypeFlags.Object) !== 0 && ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
  return isReference ? checker.getTypeArguments(type as ts.TypeReference) : [];
}
