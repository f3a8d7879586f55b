/** What was opened: its lines, which one worker reads, and its verdict, which another one finds. Neither waits for the other, nor the page for them. */
import type { Finding } from '../../base/report.ts';
import { Observed } from '../observed.ts';
import { Channel, TaskError } from '../worker/channel.ts';
import type { TaskFailure } from '../worker/channel.ts';
import type {
  Advance,
  Filter,
  LedgerFacts,
  LedgerTasks,
  OpenFile,
  Verdict,
  VerifySettings,
} from '../worker/ledger-tasks.ts';
import type { PackTasks, PackVerdict } from '../worker/pack-tasks.ts';
import { startWorker } from '../worker/start-worker.ts';
import { lendHands } from './hands.ts';

/** How far long work has come. */
export type Phase<T> =
  | { readonly state: 'running'; readonly advance: Advance }
  | { readonly state: 'done'; readonly result: T }
  | { readonly state: 'failed'; readonly failure: TaskFailure };

/** The verdict on what was opened, while it is found as well. */
export interface Verification {
  readonly phase: Phase<Verdict | PackVerdict>;
  /** Found so far, the first ones. */
  readonly findings: readonly Finding[];
}

/** An audit pack is a file like others, but for its first bytes. */
interface Contents {
  readonly files: readonly OpenFile[];
  readonly pack?: Blob;
}

const BEGUN: Advance = { bytes: 0, totalBytes: 0, lines: 0 };
/** The page shows no more of them. */
const MOST_FINDINGS = 10_000;

export const DEFAULT_SETTINGS: VerifySettings = {
  keyring: '',
  partial: false,
  strict: false,
  requireSignatures: false,
};

/** A ledger, a folder of streams or an audit pack that is open. */
export class OpenedLedger {
  readonly name: string;
  readonly kind: 'ledger' | 'folder' | 'pack';
  readonly lines = new Observed<Phase<LedgerFacts>>({ state: 'running', advance: BEGUN });
  readonly verification = new Observed<Verification>({ phase: { state: 'running', advance: BEGUN }, findings: [] });
  /** How it is verified; changed by {@link OpenedLedger.verify}. */
  settings: VerifySettings;
  readonly #contents: Contents;
  readonly #reader: Channel<LedgerTasks>;
  #verifier: { readonly close: () => void } | undefined;

  private constructor(name: string, contents: Contents, reader: Channel<LedgerTasks>, settings: VerifySettings) {
    this.name = name;
    this.kind = contents.pack !== undefined ? 'pack' : contents.files.length > 1 ? 'folder' : 'ledger';
    this.#contents = contents;
    this.#reader = reader;
    this.settings = settings;
  }

  /** Opens files; what was opened is read and verified from now on. @throws {TaskError} a pack is no pack */
  static async open(
    name: string,
    files: readonly OpenFile[],
    settings: VerifySettings = DEFAULT_SETTINGS,
  ): Promise<OpenedLedger> {
    const [first] = files;
    const isPack = files.length === 1 && first !== undefined && (await isArchive(first.blob));
    const contents: Contents = isPack
      ? { files: await linesOfPack(first), pack: first.blob }
      : { files: sorted(files) };
    const opened = new OpenedLedger(
      name,
      contents,
      new Channel<LedgerTasks>(await startWorker('ledger-worker')),
      settings,
    );
    void opened.#read();
    void opened.verify(settings);
    return opened;
  }

  /** The files in their order; of a pack the lines that it holds. */
  get files(): readonly OpenFile[] {
    return this.#contents.files;
  }

  /** Verifies it anew. What is being verified is stopped. */
  async verify(settings: VerifySettings): Promise<void> {
    this.#verifier?.close();
    this.settings = settings;
    this.verification.set({ phase: { state: 'running', advance: BEGUN }, findings: [] });
    try {
      const { pack } = this.#contents;
      await (pack === undefined ? this.#verifyLines(settings) : this.#verifyPack(pack, settings));
    } catch (error) {
      if (isStopped(error)) return;
      this.verification.set({
        phase: { state: 'failed', failure: failureOf(error) },
        findings: this.verification.value.findings,
      });
    }
  }

  /** Lets go of it. */
  close(): void {
    this.#verifier?.close();
    this.#reader.close();
  }

  readonly ask: Channel<LedgerTasks>['ask'] = (task, input, tell) => this.#reader.ask(task, input, tell);

  /** Finds lines, and answers how many there are. */
  filter(filter: Filter, tell: (advance: Advance) => void): Promise<number> {
    return this.#reader.ask('filter', filter, tell);
  }

  /** The place in the list of all lines of a line of a stream. */
  placeOf(path: string | undefined, line: number): number | undefined {
    const { value } = this.lines;
    if (value.state !== 'done') return undefined;
    const stream = path === undefined ? value.result.streams[0] : value.result.streams.find((one) => one.path === path);
    return stream === undefined || line < 1 || line > stream.lines ? undefined : stream.first + line - 1;
  }

  async #read(): Promise<void> {
    try {
      const tell = (advance: Advance): void => this.lines.set({ state: 'running', advance });
      this.lines.set({ state: 'done', result: await this.#reader.ask('open', this.#contents.files, tell) });
    } catch (error) {
      if (!isStopped(error)) this.lines.set({ state: 'failed', failure: failureOf(error) });
    }
  }

  async #verifyLines(settings: VerifySettings): Promise<void> {
    const { files } = this.#contents;
    const channel = new Channel<LedgerTasks>(await startWorker('ledger-worker'));
    const hands = await lendHands(files.reduce((sum, { blob }) => sum + blob.size, 0));
    const close = (): void => {
      channel.close();
      hands.close();
    };
    this.#verifier = { close };
    const tell = (advance: Advance): void => this.#tell(advance);
    const { ports } = hands;
    try {
      const asked = channel.ask('verify', { files, settings, hands: ports }, tell, [...ports]);
      const result = await Promise.race([asked, hands.ended]);
      this.verification.set({ phase: { state: 'done', result }, findings: result.report.findings });
    } finally {
      close();
    }
  }

  async #verifyPack(pack: Blob, settings: VerifySettings): Promise<void> {
    const channel = new Channel<PackTasks>(await startWorker('pack-worker'));
    this.#verifier = channel;
    const result = await channel.ask('verify', { pack, settings });
    this.verification.set({ phase: { state: 'done', result }, findings: result.report.findings });
    channel.close();
  }

  #tell(advance: Advance): void {
    const { findings } = this.verification.value;
    const more = advance.findings ?? [];
    const all = more.length === 0 || findings.length >= MOST_FINDINGS ? findings : [...findings, ...more];
    this.verification.set({ phase: { state: 'running', advance }, findings: all });
  }
}

async function isArchive(blob: Blob): Promise<boolean> {
  const [first, second] = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  return first === 0x50 && second === 0x4b;
}

/** The lines that a pack tells: they are looked at like a ledger, and judged as the pack is. */
async function linesOfPack({ blob }: OpenFile): Promise<OpenFile[]> {
  const channel = new Channel<PackTasks>(await startWorker('pack-worker'));
  try {
    return [{ path: 'ledger/lines.jsonl', blob: new Blob([await channel.ask('lines', blob)]) }];
  } finally {
    channel.close();
  }
}

const sorted = (files: readonly OpenFile[]): OpenFile[] => [...files].sort((a, b) => (a.path < b.path ? -1 : 1));

/** What is thrown by closing is no failure. */
const isStopped = (error: unknown): boolean => error instanceof TaskError && error.failure.code === 'CANCELLED';

export function failureOf(error: unknown): TaskFailure {
  return error instanceof TaskError ? error.failure : { code: 'INTERNAL', message: String(error), fix: '' };
}
