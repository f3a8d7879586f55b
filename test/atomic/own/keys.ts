/** The keys of our own vectors: everybody has them, so they are good for nothing else. */
import { createMemorySigner } from '../../../src/atomic/index.ts';

export const privateKeys = { alice: 'a1'.repeat(32), bob: 'b2'.repeat(32), carol: 'c3'.repeat(32) };
export const alice = createMemorySigner(privateKeys.alice);
export const bob = createMemorySigner(privateKeys.bob);
export const carol = createMemorySigner(privateKeys.carol);
