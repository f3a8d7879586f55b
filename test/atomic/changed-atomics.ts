/** Atomics that were changed at random: most are no atomics any more, some still are. */
import fc from 'fast-check';

export const hex = (length: number): string => 'a'.repeat(length);
export const signature = { alg: 'Ed25519', public_key: hex(64), sig: hex(128), signed_at: '2024-02-29T00:00:00Z' };
/** An atomic with every member that has a rule. */
export const full = {
  schema_version: '1.1.0',
  entity_type: 'law',
  intent: 'law_test',
  this: '/laws/x',
  did: { actor: 'a', action: 'b', reason: 'c' },
  trace_id: '8d9f4e8a-3c1b-4c55-9a9e-1f6f0d2b7c10',
  metadata: { created_at: '2026-01-31T12:00:00Z', tags: ['a'], version: '1', signed_by: hex(64) },
  input: {},
  payload: { n: 1 },
  prev: hex(64),
  hash: hex(64),
  signature,
  cosignatures: [{ ...signature, public_key: 'b'.repeat(64) }],
};

type Node = Record<string, unknown>;

/** Every object and array in the value, and the value's own place. */
function holders(value: unknown): Node[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Node, ...Object.values(value).flatMap(holders)];
}

const strange = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom('', '1.1.0', 'file', '/a', 'Ed25519', hex(64), hex(63), hex(128), '2023-02-29T00:00:00Z', null),
  fc.constantFrom<unknown>({}, [], [{}], signature, [signature]),
);
/** One change at one place. */
export const change = fc.record({
  holder: fc.nat(),
  member: fc.oneof(fc.nat(), fc.constantFrom('hash', 'did', 'extra', '__proto__', 'constructor', 'signed_at', '0')),
  kind: fc.constantFrom('set', 'set', 'remove'),
  value: strange,
});

/** Answers the atomic with these changes. */
export function apply(
  changes: readonly { holder: number; member: string | number; kind: string; value: unknown }[],
  from: object = full,
): unknown {
  const copy: unknown = structuredClone(from);
  for (const { holder, member, kind, value } of changes) {
    const all = holders(copy);
    const object = all[holder % all.length]!;
    const keys = Object.keys(object);
    const key = typeof member === 'string' ? member : (keys[member % keys.length] ?? '0');
    if (kind === 'remove') Reflect.deleteProperty(object, key);
    else
      Object.defineProperty(object, key, {
        value: structuredClone(value),
        enumerable: true,
        configurable: true,
        writable: true,
      });
  }
  return JSON.parse(JSON.stringify(copy));
}
