/** Bounds on what is read, so that hostile input costs little. Source: docs/format.md, "Line". */

/** Limits on one JSON text. */
export interface JsonLimits {
  /** Longest text in bytes. @default 10_485_760 (10 MiB) */
  readonly maxLineBytes?: number;
  /** Deepest nesting of arrays and objects, at most 1000. @default 64 */
  readonly maxDepth?: number;
}

/** {@link JsonLimits} with every value set. */
export type ResolvedLimits = Required<JsonLimits>;

/** The limits of the format. */
export const DEFAULT_LIMITS: ResolvedLimits = { maxLineBytes: 10 * 1024 * 1024, maxDepth: 64 };

/** Fills in the defaults. `maxDepth` is cut to 1000, which the recursive readers can bear. Pure. */
export function resolveLimits(limits: JsonLimits = {}): ResolvedLimits {
  const { maxLineBytes = DEFAULT_LIMITS.maxLineBytes, maxDepth = DEFAULT_LIMITS.maxDepth } = limits;
  return { maxLineBytes, maxDepth: Math.min(maxDepth, 1000) };
}
