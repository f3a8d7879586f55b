/** Turns within one process: first come, first served. Between processes the lock file decides (base/file-lock.ts). */
import { LoglineError } from '../base/errors.ts';

/** Runs pieces of work one after the other. */
export class TurnQueue {
  readonly #name: string;
  readonly #timeoutMs: number;
  #last: Promise<void> = Promise.resolve();
  #length = 0;

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
  run<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      let late = false;
      const giveUp = (): void => {
        late = true;
        reject(this.#locked());
      };
      const timer = this.#length > 0 ? setTimeout(giveUp, this.#timeoutMs) : undefined;
      this.#length++;
      this.#last = this.#last.then(async () => {
        clearTimeout(timer);
        if (!late) {
          const done = work();
          resolve(done);
          await done.then(ignore, ignore);
        }
        this.#length--;
      });
    });
  }

  #locked(): LoglineError {
    const message = `${this.#name}: no turn within ${this.#timeoutMs} ms; earlier work of this process on this ledger has not ended.`;
    return new LoglineError('LEDGER_LOCKED', message, { details: { name: this.#name, timeoutMs: this.#timeoutMs } });
  }
}

/** However it ended: its caller has the answer, the next in the queue only waits for it. */
function ignore(): void {
  // nothing to do
}
