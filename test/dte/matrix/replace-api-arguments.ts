/** Small programs in which calls get other arguments. */
import type { PatchCase } from './patch-case.ts';

const CALL = "CallExpression[callee.name='f']";
const head =
  'declare function f(...x: any[]): any; declare const a: any, b: any, c: any; declare function g(): any; declare function wrap(x: any): any;\n';

const call = (
  what: string,
  text: string,
  argsMap: Record<string, unknown>,
  want: string,
  more: Partial<PatchCase> = {},
): PatchCase => ({
  what,
  files: head + text,
  selector: CALL,
  details: { argsMap },
  want: /^[A-Z_]+$/.test(want) ? want : head + want,
  isEndless: true,
  ...more,
});

/** By the names of properties. */
export const PROPERTY_CASES: readonly PatchCase[] = [
  call('a property', 'f({ username: a, b });', { username: 'email' }, 'f({ email: a, b });', { isEndless: false }),
  call('a shorthand property', 'f({ username });', { username: 'email' }, 'f({ email: username });'),
  call(
    'a quoted name',
    `f({ 'username': a, "pass": b });`,
    { username: 'email', pass: 'pass-word' },
    `f({ 'email': a, "pass-word": b });`,
  ),
  call('a name that has to be quoted', 'f({ username: a });', { username: 'user-name' }, "f({ 'user-name': a });"),
  call(
    'a method',
    'f({ done() {}, async *next() {} });',
    { done: 'end', next: 'then2' },
    'f({ end() {}, async *then2() {} });',
  ),
  call('properties that go', 'f({ x: 1, y: a, z: b });', { x: null, z: null }, 'f({ y: a });'),
  call('all properties go', 'f({ x: 1, y: a, });', { x: null, y: null }, 'f({  });'),
  call('the last properties go', 'f({ x: 1, y: a, z: b });', { y: null, z: null }, 'f({ x: 1 });'),
  call('a property that goes with its comment', 'f({ x: 1, /* why */ y: a });', { y: null }, 'NEEDS_PERSON', {
    says: /comment/,
  }),
  call(
    'a property whose name is computed and known',
    "f({ ['x']: 1, [`y`]: a });",
    { x: 'z', y: null },
    "f({ ['z']: 1 });",
  ),
  call('a property that goes, and its effects', 'f({ x: g() });', { x: null }, 'NEEDS_PERSON', { says: /effects/ }),
  call(
    'only the object itself, not those within it',
    'f({ a: { x: 1 }, x: 2 }, { x: 3 });',
    { x: 'y' },
    'f({ a: { x: 1 }, y: 2 }, { y: 3 });',
  ),
  call('a name that is taken', 'f({ x: 1, y: 2 });', { x: 'y' }, 'NAME_COLLISION', { says: /already/ }),
  call('an object that is not written there', 'f(a);', { x: 'y' }, 'NEEDS_PERSON', { says: /not written here/ }),
  call(
    'arguments that cannot hold it',
    "f('text', 1, () => {}, { x: 1 });",
    { x: 'y' },
    "f('text', 1, () => {}, { y: 1 });",
  ),
  call('what is spread', 'f({ ...a, x: 1 });', { x: 'y' }, 'NEEDS_PERSON', { says: /spread/ }),
  call('what is spread and cannot hold it', 'f({ ...{ z: 1 }, x: 1 });', { x: 'y' }, 'f({ ...{ z: 1 }, y: 1 });'),
  call('a computed name', 'f({ [a]: 1 });', { x: 'y' }, 'NEEDS_PERSON', { says: /computed/ }),
  call(
    'comments stay',
    'f(/* 1 */ { /* 2 */ x /* 3 */ : /* 4 */ 1 /* 5 */ } /* 6 */);',
    { x: 'y' },
    'f(/* 1 */ { /* 2 */ y /* 3 */ : /* 4 */ 1 /* 5 */ } /* 6 */);',
  ),
];

/** By their index. */
export const INDEX_CASES: readonly PatchCase[] = [
  call('two change places', 'f(a, 1);', { 0: 1, 1: 0 }, 'f(1, a);'),
  call('one goes to the end', 'f(a, b, c);', { 0: 2 }, 'f(b, c, a);'),
  call(
    'comments keep their places',
    'f(/* 1 */ a /* 2 */, /* 3 */ b /* 4 */);',
    { 0: 1 },
    'f(/* 1 */ b /* 2 */, /* 3 */ a /* 4 */);',
  ),
  call('effects in another order', 'f(g(), b);', { 0: 1 }, 'NEEDS_PERSON', { says: /another order/ }),
  call(
    'accessors in another order',
    'class A { get x() { return 1; } } declare const o: A; f(o.x, b);',
    { 0: 1 },
    'NEEDS_PERSON',
  ),
  call(
    'fields in another order',
    'class A { x = 1; } declare const o: A; f(o.x, !b);',
    { 0: 1 },
    'class A { x = 1; } declare const o: A; f(!b, o.x);',
  ),
  call(
    'all that has no effects',
    'f(true, [1, a], { x: a, b, m() {} }, typeof a, -1, null, function () {});',
    { 0: 6 },
    'f([1, a], { x: a, b, m() {} }, typeof a, -1, null, function () {}, true);',
  ),
  call('what may have effects within an object', 'f({ [a]: 1 }, b);', { 0: 1 }, 'NEEDS_PERSON'),
  call('a call without a list', 'new f;', { 0: '1' }, 'NEEDS_PERSON', { selector: 'NewExpression', says: /no list/ }),
  call('what cannot be an index', 'f(a);', { 200: 1 }, 'SPEC_INVALID'),
  call('what cannot be a name', 'f(a);', { x: 1 }, 'SPEC_INVALID'),
  call('the first goes', 'f(a, b, c);', { 0: null }, 'f(b, c);'),
  call('two that follow each other go', 'f(a, b, c);', { 1: null, 2: null }, 'f(a);'),
  call('the last goes', 'f(a, b, c,);', { 2: null }, 'f(a, b,);'),
  call('all go', 'f(a, b);', { 0: null, 1: null }, 'f();'),
  call('one goes with its effects', 'f(a, g());', { 1: null }, 'NEEDS_PERSON', { says: /be lost/ }),
  call('one goes with its comment', 'f(a, /* why */ b);', { 1: null }, 'NEEDS_PERSON', { says: /comment/ }),
  call('one is wrapped', 'f(g(), b);', { 0: 'String($)' }, 'f(String(g()), b);'),
  call('one is wrapped twice over', 'f(a);', { 0: '{ x: $, y: $, z: "$$" }' }, 'f({ x: a, y: a, z: "$" });'),
  call(
    'parentheses where they are needed',
    'f(a = b, a ? b : c, a);',
    { 0: '$ + 1', 1: 'wrap($)', 2: '!$' },
    'f((a = b) + 1, wrap(a ? b : c), !a);',
  ),
  call('a wrapper that nobody knows', 'f(a);', { 0: 'unknownWrapper($)' }, 'NEEDS_PERSON', { says: /unknownWrapper/ }),
  call('a wrapper that means something else', 'function h(wrap: any) { f(wrap); }', { 0: 'wrap($)' }, 'NAME_COLLISION'),
  call('effects twice over', 'f(g());', { 0: '[$, $]' }, 'NEEDS_PERSON', { says: /twice/ }),
  call('one is added in front', 'f(a);', { 0: 'null' }, 'f(null, a);'),
  call('one is added behind', 'f(a);', { 1: '{ retry: true }' }, 'f(a, { retry: true });'),
  call('one is added to none', 'f( );', { 0: '1' }, 'f(1 );'),
  call('one takes the place of another', 'f(a, b);', { 0: null, 1: 1, 2: null }, 'NEEDS_PERSON', { says: /too few/ }),
  call('a gap', 'f(a);', { 0: 1 }, 'NEEDS_PERSON', { says: /too few/ }),
  call('an index that the call does not have', 'f(a);', { 3: null }, 'f(a);', { want: {} }),
  call('a spread behind what changes', 'f(a, b, ...c);', { 0: 1 }, 'f(b, a, ...c);'),
  call('a spread before what changes', 'f(...a, b);', { 1: null }, 'NEEDS_PERSON', { says: /spread/ }),
  call('calls within arguments', 'f(f(a, 1), f(b, 2));', { 0: null }, 'NEEDS_PERSON'),
  call('calls within arguments that stay', 'f(1, f(2, 3));', { 0: null }, 'f(f(3));'),
  call('calls within arguments that move', 'f((() => f(1, 2)), b);', { 0: 1 }, 'f(b, (() => f(2, 1)));'),
  call('two for one place', 'f(a, b);', { 0: 1, 1: 1 }, 'SPEC_INVALID', { says: /same index/ }),
  call('what is no form', 'f(a);', { 0: true }, 'SPEC_INVALID', { says: /argsMap\["0"\]/ }),
  call('a source that breaks the call', 'f(a);', { 1: 'x) (' }, 'SPEC_INVALID', { says: /one expression/ }),
  {
    what: 'with another callee',
    files: `${head}declare const auth: any;\nauth.login('x', { username: a });`,
    selector: "CallExpression[callee.property.name='login']",
    details: { newProperty: 'signIn', argsMap: { 0: 1, username: 'email' } },
    want: `${head}declare const auth: any;\nauth.signIn({ email: a }, 'x');`,
  },
];
