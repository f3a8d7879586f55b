/** Contents of evidence, each in a file that is named by its SHA-256: the ledger holds digests alone. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LoglineError } from 'logline-core';

/** A folder of contents. */
export class Contents {
  readonly #folder: string;
  /** By name, as far as they were looked at: what a digest names does not change. */
  readonly #sizes = new Map<string, number>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Keeps a content; whole or not at all. @throws {LoglineError} OUTPUT_UNWRITABLE */
  put(sha256: string, bytes: Uint8Array): void {
    const draft = join(this.#folder, `.${randomUUID()}`);
    try {
      mkdirSync(this.#folder, { recursive: true });
      writeFileSync(draft, bytes, { mode: 0o600, flush: true });
      renameSync(draft, join(this.#folder, sha256));
    } catch (cause) {
      throw new LoglineError('OUTPUT_UNWRITABLE', 'The folder of contents cannot be written.', { cause });
    }
  }

  /** Answers a content by its digest; nothing where it is not there. @throws {LoglineError} INPUT_UNREADABLE */
  get(sha256: string): Uint8Array | undefined {
    try {
      return readFileSync(join(this.#folder, sha256));
    } catch (cause) {
      if ((cause as { code?: unknown }).code === 'ENOENT') return undefined;
      throw new LoglineError('INPUT_UNREADABLE', 'A recorded content cannot be read.', { cause });
    }
  }

  /** Answers how many bytes all contents have. Looks at each file once in its life. */
  async sizeBytes(): Promise<number> {
    const names = await readdir(this.#folder).catch(() => []);
    let sum = 0;
    for (const name of names.filter((one) => DIGEST.test(one))) {
      const size = this.#sizes.get(name) ?? (await stat(join(this.#folder, name))).size;
      this.#sizes.set(name, size);
      sum += size;
    }
    return sum;
  }
}

const DIGEST = /^[0-9a-f]{64}$/;
