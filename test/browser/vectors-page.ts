/** The page of vectors.test.ts: judges the vectors that the server has, and tells it the outcome. */
import {
  createFastEngine,
  createMemorySigner,
  createNativeEngine,
  generateKeyPair,
  signDraft,
  verifyAtomic,
} from 'logline-core/atomic';
import type { Group } from '../atomic/suite/group.ts';
import { judgeVectors } from '../atomic/suite/suite.ts';

/** What the page tells. */
export interface PageOutcome {
  readonly groups: readonly Group[];
  /** Who judges where the fast engine is asked for. */
  readonly engine: string;
  readonly hasNativeEngine: boolean;
  /** Whether an atomic signed by a key made here verifies, and one letter changed does not. */
  readonly signs: readonly boolean[];
}

async function outcome(): Promise<PageOutcome> {
  const answer = await fetch('/vectors');
  const texts = (await answer.json()) as Record<string, string>;
  const files = Object.entries(texts).map(([path, base64]) => [
    path,
    Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)),
  ]);
  return {
    groups: judgeVectors(Object.fromEntries(files) as Record<string, Uint8Array>),
    engine: createFastEngine({ tableAfter: 0 }).name,
    hasNativeEngine: createNativeEngine() !== undefined,
    signs: await trySigning(),
  };
}

async function trySigning(): Promise<boolean[]> {
  const { privateKey, publicKey } = generateKeyPair();
  const draft = {
    entity_type: 'file',
    this: '/files/a',
    did: { actor: 'browser', action: 'create' },
    metadata: { created_at: '2026-01-31T12:00:00Z' },
  } as const;
  const { line } = await signDraft(draft, createMemorySigner(privateKey));
  return [line, line.replace('/files/a', '/files/b')].map((text) => verifyAtomic(text, { keys: [publicKey] }).ok);
}

const body = await outcome().then(JSON.stringify, (error: unknown) => JSON.stringify({ error: String(error) }));
await fetch('/outcome', { method: 'POST', body });
