/**
 * The error model: one class, one table of codes.
 *
 * A failure is thrown as a {@link LoglineError}; a finding (src/base/report.ts) is returned. Both take their code from
 * {@link CODES}, which is the public contract that `docs/errors.md` shows.
 */

/** What one code means to people and to programs. */
export interface CodeEntry {
  /** One line: what is wrong. */
  readonly title: string;
  /** One line: the way out. */
  readonly fix: string;
  /** Exit status of a program that ends with this code: 1 the answer is no, 2 usage or input, 3 the environment. */
  readonly exit: 1 | 2 | 3;
  /** HTTP status of a service that answers with this code. */
  readonly http: number;
}

/**
 * Every code of the library. The keys are stable: a code may be added, but never changes its meaning.
 *
 * @see docs/errors.md
 */
export const CODES = {
  // --- text that is no acceptable I-JSON (docs/format.md, "Line")
  PARSE_ERROR: {
    title: 'The text is not JSON.',
    fix: 'Correct the text at the position named; a ledger line is never edited, restore it from history instead.',
    exit: 2,
    http: 400,
  },
  INVALID_UTF8: {
    title: 'The bytes are not UTF-8.',
    fix: 'Write the text as UTF-8 without a byte order mark.',
    exit: 2,
    http: 400,
  },
  DUPLICATE_KEY: {
    title: 'An object has the same key twice.',
    fix: 'Keep one of the two members: readers differ in which one they believe.',
    exit: 2,
    http: 400,
  },
  LONE_SURROGATE: {
    title: 'A string holds half of a surrogate pair.',
    fix: 'Write the whole character, or put binary content into the string as base64 or hex.',
    exit: 2,
    http: 400,
  },
  NUMBER_PRECISION: {
    title: 'A number does not survive a round trip through an IEEE 754 double.',
    fix: 'Write the number as a string.',
    exit: 2,
    http: 400,
  },
  LINE_TOO_LARGE: {
    title: 'A line is longer than the limit.',
    fix: 'Store the content elsewhere and put its hash into the atomic, or raise the limit (maxLineBytes).',
    exit: 2,
    http: 413,
  },
  TOO_DEEP: {
    title: 'Arrays and objects are nested deeper than the limit.',
    fix: 'Flatten the value, or raise the limit (maxDepth).',
    exit: 2,
    http: 400,
  },
  TRUNCATED_TAIL: {
    title: 'The last line has no line feed and is not a whole atomic: a torn write.',
    fix: 'Run `logline-cli repair`, which moves the torn bytes into a file of their own.',
    exit: 1,
    http: 409,
  },
  // --- one atomic
  SCHEMA_INVALID: {
    title: 'The value is not an atomic as the schema defines it.',
    fix: 'Correct the member named; `logline-cli lint` shows every place with line and column.',
    exit: 2,
    http: 422,
  },
  UNSUPPORTED_VERSION: {
    title: 'The atomic has a schema version that this release does not read.',
    fix: 'Run `logline-cli migrate` on a 1.0.0 ledger; for a newer version, update logline-core.',
    exit: 2,
    http: 422,
  },
  MISSING_HASH: {
    title: 'The atomic has no hash.',
    fix: 'Sign it with `logline-cli sign`, which computes the hash.',
    exit: 1,
    http: 422,
  },
  HASH_MISMATCH: {
    title: 'The stored hash is not the hash of the content: the atomic was changed after it was signed.',
    fix: 'Restore the line from history; what it says now was never signed.',
    exit: 1,
    http: 422,
  },
  INVALID_SIGNATURE: {
    title: 'A signature or cosignature does not verify.',
    fix: 'Restore the line from history, or have the signer sign the atomic again.',
    exit: 1,
    http: 422,
  },
  UNSIGNED: {
    title: 'The atomic has no signature.',
    fix: 'Sign it, or accept unsigned atomics by leaving out --require-signatures.',
    exit: 1,
    http: 422,
  },
  UNTRUSTED_KEY: {
    title: 'The atomic is signed well, by a key that is not in the keyring.',
    fix: 'Add the key to the keyring if its owner may sign here; else treat the line as foreign.',
    exit: 1,
    http: 422,
  },
  KEY_EXPIRED: {
    title: 'The atomic is signed by a key outside of its time of validity.',
    fix: 'Rotate the key with `logline-cli keys rotate`, and sign with the new one.',
    exit: 1,
    http: 422,
  },
  KEY_REVOKED: {
    title: 'The atomic is signed by a key that was revoked before this line.',
    fix: 'Do not trust the line; have it written again with a valid key.',
    exit: 1,
    http: 422,
  },
  SIGNER_MISMATCH: {
    title: 'metadata.signed_by names another key than the signature does.',
    fix: 'Restore the line from history: somebody put another signature under it.',
    exit: 1,
    http: 422,
  },
  NON_CANONICAL: {
    title: 'The line is not in canonical form (RFC 8785).',
    fix: 'Write lines with `logline-cli append`, or leave out --strict for ledgers of older writers.',
    exit: 1,
    http: 422,
  },
  // --- the chain
  PREV_MISMATCH: {
    title: 'prev is not the hash of the line before it: lines were changed, removed, added or moved.',
    fix: 'Restore the ledger from history at the line named.',
    exit: 1,
    http: 422,
  },
  MISSING_PREV: {
    title: 'The atomic has no prev, and is not the first of its ledger.',
    fix: 'Write lines with `logline-cli append`, or sign with `--ledger`, which set prev.',
    exit: 1,
    http: 422,
  },
  PARTIAL_LEDGER: {
    title: 'The first line has a prev: this is a part of a ledger.',
    fix: 'Verify the whole ledger, or ask for a part with --partial or --from HASH.',
    exit: 1,
    http: 422,
  },
  SEAL_MISMATCH: {
    title: 'A sealed stream was cut, changed or removed.',
    fix: 'Restore the stream from history up to the sealed line.',
    exit: 1,
    http: 422,
  },
  FORK_DETECTED: {
    title: 'Two atomics follow the same one, and no merge joins them.',
    fix: 'Join the branches with `logline-cli rebase` or the merge driver; if one key signed both, ask its owner why.',
    exit: 1,
    http: 422,
  },
  DUPLICATE_ATOMIC: {
    title: 'The same atomic stands in the ledger twice.',
    fix: 'Remove the second copy in the change that brought it in.',
    exit: 1,
    http: 422,
  },
  NOT_APPEND_ONLY: {
    title: 'The ledger is no extension of the base it is compared with.',
    fix: 'Restore the base version and append to it; `logline-cli rebase` does so for two branches.',
    exit: 1,
    http: 422,
  },
  // --- failures
  USAGE: {
    title: 'The command or the argument is not one this program has.',
    fix: 'See --help.',
    exit: 2,
    http: 400,
  },
  INPUT_MISSING: {
    title: 'The file does not exist.',
    fix: 'Check the path.',
    exit: 3,
    http: 404,
  },
  INPUT_UNREADABLE: {
    title: 'The file cannot be read.',
    fix: 'Check that it is a file and that this user may read it.',
    exit: 3,
    http: 400,
  },
  OUTPUT_UNWRITABLE: {
    title: 'The file cannot be written.',
    fix: 'Check that its folder exists, that this user may write there and that the disk has space.',
    exit: 3,
    http: 500,
  },
  KEY_MALFORMED: {
    title: 'The key is not 64 lower-case hex characters (32 bytes).',
    fix: 'Generate keys with `logline-cli generate-keys`.',
    exit: 2,
    http: 400,
  },
  KEY_MISSING: {
    title: 'No signing key is set.',
    fix: 'Set SIGNING_KEY_HEX, SIGNING_KEY_FILE or SIGNING_KEY_COMMAND.',
    exit: 2,
    http: 400,
  },
  KEYRING_INVALID: {
    title: 'The keyring is not one.',
    fix: 'Correct the member named; docs/format.md shows the shape.',
    exit: 2,
    http: 422,
  },
  CONFIG_INVALID: {
    title: 'A setting is not one that this program has.',
    fix: 'Correct the member named in .jsonatomic/config.json or in the environment.',
    exit: 2,
    http: 500,
  },
  CANONICAL_UNSUPPORTED: {
    title: 'The value has no canonical JSON form.',
    fix: 'Hand in plain JSON values: no undefined, function, bigint, NaN, infinity or lone surrogate.',
    exit: 2,
    http: 422,
  },
  GUARD_REFUSED: {
    title: 'The policy refused the draft before it was written.',
    fix: 'Remove what the findings name; an append-only ledger cannot forget it afterwards.',
    exit: 1,
    http: 422,
  },
  SIGNER_FAILED: {
    title: 'The signer gave no usable signature.',
    fix: 'Run the signing command by itself and read its message; see docs/signers.md.',
    exit: 3,
    http: 502,
  },
  LEDGER_CONFLICT: {
    title: 'The ledger has another head than expected: somebody else appended.',
    fix: 'Read the head again and append on it.',
    exit: 3,
    http: 409,
  },
  LEDGER_LOCKED: {
    title: 'Another process holds the lock of the ledger.',
    fix: 'Wait for it, or raise lockTimeoutMs; a lock of a dead process is taken over by itself.',
    exit: 3,
    http: 423,
  },
  TREE_LOCKED: {
    title: 'Another process is changing the files of this tree.',
    fix: 'Wait for it; a lock of a dead process is taken over by itself.',
    exit: 3,
    http: 423,
  },
  LEDGER_UNAVAILABLE: {
    title: 'The ledger could not be written, or its database could not be reached.',
    fix: 'Free the disk, correct the permissions or start the database, then do it again: nothing that was acknowledged is lost.',
    exit: 3,
    http: 503,
  },
  DATABASE_OUTDATED: {
    title: 'The tables of the database are not those of this release.',
    fix: 'Run `logline-cli database migrate`; where the database is the newer one, update logline-core.',
    exit: 3,
    http: 503,
  },
  DRIVER_MISSING: {
    title: 'The driver for PostgreSQL is not installed.',
    fix: 'Run `npm install pg` in the project.',
    exit: 3,
    http: 501,
  },
  LEDGER_BROKEN: {
    title: 'The last line of the ledger is no atomic, so nothing can be appended to it.',
    fix: 'Run `logline-cli verify --check-prev-chain` and restore the ledger from history.',
    exit: 1,
    http: 409,
  },
  LEDGER_EXISTS: {
    title: 'The file to be written exists already.',
    fix: 'Choose another name: no existing ledger is overwritten.',
    exit: 2,
    http: 409,
  },
  // --- engines
  ENGINE_DISAGREEMENT: {
    title: 'Two engines judge one signature differently, or hash one line differently, so nothing was verified.',
    fix: 'Try again with LOGLINE_ENGINE=native, for hashes portable, and report what the file named holds: it is a fault of this program or of the machine.',
    exit: 3,
    http: 500,
  },
  ENGINE_UNAVAILABLE: {
    title: 'The engine asked for does not run here.',
    fix: 'Leave out --engine and LOGLINE_ENGINE: the fastest engine that runs is taken.',
    exit: 3,
    http: 501,
  },
  COMMAND_FAILED: {
    title: 'An external program could not be run or failed.',
    fix: 'Run it by itself and read its message.',
    exit: 3,
    http: 502,
  },
  CANCELLED: {
    title: 'The work was cancelled before it was done.',
    fix: 'Run it again.',
    exit: 3,
    http: 499,
  },
  INTERNAL: {
    title: 'The program has a fault.',
    fix: 'Report it with the output of --debug.',
    exit: 3,
    http: 500,
  },
  // --- change specs (docs/change-spec.md)
  SPEC_INVALID: {
    title: 'The change spec is not one.',
    fix: 'Correct the member named; docs/change-spec.md shows every form.',
    exit: 2,
    http: 422,
  },
  SELECTOR_INVALID: {
    title: 'The selector cannot be read.',
    fix: 'Correct it at the place named; docs/change-spec.md shows the language.',
    exit: 2,
    http: 422,
  },
  PATTERN_INVALID: {
    title: 'The pattern cannot be read.',
    fix: 'Write it in the syntax named; look-around and back-references do not exist in linear time.',
    exit: 2,
    http: 422,
  },
  INTENT_UNREADABLE: {
    title: 'The sentence is in no form that can be planned.',
    fix: 'Use one of the forms in docs/change-spec.md, or write the patches by hand.',
    exit: 2,
    http: 422,
  },
  LIMIT_EXCEEDED: {
    title: 'The work is larger than the limits allow.',
    fix: 'Narrow the scope or split the spec.',
    exit: 2,
    http: 413,
  },
  PATH_UNSAFE: {
    title: 'A path leads out of the tree, or to where nothing may be written.',
    fix: 'Use paths below the root, without "..", links and git\'s own folder.',
    exit: 2,
    http: 422,
  },
  TARGET_MISSING: {
    title: 'The patch matches nothing.',
    fix: 'Correct path or selector; `details.optional` says that there may be nothing.',
    exit: 1,
    http: 422,
  },
  TARGET_AMBIGUOUS: {
    title: 'The selector picks several symbols.',
    fix: 'Pick one by `details.declaredIn`, `details.container` or `:symbol()`, or all by `details.all`.',
    exit: 1,
    http: 422,
  },
  TARGET_EXTERNAL: {
    title: 'What is to change is declared outside of the tree.',
    fix: 'Change its uses with replaceAPI and `details.module`.',
    exit: 1,
    http: 422,
  },
  TARGET_EXISTS: {
    title: 'What is to be made exists already.',
    fix: 'Choose another name or path.',
    exit: 1,
    http: 409,
  },
  COUNT_MISMATCH: {
    title: 'There are more or fewer matches than `expectCount` says.',
    fix: 'Look at the places listed, then correct the selector or the count.',
    exit: 1,
    http: 422,
  },
  NAME_INVALID: {
    title: 'The new name cannot be used.',
    fix: 'Choose one identifier that is no reserved word and has no characters that look like others.',
    exit: 2,
    http: 422,
  },
  NAME_COLLISION: {
    title: 'The new name means something else already where it would stand.',
    fix: 'Choose another name, or rename what stands in the way first.',
    exit: 1,
    http: 422,
  },
  BINDING_CHANGED: {
    title: 'After the edits a name would mean something else than before.',
    fix: 'Look at the places listed: the change cannot be proven safe as it is.',
    exit: 1,
    http: 422,
  },
  OUT_OF_SCOPE: {
    title: 'The change reaches files that the scope leaves out.',
    fix: 'Add the files listed to `scope`, or choose another change.',
    exit: 1,
    http: 422,
  },
  EDIT_CONFLICT: {
    title: 'Two edits touch the same text.',
    fix: 'Put the two into specs of their own, or into one patch.',
    exit: 1,
    http: 409,
  },
  NEEDS_PERSON: {
    title: 'A place cannot be changed with certainty.',
    fix: 'Change the places listed by hand, or leave them out of the selection.',
    exit: 1,
    http: 422,
  },
  STILL_REFERENCED: {
    title: 'What is to be deleted is still used.',
    fix: 'Remove the uses listed first, or set `details.cascade`.',
    exit: 1,
    http: 422,
  },
  SYNTAX_BROKEN: {
    title: 'The text would not parse after the edit, or does not parse before it.',
    fix: 'Correct the text at the place named.',
    exit: 1,
    http: 422,
  },
  FILE_UNSUPPORTED: {
    title: 'The file cannot be edited safely.',
    fix: 'Leave it out of the scope: links, submodules, files that are not UTF-8 and very large files stay as they are.',
    exit: 1,
    http: 422,
  },
  MODIFIED_SINCE: {
    title: 'A file is not as it was when the change was planned or applied.',
    fix: 'Look at what changed there, and bring the file back or plan again.',
    exit: 1,
    http: 409,
  },
  NOT_APPLIED: {
    title: 'There is no record that this spec was applied here.',
    fix: 'Apply it first; a record is kept where it was applied.',
    exit: 1,
    http: 404,
  },
  TYPE_ERROR: {
    title: 'The type checker reports an error that it did not report before.',
    fix: 'Correct the place named, or the spec that made it.',
    exit: 1,
    http: 422,
  },
  INVARIANT_FAILED: {
    title: 'An invariant does not hold.',
    fix: 'Look at the places listed, and correct the code or the spec.',
    exit: 1,
    http: 422,
  },
  API_BREAKING: {
    title: 'The public interface changed in a way that breaks its users.',
    fix: 'Keep the old form beside the new one, or list the name in `details.allow`.',
    exit: 1,
    http: 422,
  },
  TESTS_FAILED: {
    title: 'The tests do not pass.',
    fix: 'Run them by themselves and read their messages.',
    exit: 1,
    http: 422,
  },
  MUTATION_SCORE_LOW: {
    title: 'The tests notice fewer of the mutants than the threshold asks for.',
    fix: 'Test what the surviving mutants changed; the report lists them.',
    exit: 1,
    http: 422,
  },
  NOT_CHECKED: {
    title: 'Something that should have been checked was not.',
    fix: 'Run it where it can be checked; until then the answer is not yes.',
    exit: 1,
    http: 422,
  },
  DIFF_UNEXPLAINED: {
    title: 'A difference is not what the spec yields.',
    fix: 'Read the hunks listed: nothing vouches for them but a reviewer.',
    exit: 1,
    http: 422,
  },
  // --- money (docs/finops.md)
  MONEY_INVALID: {
    title: 'The text is no amount of money.',
    fix: 'Write a decimal number as text, such as "12.50".',
    exit: 2,
    http: 422,
  },
  TIME_ZONE_INVALID: {
    title: 'There is no such time zone.',
    fix: 'Use an IANA name such as Europe/Berlin, or UTC.',
    exit: 2,
    http: 422,
  },
  PRICES_INVALID: {
    title: 'The price table is not one.',
    fix: 'Correct the member named; docs/finops.md shows the shape.',
    exit: 2,
    http: 422,
  },
  MODEL_UNKNOWN: {
    title: 'There is no price of the model.',
    fix: 'Correct the name, or add it to a price table: what has no price is never free.',
    exit: 2,
    http: 422,
  },
  CURRENCY_MISMATCH: {
    title: 'Amounts of two currencies meet.',
    fix: 'Keep one currency for each budget and what it covers.',
    exit: 2,
    http: 422,
  },
  BUDGET_UNKNOWN: {
    title: 'There is no such budget, or no such reservation that is open.',
    fix: 'Check its name; `finops budget` lists the budgets.',
    exit: 2,
    http: 404,
  },
  NAME_TAKEN: {
    title: 'The name stands for something else in the ledger.',
    fix: 'Choose another name: one name is one reservation, one usage or one forecast, for ever.',
    exit: 2,
    http: 409,
  },
  BUDGET_EXCEEDED: {
    title: 'The budget does not have that much left.',
    fix: 'Wait for the next period, raise the limit, or spend less.',
    exit: 1,
    http: 402,
  },
  POLICY_UNKNOWN: {
    title: 'No model policy is about the task.',
    fix: 'Set one with `policy set`; the task * is about every task.',
    exit: 2,
    http: 404,
  },
  RESPONSE_INVALID: {
    title: 'The text is no response of a model that says what it used.',
    fix: 'Give the JSON body as the provider sent it, with its member "usage".',
    exit: 2,
    http: 422,
  },
  // --- the gateway (docs/gateway.md)
  POLICY_INVALID: {
    title: 'The policy of the gateway is not one.',
    fix: 'Correct the member named; docs/gateway.md shows the shape.',
    exit: 2,
    http: 422,
  },
  RULES_INVALID: {
    title: 'The file of rules is not one.',
    fix: 'Correct the rule named; docs/gateway.md says what of a .gitleaks.toml is read.',
    exit: 2,
    http: 422,
  },
  VAULT_INVALID: {
    title: 'The vault does not open.',
    fix: 'Use the key that the vault was made with, and the vault as it was written.',
    exit: 2,
    http: 422,
  },
  SECRET_FOUND: {
    title: 'The text holds a secret.',
    fix: 'Take it out, and change it where it was known to others; it is never shown here.',
    exit: 1,
    http: 422,
  },
  PERSONAL_DATA_FOUND: {
    title: 'The text holds personal data.',
    fix: 'Take it out, or allow the rule in the policy.',
    exit: 1,
    http: 422,
  },
  TERM_FOUND: {
    title: 'The text holds a word that the policy lists.',
    fix: 'Take it out.',
    exit: 1,
    http: 422,
  },
  // --- missions (docs/mission.md)
  MISSION_UNKNOWN: {
    title: 'There is no such mission or batch.',
    fix: 'Check the id, and which ledger is read; `atomic mission list` shows those there are.',
    exit: 2,
    http: 404,
  },
  TRANSITION_REFUSED: {
    title: 'The mission is not where this could be done.',
    fix: 'Look where it stands with `atomic mission show`, and do first what the rule asks for.',
    exit: 1,
    http: 409,
  },
  APPROVAL_REFUSED: {
    title: 'The decision is not for this key to make.',
    fix: 'Have it made by a key that the keyring gives the role, as the rule says.',
    exit: 1,
    http: 403,
  },
  APPROVAL_STALE: {
    title: 'What was to be decided about has changed since.',
    fix: 'Look at it as it is now, and decide again.',
    exit: 1,
    http: 409,
  },
  APPROVAL_MISMATCH: {
    title: 'What a service shows is not what it asks to be approved.',
    fix: 'Sign nothing. Verify the ledger itself, and decide over it with `atomic mission approve`; a service of an older version shows too little for this.',
    exit: 1,
    http: 409,
  },
  MISSION_LEASED: {
    title: 'Another executor works on the mission.',
    fix: 'Wait until it is done; the lease of one that has ended is taken over by itself.',
    exit: 3,
    http: 423,
  },
  // --- evidence (docs/evidence.md)
  EVIDENCE_INVALID: {
    title: 'The content is not what it is recorded as.',
    fix: 'Record it as what it is, or with --kind other, which reads nothing of it.',
    exit: 2,
    http: 422,
  },
  PACK_MALFORMED: {
    title: 'The pack is not an archive of the one form that packs have.',
    fix: 'Use the pack as it was made: one that was unpacked and packed again is another file.',
    exit: 1,
    http: 422,
  },
  PACK_ALTERED: {
    title: 'The pack is not what was signed.',
    fix: 'Ask who made it for the pack as it was, or make it again from the ledger.',
    exit: 1,
    http: 422,
  },
  PACK_UNPROVEN: {
    title: 'What the pack says does not follow from the lines in it, or from the ledger that it is held against.',
    fix: 'Ask for a pack of the ledger as it is; what this one says is not to be relied on.',
    exit: 1,
    http: 422,
  },
  // --- the services (docs/services.md)
  REQUEST_INVALID: {
    title: 'The request is not one that the route takes.',
    fix: 'Correct the member named; `GET /openapi.json` of the service has the form of every request.',
    exit: 2,
    http: 400,
  },
  UNAUTHENTICATED: {
    title: 'The request has no key that is valid here.',
    fix: 'Send the key as `X-API-Key` or `Authorization: Bearer`; the operator sets keys with API_KEY or API_KEYS_FILE.',
    exit: 2,
    http: 401,
  },
  FORBIDDEN: {
    title: 'The key does not have the role for this.',
    fix: 'Use a key with one of the roles named.',
    exit: 2,
    http: 403,
  },
  NOT_FOUND: {
    title: 'There is nothing at this address.',
    fix: 'Check path and method; `GET /openapi.json` of the service lists them.',
    exit: 2,
    http: 404,
  },
  MEDIA_TYPE_UNSUPPORTED: {
    title: 'The body is of a type that is not read here.',
    fix: 'Send JSON with `Content-Type: application/json`.',
    exit: 2,
    http: 415,
  },
  TOO_MANY_REQUESTS: {
    title: 'The key has sent more requests than it may.',
    fix: 'Wait as long as `Retry-After` says, or raise RATE_LIMIT_MAX.',
    exit: 3,
    http: 429,
  },
  IDEMPOTENCY_KEY_REUSED: {
    title: 'The Idempotency-Key was sent before, with another request.',
    fix: 'Take a new key for each request; send a key again only with the request that it was sent with.',
    exit: 2,
    http: 422,
  },
  OVERLOADED: {
    title: 'The service has more requests than it can answer.',
    fix: 'Send the request again after the seconds in `Retry-After`.',
    exit: 3,
    http: 503,
  },
  MAINTENANCE: {
    title: 'The service is being maintained and begins nothing new.',
    fix: 'Wait for the end of the maintenance; what is under way goes on.',
    exit: 3,
    http: 503,
  },
  LEDGER_NOT_WRITER: {
    title: 'Another process is the writer of this ledger file.',
    fix: 'Send writes to that one: its figure ledger_is_writer is 1.',
    exit: 3,
    http: 503,
  },
  // --- answers of services, as the client reads them (docs/client.md)
  SERVICE_UNREACHABLE: {
    title: 'The service does not answer.',
    fix: 'Check the address, that the services run, and the network; what was sent may have been done all the same.',
    exit: 3,
    http: 502,
  },
  SERVICE_ANSWER_INVALID: {
    title: 'What answered is not one of the services.',
    fix: 'Give the address of the ledger API, such as http://localhost:8000, or of the proxy before the services.',
    exit: 3,
    http: 502,
  },
} as const satisfies Record<string, CodeEntry>;

/** A key of {@link CODES}. */
export type Code = keyof typeof CODES;

/** JSON-able facts about an error: positions, names, sizes. Never a secret. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/** What may be handed to a {@link LoglineError} beside its code and message. */
export interface LoglineErrorOptions {
  /** JSON-able facts: where it happened and what was found there. @default {} */
  readonly details?: ErrorDetails;
  /** The error that led to this one. @default none */
  readonly cause?: unknown;
}

/**
 * The one error class of the library.
 *
 * `message` says what is wrong and where; `code` is stable and what programs should look at; `fix` says what to do.
 */
export class LoglineError extends Error {
  override readonly name = 'LoglineError';
  /** A key of {@link CODES}. */
  readonly code: Code;
  /** JSON-able facts about the case. */
  readonly details: ErrorDetails;

  constructor(code: Code, message: string = CODES[code].title, options: LoglineErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }

  /** One line: the way out. */
  get fix(): string {
    return CODES[this.code].fix;
  }

  /** The JSON form that programs and services answer with: `{code, message, details}`. */
  toJSON(): { code: Code; message: string; details: ErrorDetails } {
    return { code: this.code, message: this.message, details: this.details };
  }
}

/** Answers whether a failure may pass by itself, so that the same call may succeed later: `details.retryable` says so. Pure. */
export function isRetryable(error: unknown): error is LoglineError {
  return error instanceof LoglineError && error.details['retryable'] === true;
}
