/** The checks that a line goes through, in words; which codes of findings belong to which. */
import type { Finding } from '../base/report.ts';

/** One kind of check. */
export interface CheckKind {
  readonly title: string;
  /** What it shows when it passes. */
  readonly meaning: string;
  /** Why it fails, for somebody who has never seen it. */
  readonly failing: string;
  readonly codes: ReadonlySet<string>;
}

const codes = (text: string): ReadonlySet<string> => new Set(text.split(' '));

export const CHECK_KINDS = {
  text: {
    title: 'Text',
    meaning: 'It is JSON that all readers read alike',
    failing: 'The line is no longer JSON that every reader takes for the same thing, so nothing in it can be judged.',
    codes: codes(
      'PARSE_ERROR INVALID_UTF8 DUPLICATE_KEY LONE_SURROGATE NUMBER_PRECISION LINE_TOO_LARGE TOO_DEEP TRUNCATED_TAIL NON_CANONICAL',
    ),
  },
  schema: {
    title: 'Schema',
    meaning: 'It has what an atomic has, and nothing else',
    failing: 'The line is JSON, but not an atomic: a member is missing, unknown or of another kind.',
    codes: codes('SCHEMA_INVALID UNSUPPORTED_VERSION'),
  },
  hash: {
    title: 'Hash',
    meaning: 'Its hash is the hash of its content',
    failing:
      'The hash in the line was made of what the line said before. Whatever is changed, even by one character, has another hash.',
    codes: codes('MISSING_HASH HASH_MISMATCH'),
  },
  signature: {
    title: 'Signature',
    meaning: 'The key in it signed that hash',
    failing: 'The signature was made over another hash. A new one can be made only by who has the secret key.',
    codes: codes('INVALID_SIGNATURE UNSIGNED'),
  },
  signer: {
    title: 'Signer',
    meaning: 'That key is trusted here',
    failing:
      'The line is signed, but by a key that the keyring does not have for it. Anybody can make a key; who is trusted is decided elsewhere.',
    codes: codes('UNTRUSTED_KEY KEY_EXPIRED KEY_REVOKED SIGNER_MISMATCH'),
  },
  place: {
    title: 'Place',
    meaning: 'It follows the line before it',
    failing:
      'Each line names the hash of the line before it. Change, remove or move a line, and the next one names something that is no longer there.',
    codes: codes('PREV_MISMATCH MISSING_PREV PARTIAL_LEDGER FORK_DETECTED DUPLICATE_ATOMIC SEAL_MISMATCH'),
  },
} as const satisfies Readonly<Record<string, CheckKind>>;

/** A kind by its name. */
export type CheckName = keyof typeof CHECK_KINDS;
export const CHECK_NAMES = Object.keys(CHECK_KINDS) as readonly CheckName[];

/** How a check of one line ended. */
export type Outcome = 'passes' | 'fails' | 'not judged';

/** Answers how each check of a line ended, from its findings. What comes after a fault of the text or the schema cannot be judged. Pure. */
export function outcomesOf(
  findings: readonly Finding[],
  known: { readonly isSigned: boolean; readonly hasKeyring: boolean },
): Readonly<Record<CheckName, Outcome>> {
  const fails = (name: CheckName): boolean => findings.some(({ code }) => CHECK_KINDS[name].codes.has(code));
  const isText = !fails('text');
  const isAtomic = isText && !fails('schema');
  const judged: Readonly<Record<CheckName, boolean>> = {
    text: true,
    schema: isText,
    hash: isAtomic,
    signature: isAtomic && known.isSigned,
    signer: isAtomic && known.isSigned && known.hasKeyring && !fails('hash') && !fails('signature'),
    place: isText,
  };
  return Object.fromEntries(
    CHECK_NAMES.map((name) => [name, fails(name) ? 'fails' : judged[name] ? 'passes' : 'not judged']),
  ) as Record<CheckName, Outcome>;
}
