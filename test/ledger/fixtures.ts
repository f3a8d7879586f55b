/** Keys, drafts and ledgers for tests: the same bytes at every run. */
import type { Atomic, Draft, SignedLine, Signer } from 'logline-core/atomic';
import { cosign, createMemorySigner, publicKeyOf, signDraft } from 'logline-core/atomic';
import type { LedgerSource } from 'logline-core/ledger';

/** Private keys, one for each digit. */
export const privateKey = (n: number): string => String(n).repeat(64);
export const publicKey = (n: number): string => publicKeyOf(privateKey(n));
export const signer = (n: number): Signer => createMemorySigner(privateKey(n));

/** A draft that differs by `n`, created `n` seconds after the start of 2026. */
export function draft(n: number, more: Partial<Draft> = {}): Draft {
  return {
    entity_type: 'function',
    intent: 'run_code',
    this: `/functions/f${String(n)}`,
    did: { actor: 'user@example.com', action: 'create' },
    metadata: { created_at: at(n), trace_id: traceId(n) },
    input: { content: `console.log(${String(n)})` },
    ...more,
  };
}

/** A time, `n` seconds after the start of 2026. */
export const at = (n: number): string => new Date(Date.UTC(2026, 0, 1) + 1000 * n).toISOString().replace('.000Z', 'Z');

/** A trace id that differs by `n`. */
export const traceId = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** One line of a plan for a ledger. */
export interface Step {
  readonly draft: Draft;
  readonly by?: Signer;
  readonly cosigners?: readonly Signer[];
}

/** Signs the steps into one chain. */
export async function chain(steps: readonly Step[], first: string | null = null): Promise<SignedLine[]> {
  const lines: SignedLine[] = [];
  for (const { draft: fact, by = signer(1), cosigners = [] } of steps) {
    let signed = await signDraft(fact, by, { prev: lines.at(-1)?.atomic.hash ?? first });
    for (const cosigner of cosigners) signed = await cosign(signed.atomic, cosigner);
    lines.push(signed);
  }
  return lines;
}

/** A chain of `count` simple lines, by key 1. */
export const simpleChain = (count: number, start = 0, first: string | null = null): Promise<SignedLine[]> =>
  chain(
    Array.from({ length: count }, (_, i) => ({ draft: draft(start + i) })),
    first,
  );

/** The text of a ledger. */
export const textOf = (lines: readonly (SignedLine | string)[]): string =>
  lines.map((line) => `${typeof line === 'string' ? line : line.line}\n`).join('');

/** Bytes as a source that is read in chunks of `chunkBytes`. */
export function sourceOf(
  content: string | Uint8Array | readonly (SignedLine | string)[],
  chunkBytes = 1 << 20,
): LedgerSource {
  const bytes =
    content instanceof Uint8Array
      ? content
      : new TextEncoder().encode(typeof content === 'string' ? content : textOf(content));
  return {
    name: 'memory',
    sizeBytes: () => Promise.resolve(bytes.length),
    async *read({ start = 0, end = bytes.length } = {}) {
      for (let i = start; i < end; i += chunkBytes)
        yield await Promise.resolve(bytes.slice(i, Math.min(i + chunkBytes, end)));
    },
  };
}

/** The hash of a signed line. */
export const hashOf = ({ atomic }: { readonly atomic: Atomic }): string => atomic.hash!;
