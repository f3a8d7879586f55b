/** Stands in for `node:test`: tests are collected when a file is loaded, and run as often as is needed. */
import { AsyncLocalStorage } from 'node:async_hooks';
import * as original from 'node:test';
import type { Body, Hook, Suite, TestCase, TestOptions } from './suite.ts';
import { emptySuite } from './suite.ts';
import { currentMocks } from './mocks.ts';

const place = new AsyncLocalStorage<Suite>();
let waiting: Promise<unknown>[] = [];

/** Loads a file by `load`, and answers its tests. @throws what the file throws */
export async function collect(file: string, load: () => Promise<unknown>): Promise<Suite> {
  const root = emptySuite(file, undefined, false);
  waiting = [];
  await place.run(root, load);
  while (waiting.length > 0) await waiting.shift();
  place.disable(); // else every promise of every test pays for it
  return root;
}

type Arguments = readonly unknown[];

interface Read {
  readonly name: string;
  readonly options: TestOptions;
  readonly body: ((...args: never[]) => unknown) | undefined;
}

/** `(name?, options?, body?)`, each of which may be left out. */
function read(args: Arguments): Read {
  const body = args.find((one) => typeof one === 'function') as Read['body'];
  const options = (args.find((one) => typeof one === 'object' && one !== null) ?? {}) as TestOptions;
  const name = args.find((one): one is string => typeof one === 'string');
  return { name: name ?? (body?.name !== '' ? body?.name : undefined) ?? '<anonymous>', options, body };
}

function addTest(args: Arguments, more: TestOptions): Promise<void> {
  const { name, options, body } = read(args);
  const parent = place.getStore()!;
  const test: TestCase = { name, options: { ...options, ...more }, body: (body ?? (() => undefined)) as Body, parent };
  parent.children.push({ kind: 'test', test });
  return Promise.resolve();
}

function addSuite(args: Arguments, more: TestOptions): Promise<void> {
  const { name, options, body } = read(args);
  const parent = place.getStore()!;
  const all = { ...options, ...more };
  const suite = emptySuite(name, parent, isLeftOut(all));
  parent.children.push({ kind: 'suite', suite });
  if (body === undefined || suite.isSkipped) return Promise.resolve();
  const answer = place.run(suite, () =>
    (body as (context: unknown) => unknown)({ name, signal: new AbortController().signal }),
  );
  waiting.push(Promise.resolve(answer));
  return Promise.resolve();
}

/** A test that is to do may fail, so it says nothing about a mutant. */
export const isLeftOut = ({ skip, todo }: TestOptions): boolean => isSet(skip) || isSet(todo);

const isSet = (option: unknown): boolean => option !== undefined && option !== false;

type Adder = (args: Arguments, more: TestOptions) => Promise<void>;

type Declare = (...args: unknown[]) => Promise<void>;

function declarer(add: Adder): Declare & Readonly<Record<'skip' | 'todo' | 'only', Declare>> {
  const declare = (...args: unknown[]): Promise<void> => add(args, {});
  return Object.assign(declare, {
    skip: (...args: unknown[]) => add(args, { skip: true }),
    todo: (...args: unknown[]) => add(args, { todo: true }),
    // Without --test-only, Node runs the others as well.
    only: (...args: unknown[]) => add(args, {}),
  });
}

const hook =
  (kind: keyof Suite['hooks']) =>
  (run: Hook): void =>
    void place.getStore()!.hooks[kind].push(run);

/** All that a file gets which imports `node:test`. */
export function shim(): Record<string, unknown> {
  const test = declarer(addTest);
  const suite = declarer(addSuite);
  const own = {
    test,
    it: test,
    describe: suite,
    suite,
    before: hook('before'),
    after: hook('after'),
    beforeEach: hook('beforeEach'),
    afterEach: hook('afterEach'),
    mock: currentMocks(),
  };
  const { skip, todo, only } = test;
  const { assert } = original as unknown as { assert?: unknown };
  return { ...own, skip, todo, only, assert, default: Object.assign(test, own) };
}
