/**
 * Makes the project's own vectors, test/vectors/own: what somebody who writes the format in another language tests with.
 *
 * They are frozen: a test compares them with what stands in the repository. Where they have to grow, run
 * `node --import tsx --conditions=logline:src scripts/write-own-vectors.ts` and read the difference.
 */
import { signatures } from './signatures.ts';
import { lines } from './lines.ts';
import { atomics, chain } from './atomics.ts';
import { numbers } from './numbers.ts';

/** Answers the files, by name. */
export async function ownVectors(): Promise<Readonly<Record<string, string>>> {
  return {
    'atomics.json': pretty(await atomics()),
    'chain.jsonl': await chain(),
    'lines.json': pretty(lines()),
    'numbers.json': pretty(numbers()),
    'signatures.json': pretty(signatures()),
  };
}

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
