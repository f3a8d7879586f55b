/** What a store did by itself, which its user should hear of. */
export interface StoreNotice {
  /**
   * `torn-tail-moved`: bytes of a write that was cut off now are in a file of their own. `line-feed-added`: the last line had none.
   * `lock-taken-over`: its owner had ended without letting go. `lock-not-released`: others wait until this process ends.
   */
  readonly kind: 'torn-tail-moved' | 'line-feed-added' | 'lock-taken-over' | 'lock-not-released';
  /** One sentence for people, with the path. */
  readonly message: string;
  /** JSON-able facts: paths, offsets and sizes in bytes. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** Hears of notices. Called before the append that met them returns; must not throw. */
export type OnNotice = (notice: StoreNotice) => void;
