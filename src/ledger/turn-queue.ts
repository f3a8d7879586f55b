/** Turns within one process: first come, first served. Between processes the lock file decides (base/file-lock.ts). */
import { LoglineError } from '../base/errors.ts';

/** Runs pieces of work one after the other. */
export class TurnQueue {
  readonly #name: string;
  readonly #timeoutMs: number;
  /** Those who wait, in their order. */
  readonly #waiting: (() => void)[] = [];
  #isTaken = false;

  /**
   * @param name - of the ledger, for messages.
   * @param timeoutMs - longest wait for a turn.
   */
  constructor(name: string, timeoutMs: number) {
    this.#name = name;
    this.#timeoutMs = timeoutMs;
  }

  /**
   * Answers what `work` answers, once everything that came before has ended, well or not.
   *
   * @throws {LoglineError} LEDGER_LOCKED - that took longer than the time-out; `work` is not run then.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isTaken) await this.#turn();
    this.#isTaken = true;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#isTaken = false;
      else next();
    }
  }

  /** Waits until the one before hands over. */
  #turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      const start = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(start), 1);
        reject(this.#locked());
      }, this.#timeoutMs);
      this.#waiting.push(start);
    });
  }

  #locked(): LoglineError {
    const message = `${this.#name}: no turn within ${this.#timeoutMs} ms; earlier work of this process on this ledger has not ended.`;
    return new LoglineError('LEDGER_LOCKED', message, { details: { name: this.#name, timeoutMs: this.#timeoutMs } });
  }
}
