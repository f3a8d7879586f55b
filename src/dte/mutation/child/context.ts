/** What a test gets: `t`. */
import strict from 'node:assert';
import type { MockTracker } from 'node:test';
import { newMocks } from './mocks.ts';
import { textOf } from './outcome.ts';
import type { Body, Hook, TestOptions } from './suite.ts';

type HookKind = 'after' | 'beforeEach' | 'afterEach';

/** The part of Node's TestContext that does something. */
export class TestContext {
  readonly name: string;
  readonly fullName: string;
  readonly hooks: Record<HookKind, Hook[]> = { after: [], beforeEach: [], afterEach: [] };
  #abort: AbortController | undefined;
  #mock: MockTracker | undefined;
  #assert: Record<string, unknown> | undefined;
  #planned: number | undefined;
  #checked = 0;
  #subtests: Promise<unknown>[] = [];

  constructor(name: string, fullName: string, options: TestOptions) {
    this.name = name;
    this.fullName = fullName;
    this.#planned = options.plan;
  }

  // Made when they are asked for: most tests ask for none, and run a thousand times a second.
  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    return this.#abort.signal;
  }

  get mock(): MockTracker {
    return (this.#mock ??= newMocks());
  }

  get assert(): Record<string, unknown> {
    return (this.#assert ??= countingAsserts(() => this.#checked++));
  }

  before = (run: Hook): void => this.#inTurn(async () => run(this));
  after = (run: Hook): void => void this.hooks.after.push(run);
  beforeEach = (run: Hook): void => void this.hooks.beforeEach.push(run);
  afterEach = (run: Hook): void => void this.hooks.afterEach.push(run);
  diagnostic = (): void => undefined;
  runOnly = (): void => undefined;
  skip = (): void => undefined;
  todo = (): void => undefined;
  plan = (count: number): void => void (this.#planned = count);

  /** Runs a test within the test, at once, those of one test one after the other. */
  test = (...args: unknown[]): Promise<unknown> => {
    this.#checked++;
    this.#inTurn(() => this.#runSubtest(args));
    return this.#subtests.at(-1)!.catch(() => undefined);
  };

  #inTurn(run: () => Promise<unknown>): void {
    const turn = (this.#subtests.at(-1) ?? Promise.resolve()).then(run);
    this.#subtests.push(turn);
    turn.catch(() => undefined); // told by `finish`
  }

  async #runSubtest(args: readonly unknown[]): Promise<void> {
    const body = args.find((one) => typeof one === 'function') as Body | undefined;
    const options = (args.find((one) => typeof one === 'object' && one !== null) ?? {}) as TestOptions;
    const name = args.find((one): one is string => typeof one === 'string');
    if (body === undefined || options.skip !== undefined || options.todo !== undefined) return;
    const inner = new TestContext(name ?? '<anonymous>', `${this.fullName} > ${name ?? ''}`, options);
    for (const run of this.hooks.beforeEach) await run(inner);
    try {
      await runInContext(body, inner);
    } finally {
      for (const run of this.hooks.afterEach) await run(inner);
    }
  }

  /** Waits for all tests within, undoes mocks, and fails where one of them failed or the plan was not kept. */
  async finish(): Promise<void> {
    try {
      if (this.#subtests.length > 0) await Promise.all(this.#subtests);
      if (this.#planned !== undefined) strict.equal(this.#checked, this.#planned, 'the plan was not kept');
    } finally {
      this.#abort?.abort();
      for (const run of this.hooks.after) await run(this);
      this.#mock?.reset();
    }
  }
}

/** Runs the body of a test, to the end of all that it began. */
export async function runInContext(body: Body, context: TestContext): Promise<void> {
  try {
    if (body.length >= 2) await untilDone(body, context);
    else await body.call(context, context);
  } finally {
    await context.finish();
  }
}

function untilDone(body: Body, context: TestContext): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: unknown): void => {
      if (error === undefined || error === null) resolve();
      else reject(error instanceof Error ? error : new Error(textOf(error)));
    };
    body.call(context, context, done);
  });
}

function countingAsserts(onCall: () => void): Record<string, unknown> {
  const wrapped: Record<string, unknown> = {};
  for (const [name, check] of Object.entries(strict)) {
    if (typeof check !== 'function' || name === 'AssertionError') continue;
    wrapped[name] = (...args: unknown[]): unknown => {
      onCall();
      return (check as (...all: unknown[]) => unknown)(...args);
    };
  }
  return wrapped;
}
