/** Tests as they were declared. */

export interface TestOptions {
  readonly skip?: unknown;
  readonly todo?: unknown;
  readonly timeout?: number;
  readonly plan?: number;
}

export type Hook = (...args: unknown[]) => unknown;
export type Body = (context: unknown, done?: (error?: unknown) => void) => unknown;

export interface TestCase {
  readonly name: string;
  readonly options: TestOptions;
  readonly body: Body;
  readonly parent: Suite;
}

export interface Suite {
  readonly name: string;
  readonly parent: Suite | undefined;
  readonly isSkipped: boolean;
  readonly hooks: Readonly<Record<'before' | 'after' | 'beforeEach' | 'afterEach', Hook[]>>;
  readonly children: (
    | { readonly kind: 'test'; readonly test: TestCase }
    | { readonly kind: 'suite'; readonly suite: Suite }
  )[];
}

export function emptySuite(name: string, parent: Suite | undefined, isSkipped: boolean): Suite {
  return { name, parent, isSkipped, hooks: { before: [], after: [], beforeEach: [], afterEach: [] }, children: [] };
}

/** Answers all tests of a suite, in the order in which they were declared. Pure. */
export function testsOf(suite: Suite): TestCase[] {
  if (suite.isSkipped) return [];
  return suite.children.flatMap((child) => (child.kind === 'test' ? [child.test] : testsOf(child.suite)));
}

/** Answers the suites around a test, from the file inwards. Pure. */
export function suitesOf({ parent }: TestCase): Suite[] {
  const chain: Suite[] = [];
  for (let suite: Suite | undefined = parent; suite !== undefined; suite = suite.parent) chain.unshift(suite);
  return chain;
}

/** Answers the name of a test with those of its suites. Pure. */
export const fullNameOf = (test: TestCase): string =>
  [...suitesOf(test).slice(1), test].map(({ name }) => name).join(' > ');
