/** Whose money it is. */
import type { SpendScope } from './generated/types.ts';

/** Answers whether a budget with the scope `wide` covers what is spent in `narrow`: every member that it names is the same. Pure. */
export function covers(wide: SpendScope, narrow: SpendScope): boolean {
  return (['organisation', 'repository', 'mission'] as const).every(
    (member) => wide[member] === undefined || wide[member] === narrow[member],
  );
}

/** Answers a scope for people: `organisation acme, mission M-3`, or `everything`. Pure. */
export function scopeText(scope: SpendScope): string {
  const members = Object.entries(scope).map(([member, name]) => `${member} ${String(name)}`);
  return members.length === 0 ? 'everything' : members.join(', ');
}
