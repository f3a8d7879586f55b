/** Every domain-separation tag of the format, in one place. Source: docs/format.md, "Hash". */

/** Context of BLAKE3's derive_key mode for the hash of an atomic. */
export const HASH_CONTEXT = 'JsonAtomic/v1';

/** The version that this release writes and reads. */
export const SCHEMA_VERSION = '1.1.0';
