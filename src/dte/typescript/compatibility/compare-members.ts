/** Members of classes and interfaces in two versions. Private ones are nobody's business. */
import { ts } from '../ts.ts';
import type { Tell } from './api-change.ts';
import { compareSignatures, SAME } from './compare-signatures.ts';

/** What users do with a type: read it, or make values of it as well. */
export type MemberRole = 'read' | 'made';

/** Tells how the members of a type differ. */
export function compareMembers(
  checker: ts.TypeChecker,
  base: ts.Type,
  head: ts.Type,
  role: MemberRole,
  tell: Tell,
): void {
  const [theirs, own] = [publicMembers(base), publicMembers(head)];
  for (const [name, member] of theirs) {
    const other = own.get(name);
    if (other === undefined) tell('major', 'is gone', name);
    else compareMember(checker, member, other, role, (level, what) => tell(level, what, name));
  }
  for (const [name, member] of own) {
    if (theirs.has(name)) continue;
    const isDemanded = role === 'made' ? !isOptional(member) : isAbstract(member);
    tell(isDemanded ? 'major' : 'minor', isDemanded ? 'is new and has to be there' : 'is new', name);
  }
  compareSigns(checker, base, head, tell);
}

function publicMembers(type: ts.Type): ReadonlyMap<string, ts.Symbol> {
  const all = type.getProperties().filter((member) => !isPrivate(member) && member.name !== 'prototype');
  return new Map(all.map((member) => [stableName(member), member]));
}

/** Names of members that are symbols hold a number that is another one in each version. */
const stableName = ({ name }: ts.Symbol): string => name.replace(/^(__@.*)@\d+$/, '$1');

function modifiersOf({ declarations = [] }: ts.Symbol): number {
  return declarations.reduce(
    (flags, declaration) => flags | ts.getCombinedModifierFlags(declaration),
    ts.ModifierFlags.None,
  );
}

const isPrivate = (member: ts.Symbol): boolean =>
  (modifiersOf(member) & ts.ModifierFlags.Private) !== 0 ||
  (member.declarations ?? []).some((declaration) => {
    const name = ts.getNameOfDeclaration(declaration);
    return name !== undefined && ts.isPrivateIdentifier(name);
  });

const isAbstract = (member: ts.Symbol): boolean => (modifiersOf(member) & ts.ModifierFlags.Abstract) !== 0;
const isOptional = ({ flags }: ts.Symbol): boolean => (flags & ts.SymbolFlags.Optional) !== 0;

function isReadonly(member: ts.Symbol): boolean {
  if ((modifiersOf(member) & ts.ModifierFlags.Readonly) !== 0) return true;
  const isAccessor = (member.flags & ts.SymbolFlags.GetAccessor) !== 0;
  return isAccessor && (member.flags & ts.SymbolFlags.SetAccessor) === 0;
}

function compareMember(checker: ts.TypeChecker, base: ts.Symbol, head: ts.Symbol, role: MemberRole, tell: Tell): void {
  if (isAbstract(head) && !isAbstract(base)) tell('major', 'is abstract now');
  if (isProtected(head) && !isProtected(base)) tell('major', 'is protected now');
  if (isOptional(head) && !isOptional(base)) tell('major', 'may be missing now');
  if (isReadonly(head) && !isReadonly(base)) tell('major', 'is read-only now');
  if (!isReadonly(head) && isReadonly(base)) tell('minor', 'can be written now');
  compareMemberTypes(checker, checker.getTypeOfSymbol(base), checker.getTypeOfSymbol(head), role, tell);
}

function compareMemberTypes(checker: ts.TypeChecker, base: ts.Type, head: ts.Type, role: MemberRole, tell: Tell): void {
  const [calls, ownCalls] = [base.getCallSignatures(), head.getCallSignatures()];
  const isMethod = calls.length > 0 && ownCalls.length > 0;
  const { breaking, wider } = isMethod ? compareSignatures(checker, calls, ownCalls) : SAME;
  if (breaking !== undefined) tell('major', breaking);
  else if (!checker.isTypeAssignableTo(head, base)) tell('major', 'has another type');
  else if (!checker.isTypeAssignableTo(base, head)) {
    tell(role === 'made' ? 'major' : 'minor', role === 'made' ? 'takes less than it took' : 'has a narrower type');
  } else if (wider !== undefined) tell('minor', wider);
}

const isProtected = (member: ts.Symbol): boolean => (modifiersOf(member) & ts.ModifierFlags.Protected) !== 0;

/** Call, construct and index signatures of an interface. */
function compareSigns(checker: ts.TypeChecker, base: ts.Type, head: ts.Type, tell: Tell): void {
  const calls = compareSignatures(checker, base.getCallSignatures(), head.getCallSignatures());
  if (base.getCallSignatures().length > 0 && calls.breaking !== undefined) tell('major', calls.breaking);
  else if (calls.wider !== undefined) tell('minor', calls.wider);
  for (const kind of [ts.IndexKind.String, ts.IndexKind.Number]) {
    const [theirs, own] = [checker.getIndexTypeOfType(base, kind), checker.getIndexTypeOfType(head, kind)];
    if (theirs === undefined && own === undefined) continue;
    if (theirs === undefined) tell('minor', 'has an index signature now');
    else if (
      own === undefined ||
      !checker.isTypeAssignableTo(own, theirs) ||
      !checker.isTypeAssignableTo(theirs, own)
    ) {
      tell('major', 'has another index signature');
    }
  }
}
