/**
 * Finds out about one mutant whether a test notices it.
 *
 * Tests are run in files that are loaded already, which is fast and leaves traces. So nothing is believed that traces could explain: a
 * test that fails with the mutant has to pass without it right afterwards, and a mutant that no test noticed is tried once more in files
 * that nobody has used. Where even a fresh file fails without the mutant, the whole process is given up.
 */
import type { Outcome } from './outcome.ts';
import type { DryRun, DryTest, MutantTask, Soiled, Verdict } from './protocol.ts';
import type { LoadedFile, Session } from './session.ts';
import type { TestCase } from './suite.ts';
import { activate, bind, deactivate, isStopped } from './switches.ts';

/** A mutant may do this many times more than the original, and so much on top, before it is taken to be endless. */
const FACTOR = 100;
const EXTRA_HITS = 1000;
const EXTRA_ROUNDS = 10_000;

/** Longest time for a test: this many times that of the original, and so much on top. */
const TIME_FACTOR = 20;
const EXTRA_MS = 2500;

/** What one try came to. */
interface Try {
  readonly outcome: Outcome;
  readonly isEndless: boolean;
  /** Number of the test that failed; none where the file could not be loaded. */
  readonly test?: number;
}

/** A test with its number in the dry run. */
interface Numbered {
  readonly id: number;
  readonly dry: DryTest;
}

export class Judge {
  readonly #session: Session;
  readonly #loading: DryRun['loading'];
  readonly #tests: readonly Numbered[];
  readonly #firstOf = new Map<string, number>();
  #verdicts = 0;
  /** What a fresh file said without the mutant. */
  #unclean = '';
  #testsRun = 0;

  constructor(session: Session, dry: DryRun) {
    this.#session = session;
    this.#loading = dry.loading;
    this.#tests = dry.tests.map((one, id) => ({ id, dry: one }));
    for (const {
      id,
      dry: { file },
    } of this.#tests)
      if (!this.#firstOf.has(file)) this.#firstOf.set(file, id);
  }

  /** Answers what is found about a mutant, or that it has to be tried in another process. Never throws. */
  async judge(task: MutantTask): Promise<Verdict | Soiled> {
    this.#testsRun = 0;
    const verdict = (task.isStatic ? undefined : await this.#fast(task)) ?? (await this.#thorough(task));
    deactivate();
    await new Promise((resolve) => setImmediate(resolve)); // what a test left behind comes now, and is nobody's
    if (verdict === undefined && this.#verdicts > 0) return { kind: 'soiled', id: task.id };
    this.#verdicts++;
    const reason = `Its tests do not pass a second time. ${this.#unclean}`;
    return verdict ?? { kind: 'verdict', id: task.id, status: 'RuntimeError', reason, testsRun: this.#testsRun };
  }

  /** In files that are loaded. Answers `undefined` where that says nothing for certain. */
  async #fast(task: MutantTask): Promise<Verdict | undefined> {
    for (const id of task.tests) {
      const { dry } = this.#tests[id]!;
      const { tests } = await this.#session.file(dry.file);
      const test = tests[id - this.#firstOf.get(dry.file)!];
      if (test === undefined) return undefined;
      const found = await this.#alone(task, test, this.#tests[id]!);
      if (found.outcome.isPassed && !found.isEndless) continue;
      if (found.outcome.isByClock === true) return this.#verdict(task, found);
      const clean = await this.#session.runAlone(test, limitMs(dry));
      if (clean.isPassed && found.outcome.isStray !== true) return this.#verdict(task, found);
      this.#session.forget(dry.file);
      return undefined;
    }
    return undefined;
  }

  async #alone(task: MutantTask, test: TestCase, { id, dry }: Numbered): Promise<Try> {
    bind({ hits: FACTOR * hitsOf(dry, task.site) + EXTRA_HITS, rounds: FACTOR * dry.rounds + EXTRA_ROUNDS });
    activate(task.site, task.choice);
    const outcome = await this.#session.runAlone(test, limitMs(dry));
    const isEndless = isStopped();
    deactivate();
    this.#testsRun++;
    if (outcome.isByClock === true) this.#session.forget(dry.file);
    return { outcome, isEndless, test: id };
  }

  /** In files that are loaded anew, with the mutant on from the start. Answers `undefined` where they fail without it as well. */
  async #thorough(task: MutantTask): Promise<Verdict | undefined> {
    for (const [file, own] of byFile(task.tests.map((id) => this.#tests[id]!))) {
      const all = this.#tests.filter(({ dry }) => dry.file === file);
      for (const tests of own.length < all.length ? [own, all] : [all]) {
        const found = await this.#inFresh(file, tests, task);
        if (found.outcome.isPassed && !found.isEndless) break;
        const clean = await this.#inFresh(file, tests, undefined);
        if (clean.outcome.isPassed) return this.#verdict(task, found);
        this.#unclean = `${file}: ${clean.outcome.message ?? ''}`;
        if (tests === all || tests.length === all.length) return undefined;
      }
    }
    return { kind: 'verdict', id: task.id, status: 'Survived', testsRun: this.#testsRun };
  }

  async #inFresh(file: string, tests: readonly Numbered[], task: MutantTask | undefined): Promise<Try> {
    const site = task?.site ?? -1;
    if (task !== undefined) activate(site, task.choice);
    bind(this.#boundsOf(tests, site));
    const loaded = await this.#session.fresh(file);
    const found = loaded.fault === undefined ? await this.#inOrder(loaded, tests) : { outcome: loaded.fault };
    const isEndless = task !== undefined && isStopped();
    deactivate();
    return { ...found, isEndless };
  }

  async #inOrder(loaded: LoadedFile, tests: readonly Numbered[]): Promise<Omit<Try, 'isEndless'>> {
    const first = this.#firstOf.get(loaded.file)!;
    const cases = tests.map(({ id }) => loaded.tests[id - first]);
    if (cases.includes(undefined)) return { outcome: { isPassed: false, message: 'The file declares other tests.' } };
    let ran = -1;
    const longest = Math.max(...tests.map(({ dry }) => limitMs(dry)));
    const outcome = await this.#session.runInOrder(cases as TestCase[], longest, () => ran++);
    this.#testsRun += ran + 1;
    return { outcome, test: tests[Math.max(0, ran)]!.id };
  }

  #boundsOf(tests: readonly Numbered[], site: number): { hits: number; rounds: number } {
    const loading = this.#loading.hits.find(([one]) => one === site)?.[1] ?? 0;
    const hits = tests.reduce((sum, { dry }) => sum + hitsOf(dry, site), loading);
    const rounds = tests.reduce((sum, { dry }) => sum + dry.rounds, this.#loading.rounds);
    return { hits: FACTOR * hits + EXTRA_HITS, rounds: FACTOR * rounds + EXTRA_ROUNDS };
  }

  #verdict(task: MutantTask, { outcome, isEndless, test }: Try): Verdict {
    const status = isEndless || outcome.isByClock === true ? 'Timeout' : 'Killed';
    const killedBy = test === undefined ? {} : { killedBy: test };
    const reason = isEndless || outcome.message === undefined ? {} : { reason: outcome.message };
    const byClock = !isEndless && outcome.isByClock === true ? { isByClock: true } : {};
    return { kind: 'verdict', id: task.id, status, ...killedBy, ...reason, testsRun: this.#testsRun, ...byClock };
  }
}

const limitMs = ({ ms }: DryTest): number => Math.round(EXTRA_MS + TIME_FACTOR * ms);

const hitsOf = ({ hits }: DryTest, site: number): number => hits.find(([one]) => one === site)?.[1] ?? 0;

/** Tests by file, the files in the order of their first test, the tests in that of the dry run. */
function byFile(tests: readonly Numbered[]): Map<string, Numbered[]> {
  const files = new Map<string, Numbered[]>();
  for (const one of tests) files.set(one.dry.file, [...(files.get(one.dry.file) ?? []), one]);
  for (const own of files.values()) own.sort((a, b) => a.id - b.id);
  return files;
}
