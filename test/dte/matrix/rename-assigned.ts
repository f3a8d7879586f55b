/** JavaScript: types that comments declare, and members that assignments do. */
import { rename } from './rename-case.ts';
import type { RenameCase } from './rename-case.ts';

/** Types of JavaScript in comments, and members that assignments declare. */
export const ASSIGNED_CASES: readonly RenameCase[] = [
  rename(
    'typedef across import()',
    {
      't.js': '/** @typedef {{ a: number }} ¦P */\nexport {};\n',
      'main.js': "/** @param {import('./t.js').P} p */\nfunction f(p) { return p.a; }\nconsole.log(f({ a: 1 }));\n",
    },
    'Q',
    {
      'main.js': "/** @param {import('./t.js').Q} p */\nfunction f(p) { return p.a; }\nconsole.log(f({ a: 1 }));\n",
      't.js': '/** @typedef {{ a: number }} Q */\nexport {};\n',
    },
  ),
  rename(
    '@import',
    {
      't.js': '/** @typedef {{ a: number }} ¦P */\nexport {};\n',
      'main.js':
        "/** @import { P } from './t.js' */\n/** @param {P} p */\nfunction f(p) { return p.a; }\nconsole.log(f({ a: 1 }));\n",
    },
    'Q',
    {
      'main.js':
        "/** @import { Q } from './t.js' */\n/** @param {Q} p */\nfunction f(p) { return p.a; }\nconsole.log(f({ a: 1 }));\n",
      't.js': '/** @typedef {{ a: number }} Q */\nexport {};\n',
    },
  ),
  rename(
    '@import alias',
    {
      't.js': '/** @typedef {{ a: number }} ¦P */\nexport {};\n',
      'main.js':
        "/** @import { P as R } from './t.js' */\n/** @param {R} p */\nfunction f(p) { return p.a; }\nconsole.log(f({ a: 1 }));\n",
    },
    'Q',
    {
      'main.js':
        "/** @import { Q as R } from './t.js' */\n/** @param {R} p */\nfunction f(p) { return p.a; }\nconsole.log(f({ a: 1 }));\n",
      't.js': '/** @typedef {{ a: number }} Q */\nexport {};\n',
    },
  ),
  rename(
    'callback',
    {
      'main.js':
        '/**\n * @callback ¦Cb\n * @param {number} x\n * @returns {number}\n */\n/** @type {Cb} */\nconst f = (x) => x + 1;\nconsole.log(f(1));\n',
    },
    'Fn',
    {
      'main.js':
        '/**\n * @callback Fn\n * @param {number} x\n * @returns {number}\n */\n/** @type {Fn} */\nconst f = (x) => x + 1;\nconsole.log(f(1));\n',
    },
  ),
  rename(
    'template captures',
    {
      'main.js':
        '/** @typedef {number} U */\n/**\n * @template ¦T\n * @param {T} x\n * @param {U} u\n * @returns {T}\n */\nfunction id(x, u) { return x; }\nconsole.log(id(1, 2));\n',
    },
    'U',
    'NAME_COLLISION',
  ),
  rename(
    'param dotted',
    {
      'main.js':
        '/**\n * @param {object} ¦o\n * @param {number} o.v\n */\nfunction f(o) { return o.v; }\nconsole.log(f({ v: 1 }));\n',
    },
    'z',
    {
      'main.js':
        '/**\n * @param {object} z\n * @param {number} z.v\n */\nfunction f(z) { return z.v; }\nconsole.log(f({ v: 1 }));\n',
    },
  ),
  rename(
    'prototype literal',
    {
      'main.js':
        'function A() {}\nA.prototype = { ¦get() { return 1; }, two() { return this.get() * 2; } };\nconsole.log(new A().two());\n',
    },
    'fetch',
    {
      'main.js':
        'function A() {}\nA.prototype = { fetch() { return 1; }, two() { return this.fetch() * 2; } };\nconsole.log(new A().two());\n',
    },
  ),
  rename(
    'expando fn',
    { 'main.js': 'function f() { return f.¦count++; }\nf.count = 0;\nf(); console.log(f.count);\n' },
    'n',
    { 'main.js': 'function f() { return f.n++; }\nf.n = 0;\nf(); console.log(f.n);\n' },
  ),
  rename(
    'commonjs spread reexport',
    {
      'a.js': 'exports.¦v = () => 1;\n',
      'b.js': "module.exports = { ...require('./a') };\n",
      'main.js': "console.log(require('./b').v());\n",
    },
    'z',
    { 'a.js': 'exports.z = () => 1;\n', 'main.js': "console.log(require('./b').z());\n" },
  ),
  rename(
    'commonjs Object.assign reexport',
    {
      'a.js': 'exports.¦v = () => 1;\n',
      'b.js': "Object.assign(exports, require('./a'));\n",
      'main.js': "console.log(require('./b').v());\n",
    },
    'z',
    'NEEDS_PERSON',
  ),
  rename(
    'commonjs reexport keys',
    {
      'a.js': 'exports.¦v = () => 1;\n',
      'b.js': "const a = require('./a');\nObject.keys(a).forEach((k) => { exports[k] = a[k]; });\n",
      'main.js': "console.log(require('./b').v());\n",
    },
    'z',
    'NEEDS_PERSON',
  ),
  rename(
    'this alias',
    {
      'main.js':
        'class A { constructor() { const self = this; self.¦v = 1; setTimeout(function () { console.log(self.v); }); } }\nnew A();\n',
    },
    'w',
    {
      'main.js':
        'class A { constructor() { const self = this; self.w = 1; setTimeout(function () { console.log(self.w); }); } }\nnew A();\n',
    },
  ),
  rename(
    'js any param',
    {
      'main.js':
        'class A { constructor() { this.¦v = 1; } }\nfunction show(a) { return a.v; }\nconsole.log(show(new A()));\n',
    },
    'w',
    'NEEDS_PERSON',
  ),
];
