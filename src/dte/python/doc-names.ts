/** What a dotted name in documentation means, seen from where it stands. */
import type { RenameTarget } from './rename-target.ts';
import type { TreeModule } from './modules.ts';
import { lookup } from './scope.ts';
import type { Scope, SymbolRef } from './scope.ts';
import type { Value } from './values.ts';

/** Whether a name is what is renamed. */
export type Certainty = 'yes' | 'no' | 'maybe';

/** Answers whether the last one of some names, joined by dots, is what is renamed. */
export function meaningOf(target: RenameTarget, scope: Scope, names: readonly string[]): Certainty {
  const owner = names.slice(0, -1);
  const keys = owner.length === 0 ? seenFrom(target, scope) : memberKeys(target, ownerOf(target, scope, owner));
  if (keys === undefined) return isAlike(target, owner) ? 'maybe' : 'no';
  return keys.some((key) => target.targets.has(key)) ? 'yes' : 'no';
}

/** A name alone: a member of the class around, or what the module has. */
function seenFrom({ names, oldName }: RenameTarget, scope: Scope): readonly string[] {
  for (let current: Scope | undefined = scope; current !== undefined; current = current.parent) {
    if (current.kind === 'class' && hasMember(names, current, oldName)) return [names.memberKey(current, oldName)];
    if (current.kind === 'module' && current.bindings.has(oldName))
      return [names.groups.keyOf({ scope: current, name: oldName })];
  }
  return [];
}

const hasMember = ({ families }: RenameTarget['names'], scope: Scope, name: string): boolean =>
  families.membersOf(families.keyOf(scope)).some(({ bindings }) => bindings.has(name));

/** Answers what a class or module has under the old name, or `undefined` where it cannot be told. */
function memberKeys({ names, oldName }: RenameTarget, owner: Value | undefined): readonly string[] | undefined {
  if (owner?.kind === 'class') return [names.memberKey(owner.scope, oldName)];
  if (owner?.kind !== 'module') return owner?.kind === 'foreign' ? [] : undefined;
  const member = names.tree.memberOf(owner.module, oldName);
  return member.kind === 'symbol' ? [names.groups.keyOf(member.symbol)] : [];
}

function ownerOf(target: RenameTarget, scope: Scope, steps: readonly string[]): Value | undefined {
  return fromHere(target, scope, steps) ?? fromTop(target, scope, steps);
}

/** By the names that the file has. */
function fromHere({ names }: RenameTarget, scope: Scope, [first, ...rest]: readonly string[]): Value | undefined {
  const { symbols } = lookup(scope.module, first!, scope.module.node.children.at(-1)!);
  return symbols.length === 1 ? walk(names, names.values.ofSymbol(symbols[0]!), rest) : undefined;
}

/** By the full name. */
function fromTop({ names }: RenameTarget, { path }: Scope, steps: readonly string[]): Value | undefined {
  for (let length = steps.length; length > 0; length--) {
    const module = names.tree.modules.absolute(path, steps.slice(0, length));
    if (module === 'foreign' || module === 'unsure') continue;
    return walk(names, { kind: 'module', module }, steps.slice(length));
  }
  return undefined;
}

function walk(names: RenameTarget['names'], start: Value, steps: readonly string[]): Value | undefined {
  let value: Value = start;
  for (const step of steps) {
    const next = value.kind === 'module' ? memberOf(names, value.module, step) : undefined;
    const symbol: SymbolRef | undefined = value.kind === 'class' ? { scope: value.scope, name: step } : undefined;
    if (next === undefined && symbol === undefined) return undefined;
    value = next ?? names.values.ofSymbol(symbol!);
  }
  return value;
}

function memberOf({ tree, values }: RenameTarget['names'], module: TreeModule, name: string): Value | undefined {
  const member = tree.memberOf(module, name);
  if (member.kind === 'symbol') return values.ofSymbol(member.symbol);
  return member.kind === 'module' ? { kind: 'module', module: member.module } : undefined;
}

/** Whether a name that leads nowhere ends like that of something which has what is renamed: its class or module. */
function isAlike({ names, before, targets }: RenameTarget, owner: readonly string[]): boolean {
  const last = owner.at(-1);
  return before
    .filter((use) => use.keys.some((key) => targets.has(key)))
    .some(({ path, occurrence: { scope } }) => {
      const name = scope.node.children.find(({ field }) => field === 'name');
      const own = name === undefined ? undefined : names.tree.textOf(scope.path, name);
      return own === last || names.tree.modules.nameOf(path).at(-1) === last;
    });
}
