/** Seals: a signed atomic on the trunk that says how far each stream of the folder has come. Source: docs/format.md, "Streams and seals". */
import { DEFAULT_LIMITS, ledgerSealSchema, parseJson } from '../atomic/index.ts';
import type { Atomic, Draft, LedgerSeal, SealedStream } from '../atomic/index.ts';
import { isHex } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { readLines } from './lines.ts';
import { looseAtomic, mayHold } from './loose.ts';
import type { LedgerSource } from './store.ts';

/** The stream that holds the seals of its folder. */
export const TRUNK = 'main.jsonl';

/** One stream of a folder. */
export interface Stream {
  /** Path relative to the folder, with forward slashes. */
  readonly path: string;
  /** Its bytes. */
  readonly source: LedgerSource;
}

/** What a seal draft says besides the streams. */
export interface SealFacts {
  /** Who seals, for `did.actor`. */
  readonly actor: string;
  /** RFC 3339. */
  readonly createdAt: string;
}

/**
 * Answers the draft of a seal over the streams as they stand now. The trunk is left out, since the seal's own `prev` covers it, and so are empty
 * streams. Sorted by path.
 *
 * @throws {LoglineError} LEDGER_BROKEN - the last line of a stream states no hash. INPUT_MISSING, INPUT_UNREADABLE.
 */
export async function sealDraft(streams: readonly Stream[], { actor, createdAt }: SealFacts): Promise<Draft> {
  const sealed: SealedStream[] = [];
  for (const { path, source } of [...streams].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const entry = path === TRUNK ? undefined : await measure(path, source);
    if (entry) sealed.push(entry);
  }
  return {
    entity_type: 'contract',
    intent: 'ledger_seal',
    this: '/ledger/seal',
    did: { actor, action: 'seal' },
    metadata: { created_at: createdAt },
    payload: { streams: sealed },
  };
}

/** Answers what an atomic seals, or `undefined` where it is no seal. Pure. */
export function sealOf({ intent, payload }: Atomic): LedgerSeal | undefined {
  return intent === 'ledger_seal' && ledgerSealSchema.accepts(payload) ? payload : undefined;
}

/** Answers the line of the last seal in a trunk, from 1, or 0 where there is none. The seal is not verified here. */
export async function lastSealLine(trunk: LedgerSource): Promise<number> {
  let found = 0;
  for await (const { bytes, starts, ends, firstLine } of readLines(trunk, {
    maxLineBytes: DEFAULT_LIMITS.maxLineBytes,
  })) {
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let i = starts.length - 1; i >= 0 && mayHold(view, 'ledger_seal'); i--) {
      const line = view.subarray(starts[i], ends[i]);
      const atomic = mayHold(line, 'ledger_seal') ? looseAtomic(line) : undefined;
      if (atomic === undefined || sealOf(atomic) === undefined) continue;
      found = firstLine + i;
      break;
    }
  }
  return found;
}

async function measure(path: string, source: LedgerSource): Promise<SealedStream | undefined> {
  let lines = 0;
  let last: Uint8Array = new Uint8Array(0);
  for await (const { bytes, starts, ends } of readLines(source, { maxLineBytes: DEFAULT_LIMITS.maxLineBytes })) {
    lines += starts.length;
    last = bytes.slice(starts.at(-1), ends.at(-1));
  }
  return lines === 0 ? undefined : { path, lines, head: headOf(last, path) };
}

/** A seal over a broken end would make the break look intended. */
function headOf(line: Uint8Array, path: string): string {
  try {
    const { hash } = Object(parseJson(line)) as { hash?: unknown };
    if (isHex(hash, 32)) return hash;
  } catch (cause) {
    throw new LoglineError('LEDGER_BROKEN', `The last line of ${path} is no JSON: it cannot be sealed.`, {
      details: { path },
      cause,
    });
  }
  throw new LoglineError('LEDGER_BROKEN', `The last line of ${path} states no hash: it cannot be sealed.`, {
    details: { path },
  });
}
