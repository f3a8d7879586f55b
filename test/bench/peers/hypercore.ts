/** hypercore: a signed append-only log of one writer. It signs the root of a Merkle tree, so that one signature holds for all before it. */
import { demandAll } from '../parts.ts';
import { inTurn, lineOf } from '../appenders.ts';
import { sampleDraft } from '../sample.ts';
import { requirePeer } from './installed.ts';

/** What of hypercore is used. */
interface Hypercore {
  readonly length: number;
  readonly core: unknown;
  ready(): Promise<void>;
  append(block: string | readonly string[]): Promise<unknown>;
  close(): Promise<void>;
}

interface Audit {
  readonly blocks: number;
  readonly corrupt: boolean;
  readonly droppedBlocks: number;
  readonly droppedTreeNodes: number;
}

/** A log in a folder. */
export class HypercoreAppender {
  readonly #log: Hypercore;
  readonly #line = lineOf(sampleDraft(0));

  private constructor(log: Hypercore) {
    this.#log = log;
  }

  static async open(folder: string): Promise<HypercoreAppender> {
    const Core = requirePeer('hypercore') as new (folder: string, options: { valueEncoding: string }) => Hypercore;
    const log = new Core(folder, { valueEncoding: 'utf-8' });
    await log.ready();
    return new HypercoreAppender(log);
  }

  /** Appends by so many callers, each of which waits for its append before the next. */
  async byCallers(callers: number, calls: number): Promise<number> {
    const next = inTurn(calls);
    await Promise.all(
      Array.from({ length: callers }, async () => {
        while (next() !== undefined) await this.#log.append(this.#line);
      }),
    );
    return calls;
  }

  /** Appends all lines at once. */
  async appendAll(lines: readonly string[]): Promise<void> {
    await this.#log.append(lines);
  }

  /** Hashes every block and every node of the tree again, and answers how many blocks are good. It checks no signature. */
  async audit(): Promise<number> {
    const audit = requirePeer('hypercore/lib/audit.js') as (core: unknown, options: object) => Promise<Audit>;
    const { blocks, corrupt, droppedBlocks, droppedTreeNodes } = await audit(this.#log.core, { dryRun: true });
    return demandAll(corrupt || droppedBlocks + droppedTreeNodes > 0 ? -1 : blocks, this.#log.length);
  }

  close(): Promise<void> {
    return this.#log.close();
  }
}
