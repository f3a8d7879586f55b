/** Functions, methods and constructors of two versions: whether every call that compiled still does. */
import { ts } from '../ts.ts';

/** How two signatures differ: what breaks, what is new, or nothing. */
interface Difference {
  readonly breaking: string | undefined;
  readonly wider: string | undefined;
}

/** No difference. */
export const SAME: Difference = { breaking: undefined, wider: undefined };

/**
 * Answers how signatures differ: each of the base's must have one of the head's that takes the same calls.
 *
 * @param isConstructor - what a constructor answers is compared elsewhere.
 */
export function compareSignatures(
  checker: ts.TypeChecker,
  base: readonly ts.Signature[],
  head: readonly ts.Signature[],
  isConstructor = false,
): Difference {
  if (head.length === 0) return base.length === 0 ? SAME : { breaking: 'cannot be called any more', wider: undefined };
  const best = base.map((signature) => bestMatch(checker, signature, head, isConstructor));
  const breaking = best.find((difference) => difference.breaking !== undefined)?.breaking;
  const wider = best.find((difference) => difference.wider !== undefined)?.wider;
  const more = head.length > base.length ? 'has more overloads' : undefined;
  return { breaking, wider: wider ?? more };
}

function bestMatch(
  checker: ts.TypeChecker,
  base: ts.Signature,
  head: readonly ts.Signature[],
  isConstructor: boolean,
): Difference {
  const all = head.map((signature) => compareTwo(checker, base, signature, isConstructor));
  const rank = ({ breaking, wider }: Difference): number => (breaking !== undefined ? 2 : wider !== undefined ? 1 : 0);
  return all.reduce((best, next) => (rank(next) < rank(best) ? next : best));
}

function compareTwo(
  checker: ts.TypeChecker,
  base: ts.Signature,
  head: ts.Signature,
  isConstructor: boolean,
): Difference {
  const [baseCount, headCount] = [countsOf(checker, base), countsOf(checker, head)];
  if (headCount.least > baseCount.least) return { breaking: 'needs more arguments', wider: undefined };
  if (headCount.most < baseCount.most) return { breaking: 'takes fewer arguments', wider: undefined };
  const isWider = headCount.most > baseCount.most || headCount.least < baseCount.least;
  const counts = isWider ? 'takes other numbers of arguments' : undefined;
  const generics = compareTypeParameters(checker, typeParametersOf(base), typeParametersOf(head));
  if (generics.breaking !== undefined) return generics;
  const isGeneric = (base.typeParameters ?? head.typeParameters) !== undefined;
  const types = isGeneric ? SAME : compareTypes(checker, base, head, isConstructor);
  return { breaking: types.breaking, wider: counts ?? generics.wider ?? types.wider };
}

const typeParametersOf = ({ declaration }: ts.Signature): ts.TypeParameterDeclaration[] =>
  [...(declaration?.typeParameters ?? [])].filter((node) => ts.isTypeParameterDeclaration(node));

function countsOf(checker: ts.TypeChecker, { parameters }: ts.Signature): { least: number; most: number } {
  const isOptional = ({ valueDeclaration }: ts.Symbol): boolean =>
    valueDeclaration !== undefined &&
    ts.isParameter(valueDeclaration) &&
    (checker.isOptionalParameter(valueDeclaration) || isRest(valueDeclaration));
  const last = parameters.at(-1)?.valueDeclaration;
  const hasRest = last !== undefined && ts.isParameter(last) && isRest(last);
  const least = parameters.findLastIndex((parameter) => !isOptional(parameter)) + 1;
  return { least, most: hasRest ? Number.POSITIVE_INFINITY : parameters.length };
}

const isRest = (parameter: ts.ParameterDeclaration): boolean => parameter.dotDotDotToken !== undefined;

function compareTypes(
  checker: ts.TypeChecker,
  base: ts.Signature,
  head: ts.Signature,
  isConstructor: boolean,
): Difference {
  let wider: string | undefined;
  for (let i = 0; i < base.parameters.length; i++) {
    const [theirs, own] = [parameterType(checker, base, i), parameterType(checker, head, i)];
    if (!checker.isTypeAssignableTo(theirs, own))
      return { breaking: `does not take the argument ${i + 1} any more that it took`, wider };
    if (!checker.isTypeAssignableTo(own, theirs)) wider = `takes more as argument ${i + 1}`;
  }
  if (isConstructor) return { breaking: undefined, wider };
  const [theirs, own] = [base.getReturnType(), head.getReturnType()];
  const isIgnored = (theirs.flags & ts.TypeFlags.Void) !== 0;
  if (!isIgnored && !checker.isTypeAssignableTo(own, theirs)) return { breaking: 'answers something else', wider };
  return {
    breaking: undefined,
    wider: wider ?? (checker.isTypeAssignableTo(theirs, own) ? undefined : 'answers something narrower'),
  };
}

/** The type of an argument; of a rest parameter that of each. There are as many parameters: that was counted before. */
function parameterType(checker: ts.TypeChecker, { parameters }: ts.Signature, index: number): ts.Type {
  const parameter = parameters[Math.min(index, parameters.length - 1)]!;
  const declaration = parameter.valueDeclaration;
  const type = checker.getTypeOfSymbol(parameter);
  const hasRest = declaration !== undefined && ts.isParameter(declaration) && isRest(declaration);
  return hasRest ? (checker.getIndexTypeOfType(type, ts.IndexKind.Number) ?? type) : type;
}

/** Answers how type parameters differ: users who write type arguments must still be able to. */
export function compareTypeParameters(
  checker: ts.TypeChecker,
  base: readonly ts.TypeParameterDeclaration[] = [],
  head: readonly ts.TypeParameterDeclaration[] = [],
): Difference {
  if (head.length < base.length) return { breaking: 'has fewer type parameters', wider: undefined };
  const added = head.slice(base.length);
  if (added.some((parameter) => parameter.default === undefined))
    return { breaking: 'has more type parameters', wider: undefined };
  let wider = added.length > 0 ? 'has more type parameters' : undefined;
  for (const [i, theirs] of base.entries()) {
    const own = head[i]!;
    if (theirs.default !== undefined && own.default === undefined)
      return { breaking: `needs the type argument ${i + 1}`, wider };
    const narrowed = compareConstraints(checker, theirs, own);
    if (narrowed === 'major')
      return { breaking: `does not take the type argument ${i + 1} any more that it took`, wider };
    if (narrowed === 'minor') wider = `takes more as type argument ${i + 1}`;
  }
  return { breaking: undefined, wider };
}

function compareConstraints(
  checker: ts.TypeChecker,
  { constraint: base }: ts.TypeParameterDeclaration,
  { constraint: head }: ts.TypeParameterDeclaration,
): 'none' | 'minor' | 'major' {
  if (base?.getText() === head?.getText()) return 'none';
  if (head === undefined) return 'minor';
  if (base === undefined)
    return checker.getTypeFromTypeNode(head).flags & (ts.TypeFlags.Unknown | ts.TypeFlags.Any) ? 'none' : 'major';
  const [theirs, own] = [checker.getTypeFromTypeNode(base), checker.getTypeFromTypeNode(head)];
  if (!checker.isTypeAssignableTo(theirs, own)) return 'major';
  return checker.isTypeAssignableTo(own, theirs) ? 'none' : 'minor';
}
