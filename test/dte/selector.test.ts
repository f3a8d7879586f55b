import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from '@typescript-eslint/typescript-estree';
import esquery from 'esquery';
import { LoglineError } from '../../src/base/errors.ts';
import { linearPattern } from '../../src/dte/linear-pattern.ts';
import { compileSelector } from '../../src/dte/selector/selector.ts';
import { selectNodes } from '../../src/dte/typescript/select.ts';
import { projectOver } from './matrix/rename-case.ts';
import { treeOf } from './trees.ts';

const TEXT = `import { auth as a, other } from './auth';
import def, * as ns from './def';
/** Text. */
export class Store<T> extends Base implements Shape {
  #count = 0;
  static size: number = 3;
  constructor(private readonly name: string) { super(); }
  login(user: string, ...rest: T[]): void { a.login({ username: user }, 1, \`x\${user}\`); this.#count++; }
  get total(): number { return this.#count; }
}
function outer(x = 1, { y, z: [w] }: Shape) {
  if (x > 2) { return a?.b?.(y); } else if (w) { throw new Error('no'); }
  for (const item of [1, 2, , 3]) { console.log(item, 'text', /re+/g, 10n, null, true); }
  return async () => { await ns.run('text'); return (x, y); };
}
export default outer;
type Alias = { a: string; b?: number } | Store<Alias>['name'];
enum Color { Red = 'red', Green = 'green' }
`;

/** Selectors, all of which esquery itself answers on typescript-estree's tree. */
const SELECTORS = [
  'Identifier',
  'identifier',
  '*',
  'Program > *',
  'Program > ClassDeclaration',
  'ClassDeclaration Identifier',
  'ClassBody > MethodDefinition[key.name="login"]',
  'MethodDefinition Identifier[name="user"]',
  'FunctionDeclaration CallExpression',
  'FunctionDeclaration IfStatement ReturnStatement CallExpression',
  'CallExpression[callee.object.name="a"][callee.property.name="login"]',
  'CallExpression[callee.property.name=/^lo/]',
  'CallExpression[callee.property.name!=/^lo/]',
  'CallExpression[callee.property.name!="login"]',
  'CallExpression[arguments.length>1]',
  'CallExpression[arguments.length>=1][arguments.length<3]',
  'CallExpression[arguments.length<=1]',
  'CallExpression[optional=true]',
  'CallExpression[arguments.0.type="Literal"]',
  'Literal[value="text"]',
  'Literal[value=2]',
  'Literal[value=null]',
  'Literal[value=true]',
  'Literal[bigint="10"]',
  'Literal[regex.flags="g"]',
  'Literal[raw="10n"]',
  'Literal[value=type(number)]',
  'Literal[value!=type(string)]',
  'TemplateElement[value.raw="x"]',
  '[typeAnnotation]',
  '[returnType]',
  'Identifier:not([name="x"])',
  'Identifier:not([name="x"], [name="y"])',
  ':is(IfStatement, ThrowStatement)',
  ':matches(IfStatement, ThrowStatement) > *',
  'IfStatement, ThrowStatement',
  'IfStatement:has(ThrowStatement)',
  'BlockStatement:has(> ReturnStatement)',
  'FunctionDeclaration:has(Identifier[name="w"])',
  'Program:has(ClassDeclaration MethodDefinition)',
  'ClassDeclaration:has(ClassBody > PropertyDefinition:has(Literal[value=3]))',
  'ImportDeclaration ~ ClassDeclaration',
  'ImportDeclaration + ImportDeclaration',
  'ImportDeclaration + ClassDeclaration',
  'Literal ~ Literal',
  ':first-child',
  ':last-child',
  'Program > :nth-child(2)',
  'Program > :nth-last-child(2)',
  ':nth-child(0)',
  'CallExpression > :nth-child(1)',
  '.callee',
  '.callee.object',
  'Identifier.callee',
  '.body .test',
  '.arguments',
  'Literal.arguments',
  ':statement',
  ':declaration',
  ':expression',
  ':pattern',
  ':function',
  'ClassDeclaration :function',
  'TSTypeAnnotation > TSNumberKeyword',
  'TSEnumMember[id.name="Red"]',
  'TSUnionType > TSTypeLiteral',
  'MemberExpression[computed=false] > Identifier.property',
  '[nothing="at all"]',
  '[nothing.at.all]',
  'Identifier[name.length=1]',
  '#Identifier',
  'FunctionDeclaration BlockStatement BlockStatement',
  '* * * * Literal',
];

describe('a selector picks what esquery picks on the tree of typescript-estree', () => {
  const project = projectOver(treeOf({ 'a.ts': TEXT }));
  const oracle = parse(TEXT, { range: true, suppressDeprecatedPropertyWarnings: true });
  const visitorKeys = keysOf(oracle);
  for (const selector of SELECTORS) {
    test(selector, () => {
      const wanted = esquery.match(oracle as never, esquery.parse(selector), { visitorKeys });
      const places = (wanted as unknown as Ranged[]).map(({ type, range }) => `${type} ${range.join('-')}`).sort();
      const found = selectNodes(project, () => true, selector).map(({ type, start, end }) => `${type} ${start}-${end}`);
      assert.deepEqual(found.sort(), places);
    });
  }
});

describe('what selectors of specs must not do', () => {
  const refused = (selector: string, reason: RegExp): void => {
    test(`is refused: ${selector.length > 60 ? `${selector.slice(0, 60)}…` : selector}`, () => {
      assert.throws(
        () => compileSelector(selector),
        (error) => error instanceof LoglineError && error.code === 'SELECTOR_INVALID' && reason.test(error.message),
      );
    });
  };
  refused('', /column 1: it is empty/);
  refused('  ', /it is empty/);
  refused('Identifier[', /column 12/);
  refused('A > > B', /column 5/);
  refused('Identifier:nonsense', /no class :nonsense/);
  refused('!Program > Identifier', /:has/);
  refused('Identifier[name=/(?=x)/]', /look|syntax/);
  refused('Identifier[name=/(x/]', /Unterminated|missing/);
  refused('Identifier[name=/x/g]', /column 20/);
  refused('Identifier[§=0]', /cannot stand here/);
  refused(':symbol()', /:symbol\(Name\)/);
  refused(':symbol(a', /not closed/);
  refused(':symbol(a b)', /path\/file\.ts#Name/);
  refused(':symbol(#)', /:symbol/);
  refused(':symbol(src/a.ts#)', /:symbol/);
  refused(`${':not('.repeat(40)}a${')'.repeat(40)}`, /32 levels/);
  refused(Array.from({ length: 60 }, () => 'a').join(' '), /32 levels/);
  refused('('.repeat(2000), /32 levels/);
  refused('a'.repeat(5000), /4096 characters/);

  const deep = `${'{'.repeat(300)} a; ${'}'.repeat(300)}`;

  test('a chain of ancestors that never fits is asked for once, and not for all combinations', () => {
    const chain = `Nothing ${'BlockStatement '.repeat(20)} Identifier`;
    assert.deepEqual(select({ 'deep.ts': deep }, chain), []);
  });

  test('work that grows with the square of the tree is refused', () => {
    const many = 'a;'.repeat(8000);
    const selector = `ExpressionStatement:has(Nothing), ${'* ~ [nothing] ~ '.repeat(8)} *`;
    assert.throws(
      () => select({ 'many.ts': many }, selector),
      (error) => error instanceof LoglineError && error.code === 'LIMIT_EXCEEDED',
    );
  });

  test('an expression that takes others exponentially long takes no time', () => {
    const text = `'${'a'.repeat(50_000)}!'; x;`;
    assert.deepEqual(select({ 'a.ts': text }, 'Literal[value=/^(a+)+$/]'), []);
    assert.equal(select({ 'a.ts': text }, 'Literal[value=/^(a+)+!$/]').length, 1);
  });

  test('a field is one of the syntax tree, not one of JavaScript', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'parent', 'node', 'tree', 'body.constructor']) {
      assert.deepEqual(select({ 'a.ts': 'a' }, `[${name}]`), [], name);
    }
  });
});

test('flags of patterns are i, m and s', () => {
  assert.equal(linearPattern('A.b', 'is').test('xa\nb'), true);
  assert.throws(() => linearPattern('a', 'g'), { code: 'PATTERN_INVALID' });
});

describe('files that cannot match', () => {
  test('are not parsed, however the name may be spelled', () => {
    const files = { 'a.ts': 'foo();', 'b.ts': 'bar();', 'c.ts': '\\u0066oo();' };
    assert.deepEqual(select(files, "Identifier[name='foo']"), ['a.ts:0-3', 'c.ts:0-8']);
    assert.deepEqual(select(files, "CallExpression[callee.name='foo']"), ['a.ts:0-5', 'c.ts:0-10']);
    assert.deepEqual(select(files, "Identifier:not([name='foo'])"), ['b.ts:0-3']);
    assert.deepEqual(select(files, "Identifier:is([name='foo'], [name='bar'])").length, 3);
    assert.deepEqual(select(files, "Program:has([name='bar'])"), ['b.ts:0-6']);
  });

  test('strings and JSX have spellings of their own', () => {
    const files = { 'a.ts': "'l\\x6fg';", 'b.tsx': '<a b="l&#111;g">l&#x6f;g</a>;', 'c.ts': '`log`;' };
    assert.deepEqual(select(files, "[value='log']"), ['a.ts:0-8', 'b.tsx:5-15', 'b.tsx:16-24']);
    assert.deepEqual(select(files, "TemplateElement[value.raw='log']"), ['c.ts:0-5']);
    assert.deepEqual(select(files, "[value.cooked='log']"), ['c.ts:0-5']);
  });

  test('are told by what a selector requires', () => {
    const required = (selector: string): string[] =>
      compileSelector(selector).required.map((literals) =>
        literals.map(({ field, text }) => `${field}:${text}`).join('|'),
      );
    assert.deepEqual(required("A[callee.object.name='x'] > B[value='y']"), ['name:x', 'value:y']);
    assert.deepEqual(required("A[name='x'], B[name='y']"), ['name:x|name:y']);
    assert.deepEqual(required("A[name='x'], B"), []);
    assert.deepEqual(required("A[value='true'], B[value=1]"), []);
    assert.deepEqual(required("A:not([name='x'])"), []);
    assert.deepEqual(required("A[name!='x'][kind='get']"), []);
  });
});

describe(':symbol()', () => {
  const files = {
    'auth.ts': `export function login() {}
export const auth = { login() {}, deep: { login: 1 } };
export class Session { login() {} static login() {} #key = 1; use() { return this.#key; } constructor(public name: string) {} }
export default function () {}
function local() { const login = 1; return login; }`,
    're.ts': `export { login as signIn } from './auth.js'; export * as everything from './auth.js';`,
    'use.ts': `import { login, auth, Session } from './auth.js'; import { signIn, everything } from './re.js'; import byDefault from './auth.js';
import { outside as here } from 'package';
login(); signIn(); everything.login(); auth.login(); new Session('a').login(); Session.login(); const { login: other } = auth;
byDefault(); here(); auth['login']; tag\`\`; const s: Session = new Session('b'); s.name; other();`,
    'x.tsx': `import { Session } from './auth.js'; const a = <Session />; const o = { Session };`,
  };
  const cases: [string, string[]][] = [
    [
      'CallExpression:symbol(login)',
      ['auth.login()', 'everything.login()', 'login()', "new Session('a').login()", 'Session.login()', 'signIn()'],
    ],
    ['CallExpression:symbol(auth.ts#login)', ['everything.login()', 'login()', 'signIn()']],
    ['CallExpression:symbol(./auth.ts#login)', ['everything.login()', 'login()', 'signIn()']],
    ['CallExpression:symbol(auth.login)', ['auth.login()']],
    ['CallExpression:symbol(auth.ts#auth.login)', ['auth.login()']],
    ['CallExpression:symbol(Session.login)', ["new Session('a').login()", 'Session.login()']],
    ['CallExpression:symbol(use.ts#login)', []],
    ['CallExpression:symbol(deep.login)', []],
    ['CallExpression:symbol(outside)', ['here()']],
    ['CallExpression:symbol(here)', []],
    ['CallExpression:symbol(default)', ['byDefault()']],
    ['NewExpression:symbol(Session)', ["new Session('a')", "new Session('b')"]],
    ['MemberExpression:symbol(auth.login)', ['auth.login', "auth['login']"]],
    ['MemberExpression:symbol(Session.#key)', ['this.#key']],
    ['MemberExpression:symbol(Session.name)', ['s.name']],
    ['TSTypeReference:symbol(Session)', ['Session']],
    ['JSXOpeningElement:symbol(Session)', ['<Session />']],
    ['Property > Identifier.value:symbol(Session)', ['Session']],
    ['ClassDeclaration:symbol(Session)', [files['auth.ts'].split('\n')[2]!.slice('export '.length)]],
    ['FunctionDeclaration:symbol(login)', ['function login() {}']],
    ['VariableDeclarator:symbol(local.login)', ['login = 1']],
    ['Identifier:symbol(auth.ts#local.login)', ['login', 'login']],
    [':is(ExportNamedDeclaration, ClassBody, ChainExpression):symbol(Session)', []],
  ];
  for (const [selector, wanted] of cases) {
    test(selector, () => {
      const found = selectNodes(projectOver(treeOf(files)), () => true, selector);
      const texts = found.map(({ path, start, end }) => files[path as keyof typeof files].slice(start, end));
      assert.deepEqual(
        texts.sort((a, b) => a.localeCompare(b, 'en')),
        wanted,
      );
    });
  }
});

describe(':symbol() by other ways to name something', () => {
  const files = {
    'lib.ts': `export class Session { static open() {} } export const auth = { login() {} }; export enum Mode { ON = 1 }
export function mark(..._: unknown[]): any {} export namespace deep { export const inner = 1; }`,
    'use.tsx': `import * as lib from './lib.js'; let s: lib.Session; type Q = typeof lib.auth; (lib.auth)!.login(); (lib.auth as any).go();
@lib.mark class A extends lib.Session {} lib.mark\`\`; const key = 'auth'; lib[key]; lib['auth']; lib.Mode.ON; lib.deep.inner;
const b = <lib.Session>x</lib.Session>; export { A as B }; const { auth: c, Session } = lib; const [d] = [lib.auth]; c; Session; d;`,
  };
  const cases: [string, string[]][] = [
    ['TSQualifiedName:symbol(Session)', ['lib.Session']],
    ['TSQualifiedName:symbol(auth)', ['lib.auth']],
    ['TSTypeQuery:symbol(auth)', ['typeof lib.auth']],
    ['TSNonNullExpression:symbol(auth)', ['(lib.auth)!']],
    ['TSAsExpression:symbol(auth)', ['lib.auth as any']],
    ['Decorator:symbol(mark)', ['@lib.mark']],
    ['TaggedTemplateExpression:symbol(mark)', ['lib.mark``']],
    ['MemberExpression[computed=true]:symbol(auth)', ["lib['auth']"]],
    ['JSXOpeningElement:symbol(Session)', ['<lib.Session>']],
    ['JSXClosingElement:symbol(Session)', ['</lib.Session>']],
    ['MemberExpression:symbol(Mode.ON)', ['lib.Mode.ON']],
    ['MemberExpression:symbol(lib.ts#deep.inner)', ['lib.deep.inner']],
    ['ExportSpecifier > Identifier:symbol(use.tsx#A)', ['A', 'B']],
    ['Property > Identifier.key:symbol(auth)', ['auth']],
    ['ArrayPattern > Identifier:symbol(use.tsx#d)', ['d']],
    ['Literal:symbol(auth)', []],
    ['ReturnStatement:symbol(auth)', []],
  ];
  for (const [selector, wanted] of cases) {
    test(selector, () => {
      const found = selectNodes(projectOver(treeOf(files)), () => true, selector);
      const texts = found.map(({ path, start, end }) => files[path as keyof typeof files].slice(start, end));
      assert.deepEqual(texts, wanted);
    });
  }
});

interface Ranged {
  readonly type: string;
  readonly range: readonly [number, number];
}

function select(files: Record<string, string>, selector: string): string[] {
  const found = selectNodes(projectOver(treeOf(files)), () => true, selector);
  return found.map(({ path, start, end }) => `${path}:${start}-${end}`);
}

/** Answers which fields of each type hold nodes, by what the tree has. */
function keysOf(root: unknown): Record<string, string[]> {
  const keys: Record<string, Set<string>> = {};
  const visit = (node: unknown): void => {
    if (!isNode(node)) return;
    const own = (keys[node.type] ??= new Set());
    for (const [key, value] of Object.entries(node)) {
      const items = (Array.isArray(value) ? value : [value]) as unknown[];
      if (!items.some(isNode)) continue;
      own.add(key);
      items.forEach(visit);
    }
  };
  visit(root);
  return Object.fromEntries(Object.entries(keys).map(([type, own]) => [type, [...own]]));
}

function isNode(value: unknown): value is { type: string } {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
