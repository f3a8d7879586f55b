/** What is not handed out any more: contents and events that somebody who may withheld, with the reason. */
import { canonicalize } from '../atomic/index.ts';
import type { Keyring } from '../ledger/index.ts';
import { evidenceWithheldSchema } from './generated/validators.ts';
import { evidenceOf } from './mission-evidence.ts';
import type { CollectOptions, EvidenceEvent, ToldAtomic } from './mission-evidence.ts';

/** What is withheld, each with the reason. */
export interface Withheld {
  /** By SHA-256. */
  readonly contents: ReadonlyMap<string, string>;
  /** By the hash of the atomic. */
  readonly events: ReadonlyMap<string, string>;
}

/** Answers what the events that count withhold. With roles in the keyring, an agent cannot: it could hide its own work. Pure. */
export function withheldBy(events: readonly EvidenceEvent[], keyring: Keyring | undefined): Withheld {
  const contents = new Map<string, string>();
  const hidden = new Map<string, string>();
  for (const { type, refused, data, signer } of events) {
    if (type !== 'evidence_withheld' || refused !== undefined || !evidenceWithheldSchema.accepts(data)) continue;
    if (!mayWithhold(signer, keyring)) continue;
    const { what, target, reason } = data;
    const map = what === 'content' ? contents : hidden;
    if (!map.has(target)) map.set(target, reason);
  }
  return { contents, events: hidden };
}

/** Answers whether what a key withholds counts. Pure. */
export function mayWithhold(signer: string | null, keyring: Keyring | undefined): boolean {
  const roles = keyring?.keys.find(({ public_key }) => public_key === signer)?.roles;
  return (
    roles === undefined || (!roles.includes('agent') && roles.some((role) => role === 'human' || role === 'admin'))
  );
}

/**
 * Answers the lines that can be withheld: without them, the mission stands where it stands with them. An event that decides where it stands
 * is never left out, for then nobody could prove it.
 */
export function withholdable(
  told: readonly ToldAtomic[],
  mission: string,
  options: Pick<CollectOptions, 'reader' | 'keyring'>,
): ReadonlyMap<string, string> {
  const { events } = evidenceOf(told, mission, options);
  const named = withheldBy(events, options.keyring).events;
  return new Map([...named].filter(([hash]) => canWithhold(told, mission, hash, options)));
}

/** Answers whether a mission stands without a line where it stands with it. What withholds something is not withheld itself. Pure. */
export function canWithhold(
  told: readonly ToldAtomic[],
  mission: string,
  hash: string,
  options: Pick<CollectOptions, 'reader' | 'keyring'>,
): boolean {
  const line = told.find(({ atomic }) => atomic.hash === hash);
  if (line === undefined || line.atomic.intent === 'evidence_withheld') return false;
  const standing = canonicalAccount(evidenceOf(told, mission, options).account);
  const without = told.filter((one) => one !== line);
  return standsSame(without, mission, options, standing);
}

function standsSame(
  told: readonly ToldAtomic[],
  mission: string,
  options: Pick<CollectOptions, 'reader' | 'keyring'>,
  standing: string,
): boolean {
  try {
    return canonicalAccount(evidenceOf(told, mission, options).account) === standing;
  } catch {
    return false; // without it there would be no mission
  }
}

/** Members that are undefined are none in JSON. */
const canonicalAccount = (account: object): string => canonicalize(JSON.parse(JSON.stringify(account)));
