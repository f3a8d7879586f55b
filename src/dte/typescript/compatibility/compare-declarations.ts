/** Declarations of two versions, each judged by its own text: what it mentions is the base's. */
import { ts } from '../ts.ts';
import type { Tell } from './api-change.ts';
import { compareMembers } from './compare-members.ts';
import { compareSignatures, compareTypeParameters, SAME } from './compare-signatures.ts';
import { typeParametersOf } from './paired-program.ts';

/** Two versions of a declaration; `probe` as a pair has it. */
export interface Versions {
  readonly base: ts.Symbol;
  readonly head: ts.Symbol;
  readonly probe: ts.Type | undefined;
}

/** Compares what two namespaces export. */
export type CompareExports = (base: ts.Symbol, head: ts.Symbol) => void;

/** Tells how two versions differ. */
export function compareVersions(
  checker: ts.TypeChecker,
  versions: Versions,
  tell: Tell,
  compareExports: CompareExports,
): void {
  const { base, head } = versions;
  const has = (flags: ts.SymbolFlags): boolean => (base.flags & flags) !== 0 && (head.flags & flags) !== 0;
  compareMeanings(base, head, tell);
  if (has(ts.SymbolFlags.Enum)) compareEnums(checker, base, head, tell);
  else {
    if (has(ts.SymbolFlags.Type)) compareTypes(checker, versions, tell);
    if (has(ts.SymbolFlags.Class)) compareClassValues(checker, base, head, tell);
    else if (has(ts.SymbolFlags.Value & ~ts.SymbolFlags.Module)) compareValues(checker, base, head, tell);
  }
  if (has(ts.SymbolFlags.Module)) compareExports(base, head);
}

function compareMeanings(base: ts.Symbol, head: ts.Symbol, tell: Tell): void {
  const meanings = [
    [ts.SymbolFlags.Value, 'a value'],
    [ts.SymbolFlags.Type, 'a type'],
    [ts.SymbolFlags.Namespace, 'a namespace'],
  ] as const;
  for (const [flag, name] of meanings) {
    const [was, is] = [(base.flags & flag) !== 0, (head.flags & flag) !== 0];
    if (was && !is) tell('major', `is not ${name} any more`);
    if (!was && is) tell('minor', `is ${name} now`);
  }
}

function compareEnums(checker: ts.TypeChecker, base: ts.Symbol, head: ts.Symbol, tell: Tell): void {
  const [theirs, own] = [enumValues(checker, base), enumValues(checker, head)];
  for (const [name, value] of theirs) {
    if (!own.has(name)) tell('major', 'is gone', name);
    else if (own.get(name) !== value) tell('major', 'has another value', name);
  }
  for (const name of own.keys()) if (!theirs.has(name)) tell('minor', 'is new', name);
  if ((base.flags & ts.SymbolFlags.RegularEnum) !== 0 && (head.flags & ts.SymbolFlags.ConstEnum) !== 0)
    tell('major', 'is a const enum now');
}

function enumValues(checker: ts.TypeChecker, { exports }: ts.Symbol): ReadonlyMap<string, string | number | undefined> {
  const members = [...(exports?.values() ?? [])].filter(({ flags }) => (flags & ts.SymbolFlags.EnumMember) !== 0);
  return new Map(
    members.map((member) => [member.name, checker.getConstantValue(member.valueDeclaration as ts.EnumMember)]),
  );
}

function compareTypes(checker: ts.TypeChecker, { base, head, probe }: Versions, tell: Tell): void {
  const parameters = compareTypeParameters(checker, typeParametersOf(base), typeParametersOf(head));
  if (parameters.breaking !== undefined) {
    tell('major', parameters.breaking);
    return;
  }
  if (parameters.wider !== undefined) tell('minor', parameters.wider);
  const theirs = probed(checker, probe, 'b') ?? checker.getDeclaredTypeOfSymbol(base);
  const own = probed(checker, probe, 'h') ?? checker.getDeclaredTypeOfSymbol(head);
  if ((base.flags & head.flags & ts.SymbolFlags.Class) !== 0) compareMembers(checker, theirs, own, 'read', tell);
  else if (isObjectType(base) && isObjectType(head)) compareMembers(checker, theirs, own, 'made', tell);
  else if (!isSameType(checker, theirs, own)) tell('major', 'is another type');
}

function probed(checker: ts.TypeChecker, probe: ts.Type | undefined, name: 'b' | 'h'): ts.Type | undefined {
  const symbol = probe?.getProperty(name);
  return symbol === undefined ? undefined : checker.getTypeOfSymbol(symbol);
}

/** An interface, or a name for an object type that is written out. */
const isObjectType = ({ declarations = [] }: ts.Symbol): boolean =>
  declarations.some(
    (node) => ts.isInterfaceDeclaration(node) || (ts.isTypeAliasDeclaration(node) && ts.isTypeLiteralNode(node.type)),
  );

const isSameType = (checker: ts.TypeChecker, a: ts.Type, b: ts.Type): boolean =>
  checker.isTypeAssignableTo(a, b) && checker.isTypeAssignableTo(b, a) && isAny(a) === isAny(b);

const isAny = ({ flags }: ts.Type): boolean => (flags & ts.TypeFlags.Any) !== 0;

function compareClassValues(checker: ts.TypeChecker, base: ts.Symbol, head: ts.Symbol, tell: Tell): void {
  const [theirs, own] = [checker.getTypeOfSymbol(base), checker.getTypeOfSymbol(head)];
  if (isAbstractClass(head) && !isAbstractClass(base)) tell('major', 'is abstract now');
  const [was, is] = [constructorAccess(base), constructorAccess(head)];
  if (is > was) tell('major', 'cannot be constructed as it could');
  else if (was < 2) {
    const { breaking, wider } = compareSignatures(
      checker,
      theirs.getConstructSignatures(),
      own.getConstructSignatures(),
      true,
    );
    if (breaking !== undefined) tell('major', `${breaking}, as its constructor`);
    else if (wider !== undefined) tell('minor', `${wider}, as its constructor`);
  }
  compareMembers(checker, theirs, own, 'read', tell);
}

const isAbstractClass = ({ valueDeclaration }: ts.Symbol): boolean =>
  valueDeclaration !== undefined && (ts.getCombinedModifierFlags(valueDeclaration) & ts.ModifierFlags.Abstract) !== 0;

/** 0: everybody may construct it; 1: subclasses; 2: nobody. */
function constructorAccess({ members }: ts.Symbol): number {
  const [declaration] = members?.get(ts.InternalSymbolName.Constructor)?.declarations ?? [];
  const flags = declaration === undefined ? 0 : ts.getCombinedModifierFlags(declaration);
  return (flags & ts.ModifierFlags.Private) !== 0 ? 2 : (flags & ts.ModifierFlags.Protected) !== 0 ? 1 : 0;
}

function compareValues(checker: ts.TypeChecker, base: ts.Symbol, head: ts.Symbol, tell: Tell): void {
  const [theirs, own] = [checker.getTypeOfSymbol(base), checker.getTypeOfSymbol(head)];
  if ((theirs.flags & own.flags & ts.TypeFlags.UniqueESSymbol) !== 0) return;
  if (isAny(theirs) !== isAny(own)) {
    tell(isAny(theirs) ? 'major' : 'minor', isAny(theirs) ? 'has a type now' : 'has any type now');
    return;
  }
  const [calls, ownCalls] = [theirs.getCallSignatures(), own.getCallSignatures()];
  const isFunction = calls.length > 0 && ownCalls.length > 0;
  const { breaking, wider } = isFunction ? compareSignatures(checker, calls, ownCalls) : SAME;
  if (breaking !== undefined) tell('major', breaking);
  else if (!isLoose(base, calls) && !checker.isTypeAssignableTo(own, theirs)) tell('major', 'has another type');
  else if (wider !== undefined) tell('minor', wider);
  else if (!isFunction && !checker.isTypeAssignableTo(theirs, own)) tell('minor', 'has a narrower type');
}

/** What a function that answers nothing answers now does not matter, and a namespace merged with it is compared by itself. */
const isLoose = ({ flags }: ts.Symbol, calls: readonly ts.Signature[]): boolean =>
  (flags & ts.SymbolFlags.Function) !== 0 &&
  ((flags & ts.SymbolFlags.Module) !== 0 ||
    calls.some((call) => (call.getReturnType().flags & ts.TypeFlags.Void) !== 0));
