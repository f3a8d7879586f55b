/** One line by itself, and what stands around it. */
import { canonicalize, hashAtomic, parseAtomic, parseJson, verifyAtomic } from '../../atomic/index.ts';
import type { Atomic } from '../../atomic/index.ts';
import type { LineDetail } from './ledger-tasks.ts';
import type { Reader } from './reader.ts';

/** Answers it; `undefined` where there is no such line. */
export async function lineDetail(reader: Reader, index: number): Promise<LineDetail | undefined> {
  if (!reader.has(index)) return undefined;
  const neighbour = (at: number) => (reader.areOfOneStream(index, at) ? reader.row(at) : undefined);
  const text = await reader.text(index);
  const atomic = attempted(() => parseAtomic(text));
  const after = await neighbour(index + 1);
  return {
    row: await reader.row(index, Infinity),
    text,
    canonical: attempted(() => canonicalize(parseJson(text))),
    computedHash: atomic && attempted(() => hashAtomic(atomic)),
    signer: atomic?.signature?.public_key,
    cosigners: atomic?.cosignatures?.map(({ public_key }) => public_key) ?? [],
    prev: atomic?.prev,
    findings: verifyAtomic(text, { requireSignature: false }).findings,
    before: await neighbour(index - 1),
    after,
    prevOfAfter: after && (await prevOf(reader, index + 1)),
  };
}

async function prevOf(reader: Reader, index: number): Promise<string | undefined> {
  const text = await reader.text(index);
  const prev = attempted(() => (parseJson(text) as Partial<Atomic>).prev);
  return typeof prev === 'string' ? prev : undefined;
}

function attempted<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
