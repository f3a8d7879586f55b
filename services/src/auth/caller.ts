/** Who calls, and what each role may. */

/** What a key may be for. `admin` may everything. */
export const ROLES = ['viewer', 'agent', 'approver', 'operator', 'admin'] as const;

/** One of {@link ROLES}. */
export type Role = (typeof ROLES)[number];

/** Who calls: by the key, never by what a request says of itself. */
export interface Caller {
  /** For `did.actor`. */
  readonly actor: string;
  readonly role: Role;
  /** Name of the key for logs and limits: never the key. */
  readonly keyId: string;
}

/** Who may read. */
export const READERS = 'everybody';

/** Who works: agents, and the people who run them. */
export const WORKERS: readonly Role[] = ['agent', 'operator'];

/** Answers whether a role is one of those that may. Pure. */
export function mayCall(role: Role, may: readonly Role[] | 'everybody'): boolean {
  return role === 'admin' || may === 'everybody' || may.includes(role);
}
