/** All vectors, judged by src/atomic: nothing here needs Node, so the same code runs in a browser. */
import type { Group, VectorFiles } from './group.ts';
import { deriveKeys } from './hash-vectors.ts';
import { canonicalNumbers, canonicalTexts, jsonTestSuite, jsonTransforms } from './json-vectors.ts';
import { ownAtomics, ownLines, ownNumbers, ownSignatures } from './own-vectors.ts';
import { smallOrder, speccheck, wycheproof } from './signature-vectors.ts';

/** Judges every vector. */
export function judgeVectors(files: VectorFiles): Group[] {
  return [
    canonicalTexts(files),
    canonicalNumbers(files),
    ...jsonTestSuite(files),
    jsonTransforms(files),
    deriveKeys(files),
    wycheproof(files),
    speccheck(files),
    smallOrder(),
    ownAtomics(files),
    ownLines(files),
    ownNumbers(files),
    ownSignatures(files),
  ];
}
