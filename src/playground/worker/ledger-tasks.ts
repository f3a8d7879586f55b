/** What the worker for ledgers can be asked. The page imports the types alone. */
import type { LedgerReport, StreamsReport } from '../../ledger/index.ts';
import type { Finding } from '../../base/report.ts';
import type { Lanes } from '../../drawing/index.ts';
import type { Example } from './example.ts';
import type { NameCount } from './line-index.ts';
import type { Row } from './row.ts';

/** A file that was handed in. */
export interface OpenFile {
  /** Path relative to what was opened, with forward slashes. */
  readonly path: string;
  readonly blob: Blob;
}

/** How far a task is. */
export interface Advance {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly lines: number;
  /** Found since the last time. */
  readonly findings?: readonly Finding[];
}

/** What is to be found. Empty texts and missing members leave nothing out. */
export interface Filter {
  readonly trace: string;
  readonly actor: string;
  readonly intent: string;
  readonly mission: string;
  /** Milliseconds since 1970. */
  readonly fromMs?: number;
  readonly untilMs?: number;
  /** Anywhere in the line, upper and lower case alike. */
  readonly text: string;
  /** Lines of findings alone: their places in the list of all. */
  readonly only?: readonly number[];
}

/** What is open. */
export interface LedgerFacts {
  readonly lines: number;
  readonly sizeBytes: number;
  readonly unreadable: number;
  readonly streams: readonly { readonly path: string; readonly first: number; readonly lines: number }[];
  readonly actors: readonly NameCount[];
  readonly intents: readonly NameCount[];
  readonly missions: readonly NameCount[];
}

/** A line and what it is by itself. */
export interface LineDetail {
  readonly row: Row;
  readonly text: string;
  /** Canonical text, where the line is JSON that has one. */
  readonly canonical: string | undefined;
  /** The hash of the content as it stands, where the line is an atomic. */
  readonly computedHash: string | undefined;
  readonly signer: string | undefined;
  readonly cosigners: readonly string[];
  readonly prev: string | undefined;
  /** What is wrong with the line by itself. */
  readonly findings: readonly Finding[];
  /** The lines around it in its stream. */
  readonly before: Row | undefined;
  readonly after: Row | undefined;
  readonly prevOfAfter: string | undefined;
}

/** How a ledger is verified. */
export interface VerifySettings {
  /** Text of a keyring, or public keys one a line; empty: nobody says whom to trust. */
  readonly keyring: string;
  readonly partial: boolean;
  readonly strict: boolean;
  readonly requireSignatures: boolean;
}

/** What a code means. */
export interface Explained {
  readonly title: string;
  readonly fix: string;
}

/** A verdict. */
export interface Verdict {
  readonly report: LedgerReport | StreamsReport;
  /** Meanings of the codes in it. */
  readonly codes: Readonly<Record<string, Explained>>;
  readonly elapsedMs: number;
}

/** What is asked of a draft while it is written. */
export interface DraftAsked {
  readonly text: string;
  /** 64 lower-case hex; empty while there is no key. */
  readonly publicKey: string;
  readonly prev: string;
}

/** What a draft is. */
export interface DraftAnswer {
  readonly findings: readonly Finding[];
  /** Of the atomic that it would become; `undefined` while something is wrong. */
  readonly hash: string | undefined;
  readonly hashBytes: Uint8Array | undefined;
}

/** What a forger tries: to make the hash fit again, or to sign with another key. */
export interface ForgeAsked {
  readonly move: 'hash' | 'signature';
  readonly text: string;
}

/** The tasks. */
export interface LedgerTasks {
  readonly open: (files: readonly OpenFile[], tell: (advance: Advance) => void) => Promise<LedgerFacts>;
  readonly filter: (filter: Filter, tell: (advance: Advance) => void) => Promise<number>;
  readonly rows: (range: { readonly from: number; readonly to: number }) => Promise<readonly Row[]>;
  /** Texts of lines, whatever the filter finds. */
  readonly texts: (range: { readonly from: number; readonly to: number }) => Promise<readonly string[]>;
  readonly timeline: (by: 'mission' | 'actor') => Lanes;
  readonly line: (index: number) => Promise<LineDetail | undefined>;
  readonly find: (hash: string) => Promise<number | undefined>;
  readonly verify: (
    asked: {
      readonly files: readonly OpenFile[];
      readonly settings: VerifySettings;
      /** Each leads to a worker that checks signatures besides. */
      readonly hands: readonly MessagePort[];
    },
    tell: (advance: Advance) => void,
  ) => Promise<Verdict>;
  /** Checks signatures for another worker, as long as this one is there. */
  readonly lend: (port: MessagePort) => Promise<void>;
  readonly verifyText: (asked: { readonly text: string; readonly settings: VerifySettings }) => Promise<Verdict>;
  readonly forge: (asked: ForgeAsked) => Promise<string>;
  readonly draft: (asked: DraftAsked) => Promise<DraftAnswer>;
  readonly finish: (asked: DraftAsked & { readonly signature: Uint8Array }) => Promise<string>;
  readonly signWithSeed: (asked: { readonly seed: string; readonly message: Uint8Array }) => Promise<Uint8Array>;
  readonly publicKey: (seed: string) => string;
  readonly example: () => Promise<Example>;
}
