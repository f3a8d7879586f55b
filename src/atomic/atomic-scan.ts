/**
 * Judges a canonical line by the schema of atomics over its bytes, without a value being made of it, and finds what verification asks for.
 *
 * The answer "no" means only "not proven here": the caller then parses the line and asks the schema, which also knows the reasons. So
 * what is rare stays with the schema: cosignatures, and intents that the format itself gives a meaning. A property test holds this
 * reading and the schema to one verdict.
 */
import { equalBytes, toUtf8 } from '../base/bytes.ts';
import { afterValue, startsWith } from './canonical-scan.ts';
import type { MemberPlaces } from './canonical-scan.ts';
import { SCHEMA_VERSION } from './domains.ts';
import { isHexText, isIntentText, isPathText, isTimestampText, isUuidText } from './text-forms.ts';
import { WELL_KNOWN_INTENTS } from './well-known.ts';

/** Where the texts stand that verification asks for: offsets behind their quotes, -1 where they are missing. */
export class AtomicPlaces {
  hash = -1;
  prev = -1;
  /** `signature.public_key` */
  signer = -1;
  /** `signature.sig` */
  sig = -1;
  /** `metadata.signed_by` */
  signedBy = -1;
  /** `metadata.created_at` */
  createdAt = -1;
  createdAtEnd = -1;
  /** `trace_id` */
  trace = -1;
  /** `metadata.trace_id` */
  olderTrace = -1;

  clear(): void {
    this.hash = this.prev = this.signer = this.sig = this.signedBy = -1;
    this.createdAt = this.createdAtEnd = this.trace = this.olderTrace = -1;
  }
}

/** Proves lines to be atomics, one at a time. A ledger has millions of them, so one object serves all. */
export class AtomicScan {
  /** Of the line proven last. Meaningful after a proof that succeeded. */
  readonly places = new AtomicPlaces();

  /** Answers whether the line, which was proven canonical and has these members, is an atomic. False means "not proven". */
  prove(bytes: Uint8Array, { count, keys, values, ends }: MemberPlaces): boolean {
    this.places.clear();
    const walk = new Walk(ATOMIC, this.places);
    for (let i = 0; i < count; i++) if (!walk.accepts(bytes, keys[i]!, values[i]!, ends[i]!)) return false;
    return walk.isComplete && hasOneTrace(bytes, this.places);
  }
}

/** Whether the value in `bytes[at, end)`, which is canonical JSON, fits; notes where it stands. */
type Accepts = (bytes: Uint8Array, at: number, end: number, places: AtomicPlaces) => boolean;

interface Member {
  /** With its quotes and its colon. */
  readonly key: Uint8Array;
  readonly isRequired: boolean;
  readonly accepts: Accepts;
}

interface Shape {
  /** In canonical order. */
  readonly members: readonly Member[];
  readonly required: number;
  /** Whether members that are not listed are allowed. */
  readonly isOpen: boolean;
}

/** Holds the members of an object, as they come, against a shape. Both are in canonical order, so one pass over each is enough. */
class Walk {
  readonly #shape: Shape;
  readonly #places: AtomicPlaces;
  #next = 0;
  #required = 0;

  constructor(shape: Shape, places: AtomicPlaces) {
    this.#shape = shape;
    this.#places = places;
  }

  get isComplete(): boolean {
    return this.#required === this.#shape.required;
  }

  accepts(bytes: Uint8Array, key: number, value: number, end: number): boolean {
    const { members, isOpen } = this.#shape;
    for (let i = this.#next; i < members.length; i++) {
      const member = members[i]!;
      if (!startsWith(bytes, key, member.key)) continue;
      this.#next = i + 1;
      if (member.isRequired) this.#required++;
      return member.accepts(bytes, value, end, this.#places);
    }
    return isOpen;
  }
}

function shapeOf(members: Readonly<Record<string, Accepts>>, required: readonly string[], isOpen = false): Shape {
  return {
    members: Object.keys(members)
      .sort()
      .map((name) => ({ key: toUtf8(`"${name}":`), isRequired: required.includes(name), accepts: members[name]! })),
    required: required.length,
    isOpen,
  };
}

/** An object of this shape. */
const fits =
  (shape: Shape): Accepts =>
  (bytes, at, end, places) => {
    if (bytes[at] !== OPEN) return false;
    const walk = new Walk(shape, places);
    for (let key = at + 1; key < end - 1;) {
      const value = afterValue(bytes, key, 0) + 1; // a key is a text, and a colon follows it
      const valueEnd = afterValue(bytes, value, ANY_DEPTH);
      if (!walk.accepts(bytes, key, value, valueEnd)) return false;
      key = valueEnd + 1;
    }
    return walk.isComplete;
  };

/** The older place of the trace id may repeat the newer one. */
function hasOneTrace(bytes: Uint8Array, { trace, olderTrace }: AtomicPlaces): boolean {
  if (trace < 0 || olderTrace < 0) return true;
  return equalBytes(bytes.subarray(trace, trace + UUID_CHARS), bytes.subarray(olderTrace, olderTrace + UUID_CHARS));
}

const QUOTE = 0x22;
const OPEN = 0x7b;
const UUID_CHARS = 36;
/** The line was proven to be no deeper than it may be. */
const ANY_DEPTH = Infinity;

const isText: Accepts = (bytes, at) => bytes[at] === QUOTE;
const isFullText: Accepts = (bytes, at, end) => bytes[at] === QUOTE && end - at > 2;
const isObject: Accepts = (bytes, at) => bytes[at] === OPEN;

/** An array whose elements are texts. */
const isTexts: Accepts = (bytes, at, end) => {
  if (bytes[at] !== 0x5b) return false;
  for (at++; at < end - 1; at = afterValue(bytes, at, 0) + 1) if (bytes[at] !== QUOTE) return false;
  return true;
};

/** A text of this form; a text with an escape in it has none of them. */
const isOfForm =
  (form: (bytes: Uint8Array, start: number, end: number) => boolean): Accepts =>
  (bytes, at, end) =>
    bytes[at] === QUOTE && form(bytes, at + 1, end - 1);

const isOneOf = (...texts: readonly string[]): Accepts => {
  const words = texts.map((text) => toUtf8(`"${text}"`));
  return (bytes, at, end) => words.some((word) => word.length === end - at && startsWith(bytes, at, word));
};

/** What fits, and whose place is noted. */
const noted =
  (place: Exclude<keyof AtomicPlaces, 'clear'>, accepts: Accepts): Accepts =>
  (bytes, at, end, places) => {
    places[place] = at + 1;
    return accepts(bytes, at, end, places);
  };

const isHexOfSize = (digits: number): Accepts =>
  isOfForm((bytes, start, end) => end - start === digits && isHexText(bytes, start, end));
const isHash = isHexOfSize(64);
const isPublicKey = isHexOfSize(64);
const isUuid = isOfForm(isUuidText);
const isTimestamp = isOfForm(isTimestampText);

const isCreationTime: Accepts = (bytes, at, end, places) => {
  places.createdAtEnd = end - 1;
  return isTimestamp(bytes, at, end, places);
};

const isIntent = isOfForm(isIntentText);
const isWellKnownIntent = isOneOf(...WELL_KNOWN_INTENTS);

/** An intent that the format gives a meaning is left to the schema, which judges the payload with it. */
const isOwnIntent: Accepts = (...place) => isIntent(...place) && !isWellKnownIntent(...place);

const DID = shapeOf({ actor: isFullText, action: isFullText, reason: isText }, ['actor', 'action']);

const METADATA = shapeOf(
  {
    created_at: noted('createdAt', isCreationTime),
    owner_id: isText,
    parent_id: isText,
    signed_by: noted('signedBy', isPublicKey),
    tags: isTexts,
    tenant_id: isText,
    trace_id: noted('olderTrace', isUuid),
    version: isText,
  },
  ['created_at'],
  true,
);

const SIGNATURE = shapeOf(
  {
    alg: isOneOf('Ed25519'),
    public_key: noted('signer', isPublicKey),
    sig: noted('sig', isHexOfSize(128)),
    signed_at: isTimestamp,
  },
  ['alg', 'public_key', 'sig'],
);

const ATOMIC = shapeOf(
  {
    schema_version: isOneOf(SCHEMA_VERSION),
    entity_type: isOneOf('file', 'function', 'law', 'decision', 'agent', 'contract', 'test'),
    intent: isOwnIntent,
    this: isOfForm(isPathText),
    did: fits(DID),
    trace_id: noted('trace', isUuid),
    metadata: fits(METADATA),
    input: isObject,
    payload: isObject,
    output: isObject,
    when: isObject,
    status: isObject,
    policy: isObject,
    prev: noted('prev', isHash),
    hash: noted('hash', isHash),
    signature: fits(SIGNATURE),
  },
  ['schema_version', 'entity_type', 'this', 'did', 'metadata'],
);
