/** BLAKE3's own vectors. */
import { blake3 } from '@noble/hashes/blake3.js';
import { createNativeEngine, createPortableEngine } from 'logline-core/atomic';
import { createDeriveKey } from '../../../src/atomic/blake3.ts';
import { Verdicts, textOf } from './group.ts';
import type { Group, VectorFiles } from './group.ts';

interface Blake3Vectors {
  readonly context_string: string;
  readonly cases: readonly { readonly input_len: number; readonly derive_key: string }[];
}

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Ours and noble's give the hash expected, and with the context of atomics the same one. */
export function deriveKeys(files: VectorFiles): Group {
  const verdicts = new Verdicts();
  const { context_string: context, cases } = JSON.parse(textOf(files, 'blake3/test_vectors.json')) as Blake3Vectors;
  const own = createDeriveKey(context);
  const engines = [createNativeEngine() ?? createPortableEngine(), createPortableEngine()];
  for (const { input_len: length, derive_key: expected } of cases) {
    const input = Uint8Array.from({ length }, (_, i) => i % 251);
    const noble = blake3(input, { context: new TextEncoder().encode(context) });
    const [first, second] = engines.map((engine) => hex(engine.hash(input)));
    const wanted = expected.slice(0, 64);
    verdicts.note(
      `${String(length)} bytes`,
      `${hex(own(input))} ${hex(noble)} ${first!}`,
      `${wanted} ${wanted} ${second!}`,
    );
  }
  return verdicts.group('BLAKE3 derive_key');
}
