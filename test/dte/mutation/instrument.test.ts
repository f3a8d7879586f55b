/** Switches in texts: with none on, a program runs as it was written; with one on, it runs the mutant. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compileFunction } from 'node:vm';
import { findMutants } from '../../../src/dte/mutation/find-mutants.ts';
import { instrument, switchNames } from '../../../src/dte/mutation/instrument.ts';
import { ts } from '../../../src/dte/typescript/ts.ts';

interface Ran {
  /** What the program answers with no switch on. */
  readonly original: unknown;
  /** What it answers with each mutant, or the name of the error; `none` for those without a place. */
  readonly mutants: readonly unknown[];
}

/** Runs a text, the body of a function that answers something, as it is and with each of its mutants. */
function run(text: string): Ran {
  const source = `function program() { ${text} }\n`;
  const file = ts.createSourceFile('a.ts', source, ts.ScriptTarget.Latest, true);
  const mutants = findMutants('a.ts', file).filter(({ node }) => node.getStart(file) > source.indexOf('{'));
  const names = switchNames([source]);
  const built = instrument(file, mutants, 0, names);
  const code = ts.transpileModule(built.text, { compilerOptions: { target: ts.ScriptTarget.ESNext } }).outputText;
  const start = compileFunction(`${code}; return program();`, [names.ask, names.round, names.held]) as (
    ...given: unknown[]
  ) => unknown;
  const answer = (site: number, choice: number): unknown => {
    let rounds = 0;
    const round = (): void => assert.ok(++rounds < 50, 'endless');
    try {
      return start((asked: number) => (asked === site ? choice : 0), round, undefined);
    } catch (error) {
      return (error as Error).name;
    }
  };
  return {
    original: answer(-1, 0),
    mutants: built.switches.map((one) => (one === undefined ? 'none' : answer(one.site, one.choice))),
  };
}

describe('a program with switches', () => {
  const programs: [what: string, text: string, expected: unknown][] = [
    ['links of a chain', 'const a = { b: () => [1, 2, 3] }; return (a.b()!).filter((x) => x > 1)!.length;', 2],
    ['links in parentheses', 'const a = { n: 2, f() { return this.n; } }; return (a.f)() + (a?.f)();', 4],
    [
      'a tag',
      'const tag = (s: readonly string[], ...v: unknown[]) => s.length + v.length; return (tag)`a${1 + 1}b`;',
      3,
    ],
    ['what is counted up', 'let a = 1; const o = { n: 1 }; (a)++; ++o.n; o.n--; return a + o.n;', 3],
    ['what is deleted', 'const o: { x?: number } = { x: 1 }; delete (o.x); return "x" in o;', false],
    [
      'assertions',
      'const a = { x: 1 } as { x: number }; (a.x as number) = 2; (<number>a.x) += 1; return (a.x satisfies number) + 1;',
      4,
    ],
    ['an argument that is spread', 'const a = [1, 2]; return Math.max(...a, ...[3 + 1]);', 4],
    ['holes of an array', 'const [, b] = [1, 2 + 3]; return b;', 5],
    [
      'cases with names that others use',
      'switch (1 as number) { case 1: let a = 2; a++; return a; case 2: a = 3; return a; default: return 0; }',
      3,
    ],
    [
      'cases with functions and classes',
      'switch (2 as number) { case 1: function f() { return 1; } return f(); case 2: class A { x = 1; } return new A().x; } return 0;',
      1,
    ],
    ['loops without an end of their own', 'let n = 0; for (;;) { if (n > 3) break; n++; } return n;', 4],
    [
      'loops without a block',
      'let n = 0; for (const x of [1, 2]) n += x; do n++; while (n < 5); while (n < 7) n++; return n;',
      7,
    ],
    [
      'names of functions',
      'const o = { f: () => 1, "g-h": function () {} }; const k = class {}; let l; l = () => 1; const { m = () => 1 } = {} as any; return [o.f.name, o["g-h"].name, k.name, l.name, m.name].join();',
      'f,g-h,k,l,m',
    ],
    [
      'defaults and members that hold functions',
      'const f = (g = () => 1) => g.name; class A { h = () => 1; static ["i"] = () => 1; } return f() + new A().h.name;',
      'gh',
    ],
    [
      'functions that are kept in something without a name',
      'const a: any[] = []; a[0] = () => 1; const [b = () => 2] = [] as any[]; return a[0]() + b();',
      3,
    ],
    [
      'directives',
      '"use strict"; const f = function () { "use strict"; return this; }; return f() === undefined;',
      true,
    ],
    ['a function that does nothing but direct', 'const f = function () { "use strict"; }; return f();', undefined],
    ['statements that begin with a parenthesis', 'let n = 1\n;(n > 0 ? n : 0) && n++\nreturn n', 2],
    [
      'a class that extends a choice',
      'class A { x = 1 } class B extends (true ? A : A) { y = 2 } return new B().x + new B().y;',
      3,
    ],
  ];
  for (const [what, text, expected] of programs) {
    test(what, () => {
      const { original, mutants } = run(text);
      assert.deepEqual(original, expected);
      assert.ok(mutants.length > 0, 'there is something to switch');
      assert.ok(
        mutants.every((answer) => answer !== 'SyntaxError'),
        String(mutants),
      );
    });
  }

  test('each mutant does what it says', () => {
    assert.deepEqual(run('return 1 + 2;').mutants.includes(-1), true);
    assert.deepEqual(run('return [1].length;').mutants.includes(0), true);
    assert.deepEqual(run('return "a" || "b";').mutants.includes('b'), true);
    assert.deepEqual(run('let n = 0; for (; n < 2; ) n++; return n;').mutants.includes(0), true);
  });
});

test('a default export of a function without a name is still called default', () => {
  const text = 'export default () => 1;\n';
  const file = ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true);
  const built = instrument(file, findMutants('a.ts', file), 0, switchNames([text]));
  assert.match(built.text, /\["default"\]/);
});

test('names that a text has are not used', () => {
  assert.deepEqual(switchNames(['let __ask$ = 1; __round$_ = 2;']), {
    ask: '__ask$__',
    held: '__held$__',
    round: '__round$__',
  });
});
