/** Keys, drafts and signed atomics for the tests of src/atomic: the same bytes at every run. */
import type { TestContext } from 'node:test';
import {
  createFastEngine,
  createMemorySigner,
  createNativeEngine,
  createPortableEngine,
  signDraft,
} from '../../src/atomic/index.ts';
import type { Draft, Engine, Finding, SignedLine, Signer } from '../../src/atomic/index.ts';
import { toUtf8 } from '../../src/base/bytes.ts';

export const alice: Signer = createMemorySigner('a1'.repeat(32));
export const bob: Signer = createMemorySigner('b2'.repeat(32));

export const draft: Draft = {
  entity_type: 'function',
  intent: 'run_code',
  this: '/functions/hello',
  did: { actor: 'user@example.com', action: 'create' },
  trace_id: '8d9f4e8a-3c1b-4c55-9a9e-1f6f0d2b7c10',
  metadata: { created_at: '2026-01-31T12:00:00Z' },
  payload: { text: 'Grüße 👋', amounts: [1, -2.5, 0], nested: { deep: [[{}]] }, none: null, yes: true },
};

/** The draft, signed by Alice. */
export const signed: SignedLine = await signDraft(draft, alice);

/** The same without a binding of the signer. */
export const unbound: SignedLine = await signDraft(draft, alice, { bindSigner: false });

/** All engines, which have to agree on everything. */
export const engines: readonly Engine[] = [
  createNativeEngine()!,
  createPortableEngine(),
  createFastEngine({ tableAfter: 0 }),
];

/** The text with the parsed atomic changed by `change`, written by JSON.stringify. */
export function altered({ line }: SignedLine, change: (atomic: Record<string, unknown>) => void): string {
  const atomic = JSON.parse(line) as Record<string, unknown>;
  change(atomic);
  return JSON.stringify(atomic);
}

export const codesOf = (findings: readonly Finding[]): string[] => findings.map(({ code }) => code);

/** An offset in bytes of the first place where `part` stands in `text`. */
export const offsetOf = (text: string, part: string): number => toUtf8(text.slice(0, text.indexOf(part))).length;

/** A function that takes what exists in Node away, as in a browser, and answers one that gives it back. */
export function withoutNode(): () => void {
  const own = Object.getOwnPropertyDescriptor(process, 'getBuiltinModule')!;
  Object.defineProperty(process, 'getBuiltinModule', { ...own, value: undefined });
  return () => {
    Object.defineProperty(process, 'getBuiltinModule', own);
  };
}

interface WebAssemblyParts {
  readonly Module: unknown;
  readonly Instance: new (module: object) => { readonly exports: Record<string, unknown> };
}

/** What WebAssembly is here. */
export const realWebAssembly = (globalThis as unknown as { readonly WebAssembly: WebAssemblyParts }).WebAssembly;

/** Makes WebAssembly something else for the rest of a test. */
export function replaceWebAssembly(t: TestContext, value: unknown): void {
  const own = Object.getOwnPropertyDescriptor(globalThis, 'WebAssembly')!;
  t.after(() => Object.defineProperty(globalThis, 'WebAssembly', own));
  Object.defineProperty(globalThis, 'WebAssembly', { ...own, value });
}
