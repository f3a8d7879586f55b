/** The version of the engine, which stands in receipts, reports and proofs. */

/**
 * Another one wherever a spec and a tree may give other edits than before: the engine's own, and that of the compiler that it asks.
 * A proof that was made with one version is repeated with that version.
 */
export const ENGINE_VERSION = 'dte-1.0.0+typescript-6.0.2';
