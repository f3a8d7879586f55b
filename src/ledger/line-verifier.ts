/** The fold of verification: what each line adds to the verdict. Read `step` first; it is the list of the checks. */
import { resolveLimits, traceIdOf } from '../atomic/index.ts';
import type { LineFacts } from '../atomic/index.ts';
import type { Finding } from '../base/report.ts';
import { Chain } from './chain.ts';
import type { ChainLink } from './chain.ts';
import { HashIndex } from './hash-index.ts';
import { ReportBuilder } from './ledger-report.ts';
import type { LedgerReport } from './ledger-report.ts';
import { isVouched } from './line-checks.ts';
import { readPrefix } from './prefix.ts';
import { SealCheck } from './seal-check.ts';
import type { SealedHead } from './seal-check.ts';
import type { LedgerSource } from './store.ts';
import { Trust } from './trust.ts';
import type { VerifyOptions } from './verify-options.ts';

/** What the other streams of a folder add to the verification of one. */
export interface LineVerifierSetup {
  /** Keys as the trunk leaves them. @default made from the keyring of the options */
  readonly trust?: Trust;
  /** What seals say of this stream. */
  readonly sealed?: readonly SealedHead[];
  /** Signatures of lines up to this one were checked before, and a trusted seal vouches for them. @default 0 */
  readonly vouchedLines?: number;
  /** Told of each line that passed every check. */
  readonly onSound?: (facts: LineFacts, line: number) => void;
}

/** A line that was checked by itself, and its place. */
export interface PlacedLine {
  readonly facts: LineFacts;
  /** On its signatures. */
  readonly unverified: readonly Finding[];
  readonly line: number;
  readonly byteOffset: number;
  /** False only for the last line of a source that does not end with a line feed. */
  readonly terminated: boolean;
}

/** Judges the lines of one ledger in their order. */
export class LineVerifier {
  readonly #options: VerifyOptions;
  readonly #chain: Chain | undefined;
  readonly #trust: Trust | undefined;
  readonly #seals: SealCheck;
  readonly #vouchedLines: number;
  readonly #onSound: LineVerifierSetup['onSound'];
  readonly #report: ReportBuilder;
  #stopped = false;

  /** Opens the fold over `source`, up to `end`; a verified prefix is read for its head and its changes of keys. */
  static async open(
    source: LedgerSource,
    end: number,
    options: VerifyOptions,
    setup: LineVerifierSetup,
  ): Promise<LineVerifier> {
    const trust = setup.trust ?? (options.keyring && new Trust(options.keyring));
    const { maxLineBytes } = resolveLimits(options.limits);
    const head = options.after && (await readPrefix(source, options.after, maxLineBytes, trust));
    let index: Promise<HashIndex> | undefined;
    const start = { partial: options.partial ?? false, from: head ?? options.from, part: options.from !== undefined };
    const chain = new Chain(start, () => (index ??= HashIndex.of(source, end, maxLineBytes)));
    const verifier = new LineVerifier(options, setup, trust, options.chain === false ? undefined : chain);
    verifier.#report.head = head ?? null;
    return verifier;
  }

  private constructor(
    options: VerifyOptions,
    setup: LineVerifierSetup,
    trust: Trust | undefined,
    chain: Chain | undefined,
  ) {
    const { maxFindings = 1000, after } = options;
    this.#options = options;
    this.#chain = chain;
    this.#trust = trust;
    this.#seals = new SealCheck(setup.sealed ?? []);
    this.#vouchedLines = setup.vouchedLines ?? 0;
    this.#onSound = setup.onSound;
    this.#report = new ReportBuilder(maxFindings);
    this.#report.lines = after?.lines ?? 0;
  }

  /** Whether `stopOnError` has ended the work. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Number of the last line judged. */
  get lines(): number {
    return this.#report.lines;
  }

  /** Judges one line and answers its findings: at once, but where the chain has to look elsewhere in the ledger. */
  step(item: PlacedLine): readonly Finding[] | Promise<readonly Finding[]> {
    const { facts, line } = item;
    const own = this.#checkText(item);
    own.push(...this.#checkSignatures(item));
    if (facts.isAtomic && own.length === 0) own.push(...this.#checkSigner(item));
    const link = this.#chain && linkOf(facts, line, own.length === 0);
    if (link === undefined || this.#chain!.stepFast(link)) return this.#conclude(item, own);
    return this.#chain!.step(link).then((stray) => this.#conclude(item, own, stray));
  }

  /** Judges what only the end of the ledger shows. */
  async end(): Promise<readonly Finding[]> {
    if (this.#stopped) return []; // what comes further down may join, and be covered by a seal
    const findings = [...((await this.#chain?.end()) ?? []), ...this.#seals.end(this.lines)];
    for (const finding of findings) this.#report.add(finding);
    return findings;
  }

  /** The verdict. @param engine - which engine judged */
  report(engine: string): LedgerReport {
    const partialFrom = this.#chain?.partialFrom;
    return this.#report.build({
      checksChain: this.#chain !== undefined,
      trust: this.#trust ? 'keyring' : 'self-asserted',
      engine,
      ...(partialFrom !== undefined && { partialFrom }),
    });
  }

  #checkText({ facts, terminated }: PlacedLine): Finding[] {
    if (!terminated && !facts.isAtomic) {
      return [
        { code: 'TRUNCATED_TAIL', message: 'The last line has no line feed and is not a whole atomic: a torn write.' },
      ];
    }
    if (this.#options.strict !== true || facts.canonical || !facts.isAtomic) return [...facts.findings];
    return [...facts.findings, { code: 'NON_CANONICAL', message: 'The line is not in canonical form.', pointer: '' }];
  }

  #checkSignatures({ facts, unverified }: PlacedLine): readonly Finding[] {
    if (facts.isAtomic && facts.signer === undefined && this.#options.requireSignatures === true) {
      return [{ code: 'UNSIGNED', message: 'The atomic has no signature.', pointer: '' }];
    }
    return unverified;
  }

  #checkSigner({ facts, line }: PlacedLine): Finding[] {
    const finding = isVouched(facts, line, this.#vouchedLines) ? undefined : this.#trust?.judge(facts, line);
    return finding ? [finding] : [];
  }

  /** Adds what the place of the line shows to what it shows `own` its own. */
  #conclude(item: PlacedLine, own: readonly Finding[], stray?: Finding): readonly Finding[] {
    const { facts, line } = item;
    const findings = [...own, ...(stray ? [stray] : []), ...this.#seals.step(line, facts.statedHash)];
    if (facts.isAtomic && findings.length === 0) this.#accept(facts, line);
    return this.#settle(item, findings, own.length);
  }

  #accept(facts: LineFacts, line: number): void {
    this.#trust?.accept(facts, line);
    this.#onSound?.(facts, line);
  }

  /** Counts the line, and gives its findings their place. Findings of the chain are shown whatever the filter is. */
  #settle({ line, byteOffset, facts }: PlacedLine, findings: readonly Finding[], onItsOwn: number): readonly Finding[] {
    const { isAtomic, statedHash, canonical, signer } = facts;
    this.#report.lines = line;
    this.#report.head = statedHash ?? null;
    const { traceId: wanted } = this.#options;
    const isWanted = wanted === undefined || !isAtomic || traceIdOf(facts.atomic!) === wanted;
    const shown = isWanted ? findings : findings.slice(onItsOwn);
    if (isWanted)
      this.#report.count(
        findings.length > 0 ? 'invalid' : signer === undefined ? 'unsigned' : 'valid',
        canonical || !isAtomic,
      );
    if (shown.length === 0) return shown;
    this.#stopped = this.#options.stopOnError === true;
    const { atomic } = facts;
    const traceId = atomic && traceIdOf(atomic);
    const identity = {
      ...(statedHash !== undefined && { hash: statedHash }),
      ...(traceId !== undefined && { traceId }),
    };
    const placed = shown.map((finding) => ({
      ...finding,
      line,
      byteOffset: byteOffset + (finding.byteOffset ?? 0),
      ...identity,
    }));
    for (const finding of placed) this.#report.add(finding);
    return placed;
  }
}

function linkOf(facts: LineFacts, line: number, isSound: boolean): ChainLink {
  const { statedHash, statedPrev, isAtomic, wellKnown, findings } = facts;
  const readable = isAtomic || statedHash !== undefined || statedPrev !== undefined || findings.length === 0;
  return { line, hash: statedHash, prev: statedPrev, sound: isSound ? wellKnown : undefined, readable };
}
