/** The tests of a build, loaded, and what it takes to run some of them. */
import { collect, isLeftOut } from './collect.ts';
import { runInContext, TestContext } from './context.ts';
import { External } from './external.ts';
import { Graph } from './graph.ts';
import { undoingMocks } from './mocks.ts';
import { outcomeOf, PASSED } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Build } from './protocol.ts';
import { fullNameOf, suitesOf, testsOf } from './suite.ts';
import type { Suite, TestCase } from './suite.ts';

/** The tests of one file, loaded. */
export interface LoadedFile {
  readonly file: string;
  /** Those that are not skipped, in order. */
  readonly tests: readonly TestCase[];
  readonly skipped: number;
  /** Why it could not be loaded. */
  readonly fault?: Outcome;
}

/** More are loaded again when they are needed: each holds all that it imports. */
const MAX_LOADED = 24;

/** Each file has a graph of its own, as Node gives each a process. */
export class Session {
  readonly #build: Build;
  readonly #external: External;
  readonly #loaded = new Map<string, LoadedFile>();

  constructor(build: Build) {
    this.#build = build;
    this.#external = new External(build);
  }

  /** Answers a file, loaded now or before. Never throws. */
  async file(path: string): Promise<LoadedFile> {
    const known = this.#loaded.get(path);
    const loaded = known ?? (await this.fresh(path));
    this.#loaded.delete(path);
    this.#loaded.set(path, loaded);
    if (this.#loaded.size > MAX_LOADED) this.#loaded.delete(this.#loaded.keys().next().value!);
    return loaded;
  }

  /** From here on a file is loaded anew. */
  forget(path: string): void {
    this.#loaded.delete(path);
  }

  /** Loads a file with all that it imports, whatever was loaded before. Never throws. */
  async fresh(path: string): Promise<LoadedFile> {
    const graph = new Graph(this.#build, this.#external);
    let root: Suite | undefined;
    const fault = await outcomeOf(async () => {
      root = await collect(path, () => graph.load(path));
    }, this.#build.testTimeoutMs);
    if (!fault.isPassed) return { file: path, tests: [], skipped: 0, fault };
    const all = testsOf(root!);
    const tests = all.filter(({ options }) => !isLeftOut(options));
    return { file: path, tests, skipped: all.length - tests.length };
  }

  /** Runs one test by itself, with the hooks of all suites around it. Never throws. */
  async runAlone(test: TestCase, timeoutMs: number): Promise<Outcome> {
    return undoingMocks(async () => {
      const suites = suitesOf(test);
      const ahead = await this.#hooks(suites, 'before', timeoutMs);
      const outcome = ahead.isPassed ? await this.#run(test, suites, timeoutMs) : ahead;
      const behind = await this.#hooks([...suites].reverse(), 'after', timeoutMs);
      return outcome.isPassed ? behind : outcome;
    });
  }

  /**
   * Runs some tests of a file in their order, as Node would, until one fails. Never throws.
   *
   * @param onTest - told of each test that ran
   */
  async runInOrder(
    tests: readonly TestCase[],
    timeoutMs: number,
    onTest: (test: TestCase, outcome: Outcome) => void,
  ): Promise<Outcome> {
    return undoingMocks(async () => {
      let open: readonly Suite[] = [];
      for (const test of tests) {
        const suites = suitesOf(test);
        const turned = await this.#turn(open, suites, timeoutMs);
        open = suites;
        const outcome = turned.isPassed ? await this.#run(test, suites, timeoutMs) : turned;
        onTest(test, outcome);
        if (!outcome.isPassed) return outcome;
      }
      return this.#turn(open, [], timeoutMs);
    });
  }

  /** Leaves the suites of the test before and enters those of the next. */
  async #turn(open: readonly Suite[], next: readonly Suite[], timeoutMs: number): Promise<Outcome> {
    const left = open.filter((suite) => !next.includes(suite)).reverse();
    const behind = await this.#hooks(left, 'after', timeoutMs);
    if (!behind.isPassed) return behind;
    return this.#hooks(
      next.filter((suite) => !open.includes(suite)),
      'before',
      timeoutMs,
    );
  }

  async #hooks(suites: readonly Suite[], kind: 'before' | 'after', timeoutMs: number): Promise<Outcome> {
    for (const suite of suites) {
      for (const hook of suite.hooks[kind]) {
        const outcome = await outcomeOf(() => hook({ name: suite.name }), timeoutMs);
        if (!outcome.isPassed) return outcome;
      }
    }
    return PASSED;
  }

  async #run(test: TestCase, suites: readonly Suite[], timeoutMs: number): Promise<Outcome> {
    const limitMs = Math.min(timeoutMs, test.options.timeout ?? timeoutMs);
    return outcomeOf(() => runWithHooks(test, suites), limitMs);
  }
}

async function runWithHooks(test: TestCase, suites: readonly Suite[]): Promise<void> {
  const context = new TestContext(test.name, fullNameOf(test), test.options);
  for (const { hooks } of suites) for (const hook of hooks.beforeEach) await hook(context);
  try {
    await runInContext(test.body, context);
  } finally {
    for (const { hooks } of [...suites].reverse()) for (const hook of hooks.afterEach) await hook(context);
  }
}
