/** Lines in one piece of memory, with every kind of line that verification tells apart, and what was found of them in a form to compare. */
import { cosign, signDraft } from '../../src/atomic/index.ts';
import type { LineFacts } from '../../src/atomic/index.ts';
import { rotationDraft } from '../../src/ledger/index.ts';
import type { CheckedLines, LinePiece } from '../../src/ledger/line-checks.ts';
import { at, chain, draft, publicKey, signer } from './fixtures.ts';

/** Answers the lines as a piece that has something before and behind it. */
export function pieceOf(lines: readonly string[], firstLine = 1): LinePiece {
  const encoder = new TextEncoder();
  const starts: number[] = [];
  const ends: number[] = [];
  let text = 'before\n';
  for (const line of lines) {
    starts.push(encoder.encode(text).length);
    text += line;
    ends.push(encoder.encode(text).length);
    text += '\n';
  }
  return { bytes: encoder.encode(`${text}behind`), starts, ends, firstLine };
}

/** A line of each kind, and what it is. */
export async function linesOfAllKinds(): Promise<Record<string, string>> {
  const rotation = rotationDraft(
    { oldKey: publicKey(1), newKey: publicKey(2) },
    { actor: 'a', createdAt: at(9), reason: 'r' },
  );
  const signed = await chain([
    { draft: draft(1) },
    { draft: draft(2, { input: { content: 'naïve 𝒻' } }) },
    { draft: rotation, cosigners: [signer(2)] },
  ]);
  const [plain, wide, change] = signed.map(({ line }) => line);
  const twice = await cosign(JSON.parse(plain!) as Parameters<typeof cosign>[0], signer(3));
  const { line: badTwice } = await cosign(twice.atomic, signer(4));
  const free = await signDraft(draft(3), signer(1), { bindSigner: false });
  return {
    plain: plain!,
    'with more than ASCII': wide!,
    cosigned: twice.line,
    'a change of keys': change!,
    'not canonical': plain!.replace('{', '{ '),
    'with a changed text': plain!.replace('console', 'consola'),
    'with a bad signature': withBadSignature(plain!),
    'with a bad cosignature': withBadSignature(badTwice),
    unsigned: withoutSignature(free.line),
    'without its signature': withoutSignature(plain!),
    'without a hash': '{"entity_type":"function"}',
    'no JSON': '{"a":',
    empty: '',
  };
}

/** The first signature of the line, with another digit in it. */
export const withBadSignature = (line: string): string =>
  line.replace(/"sig":"(.)/, (_, digit) => `"sig":"${digit === '0' ? '1' : '0'}`);

const withoutSignature = (line: string): string => line.replace(/,"signature":\{[^}]*\}/, '');

const FACTS = [
  ...['atomic', 'isAtomic', 'wellKnown', 'canonical', 'findings'],
  ...['statedHash', 'statedPrev', 'signer', 'createdAt'],
] as readonly (keyof LineFacts)[];

/** All that was found, in a form to compare. */
export const told = ({ facts, unverified }: CheckedLines): object => ({
  facts: facts.map((line) => Object.fromEntries(FACTS.map((name) => [name, line[name]]))),
  unverified: [...unverified].sort(([a], [b]) => a - b),
});
