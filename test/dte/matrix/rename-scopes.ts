/** Variables, parameters and functions: who sees whom. */
import { rename } from './rename-case.ts';
import type { RenameCase } from './rename-case.ts';

export const SCOPE_CASES: readonly RenameCase[] = [
  rename(
    'an inner name of the same spelling is another one',
    {
      'a.ts':
        'const ¦rate = 2;\nfunction half(rate: number) { return rate / 2; }\nexport const all = rate + half(6);\n',
    },
    'factor',
    {
      'a.ts':
        'const factor = 2;\nfunction half(rate: number) { return rate / 2; }\nexport const all = factor + half(6);\n',
    },
  ),
  rename(
    'an inner name would take the place of the new one',
    { 'a.ts': 'const ¦rate = 2;\nexport function f(factor: number) { return rate * factor; }\n' },
    'factor',
    'NAME_COLLISION',
  ),
  rename(
    'the new name would take the place of an outer one',
    { 'a.ts': 'const factor = 5;\nexport function f(¦rate: number) { return rate * factor; }\n' },
    'factor',
    'NAME_COLLISION',
  ),
  rename(
    'an outer name of the new spelling that is not used within is hidden without harm',
    { 'a.ts': 'export const factor = 5;\nexport function f(¦rate: number) { return rate * 2; }\n' },
    'factor',
    { 'a.ts': 'export const factor = 5;\nexport function f(factor: number) { return factor * 2; }\n' },
  ),
  rename(
    'the new name stands in the same scope',
    { 'a.ts': 'const ¦one = 1;\nconst two = 2;\nexport const all = one + two;\n' },
    'two',
    'NAME_COLLISION',
  ),
  rename(
    'two declarations that nobody uses would be one',
    { 'a.ts': 'var ¦one = 1;\nvar two = 2;\nexport {};\n' },
    'two',
    'NAME_COLLISION',
  ),
  rename(
    'a global that is used here',
    { 'a.ts': 'const ¦one = "1";\nexport const n = [one, parseInt("3")];\n' },
    'parseInt',
    'NAME_COLLISION',
  ),
  rename(
    'a name that nothing declares would get a meaning',
    { 'a.ts': 'const ¦one = 1;\nexport const n = [one, somewhere];\n' },
    'somewhere',
    'NAME_COLLISION',
  ),
  rename(
    'blocks, loops and catch clauses have names of their own',
    {
      'a.ts':
        'export function f(¦e: number) { try { return e; } catch (e) { throw e; } finally { for (let e = 0; e < 1; e++); { const e = 3; void e; } } }\n',
    },
    'given',
    {
      'a.ts':
        'export function f(given: number) { try { return given; } catch (e) { throw e; } finally { for (let e = 0; e < 1; e++); { const e = 3; void e; } } }\n',
    },
  ),
  rename(
    'var belongs to the function, not to the block',
    { 'a.ts': 'export function f(on: boolean) { if (on) { var ¦n = 1; } return n; }\n' },
    'count',
    { 'a.ts': 'export function f(on: boolean) { if (on) { var count = 1; } return count; }\n' },
  ),
  rename(
    'closures, defaults of parameters and template literals',
    { 'a.ts': 'const ¦unit = "m";\nexport const show = (n: number, u = unit) => () => `${n} ${u} ${unit} unit`;\n' },
    'measure',
    {
      'a.ts':
        'const measure = "m";\nexport const show = (n: number, u = measure) => () => `${n} ${u} ${measure} unit`;\n',
    },
  ),
  rename(
    'a function that calls itself, and its overloads',
    {
      'a.ts':
        'export function ¦fib(n: 1): 1;\nexport function fib(n: number): number;\nexport function fib(n: number): number { return n < 2 ? 1 : fib(n - 1) + fib(n - 2); }\n',
    },
    'fibonacci',
    {
      'a.ts':
        'export function fibonacci(n: 1): 1;\nexport function fibonacci(n: number): number;\nexport function fibonacci(n: number): number { return n < 2 ? 1 : fibonacci(n - 1) + fibonacci(n - 2); }\n',
    },
  ),
  rename(
    'the name of a function expression is seen in it alone',
    {
      'a.ts':
        'export const run = function ¦again(n: number): number { return n > 0 ? again(n - 1) : 0; };\nexport const again = 1;\n',
    },
    'once',
    {
      'a.ts':
        'export const run = function once(n: number): number { return n > 0 ? once(n - 1) : 0; };\nexport const again = 1;\n',
    },
  ),
  rename(
    'a label is not the variable',
    { 'a.ts': 'export function f() { const ¦out = 1; out: for (;;) { if (out) break out; } return out; }\n' },
    'done',
    {
      'a.ts': 'export function f() { const done = 1; out: for (;;) { if (done) break out; } return done; }\n',
    },
  ),
  rename(
    'a label',
    {
      'a.ts':
        'export function f(out: number) { ¦out: for (;;) { for (;;) { if (out) break out; else continue out; } } }\n',
    },
    'outer',
    {
      'a.ts':
        'export function f(out: number) { outer: for (;;) { for (;;) { if (out) break outer; else continue outer; } } }\n',
    },
  ),
  rename(
    'a label that would hide another one',
    { 'a.ts': 'export function f() { ¦one: for (;;) { two: for (;;) { if (1) break one; break two; } } }\n' },
    'two',
    'NAME_COLLISION',
  ),
  rename(
    'strings and comments are left alone',
    { 'a.ts': '// tax is tax\nconst ¦tax = "tax"; /* tax */\nexport const all = `tax ${tax}`;\n' },
    'duty',
    { 'a.ts': '// tax is tax\nconst duty = "tax"; /* tax */\nexport const all = `tax ${duty}`;\n' },
  ),
  rename(
    'strings and comments follow where the patch says so',
    {
      'a.ts': '// tax is tax, not taxes\nconst ¦tax = "tax"; /* tax */\nexport const all = `tax ${tax}`;\n',
      'b.ts': '// tax\nexport const b = "tax";\n',
    },
    'duty',
    { 'a.ts': '// duty is duty, not taxes\nconst duty = "duty"; /* duty */\nexport const all = `duty ${duty}`;\n' },
    { comments: true, strings: true },
  ),
  rename(
    'JSDoc names the parameter and links to the function',
    {
      'a.ts':
        '/** See {@link ¦area}.\n * @param width - of it */\nexport function area(width: number) { return width; }\n',
    },
    'size',
    {
      'a.ts':
        '/** See {@link size}.\n * @param width - of it */\nexport function size(width: number) { return width; }\n',
    },
  ),
  rename(
    'a parameter and what JSDoc says of it',
    { 'a.ts': '/** @param width - of it */\nexport function area(¦width: number) { return width; }\n' },
    'w',
    { 'a.ts': '/** @param w - of it */\nexport function area(w: number) { return w; }\n' },
  ),
  rename(
    'letters that are written as escapes',
    { 'a.ts': 'const ¦pi = 3;\nexport const tau = 2 * \\u0070i;\n' },
    'half',
    { 'a.ts': 'const half = 3;\nexport const tau = 2 * half;\n' },
  ),
  rename(
    'text that is evaluated',
    { 'a.ts': 'export function f(¦n: number) { return eval("n + 1") + n; }\n' },
    'count',
    'NEEDS_PERSON',
  ),
  rename(
    'names outside of ASCII, and characters of two units',
    { 'a.ts': 'const ¦größe = "😀";\nexport const 𝒳 = größe; // größe\n' },
    'maß',
    {
      'a.ts': 'const maß = "😀";\nexport const 𝒳 = maß; // größe\n',
    },
  ),
  rename('CRLF and a byte order mark', { 'a.ts': '\ufeffexport const ¦one = 1;\r\nexport const n = one;\r\n' }, 'uno', {
    'a.ts': '\ufeffexport const uno = 1;\r\nexport const n = uno;\r\n',
  }),
  rename(
    'a script of which the declarations are seen everywhere',
    { 'a.ts': 'const ¦shared = 1;\n', 'b.ts': 'const other = shared;\n' },
    'common',
    {
      'a.ts': 'const common = 1;\n',
      'b.ts': 'const other = common;\n',
    },
  ),
  rename(
    'scripts in which both names would be one',
    { 'a.ts': 'var ¦shared = 1;\n', 'b.ts': 'var other = 2;\n' },
    'other',
    'NAME_COLLISION',
  ),
];

const declares = (name: string): RenameCase['files'] => ({ 'a.ts': `export const ¦${name} = 1;\n` });

export const NAME_CASES: readonly RenameCase[] = [
  ...['class', 'let', 'await', 'eval', 'two words', '1st', '', 'a-b', 'undefined', 'enum', '#x', 'a\u200db'].map((to) =>
    rename(`the new name ${JSON.stringify(to)}`, declares('one'), to, 'NAME_INVALID'),
  ),
  rename('the name that it has', declares('one'), 'one', 'NAME_INVALID'),
  rename('a Cyrillic letter among Latin ones', declares('one'), 'sаfe', 'NAME_INVALID'),
  rename('Cyrillic letters that look like Latin ones', declares('one'), 'асе', 'NAME_INVALID'),
  rename('letters from left to right and back', declares('one'), 'a\u202eb', 'NAME_INVALID'),
  rename('a name in one other script', declares('one'), 'привет', { 'a.ts': 'export const привет = 1;\n' }),
  rename('a word that is a type of the language', { 'a.ts': 'export type ¦Id = 1;\n' }, 'string', 'NAME_INVALID'),
  rename(
    'members may be reserved words',
    { 'a.ts': 'export interface T { ¦kind: string }\nexport const f = ({ kind }: T) => kind;\n' },
    'class',
    {
      'a.ts': 'export interface T { class: string }\nexport const f = ({ class: kind }: T) => kind;\n',
    },
  ),
  rename(
    'members that the language looks for',
    { 'a.ts': 'export class A { ¦make() { return 1; } }\n' },
    'constructor',
    'NAME_INVALID',
  ),
  rename(
    'a member that the language looks for',
    { 'a.ts': 'export class A { ¦toString() { return "a"; } }\n' },
    'text',
    'TARGET_EXTERNAL',
  ),
];
