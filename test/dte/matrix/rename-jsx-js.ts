/** JSX, and JavaScript with what JSDoc says of it. */
import { rename } from './rename-case.ts';
import type { RenameCase } from './rename-case.ts';

const JSX =
  'declare namespace JSX { interface Element {} interface IntrinsicElements { div: { id?: string } } interface ElementAttributesProperty { props: {} } }\n';

export const JSX_CASES: readonly RenameCase[] = [
  rename(
    'a component',
    { 'a.tsx': `${JSX}function ¦Card() { return <div/>; }\nexport const r = <Card></Card>;\n` },
    'Panel',
    { 'a.tsx': `${JSX}function Panel() { return <div/>; }\nexport const r = <Panel></Panel>;\n` },
  ),
  rename(
    'a component that would be an element of the page',
    { 'a.tsx': `${JSX}function ¦Card() { return <div/>; }\nexport const r = <Card></Card>;\n` },
    'card',
    'NAME_INVALID',
  ),
  rename(
    'a component that would be an element that the page has, which no type tells apart',
    { 'a.tsx': `${JSX}function ¦Card() { return <div/>; }\nexport const r = <Card></Card>;\n` },
    'div',
    'NAME_INVALID',
  ),
  rename(
    'a component of another file, in a namespace too',
    {
      'a.tsx': `${JSX}export const ¦Card = () => <div/>;\n`,
      'b.tsx': "import { Card } from './a';\nimport * as ui from './a';\nexport const r = [<Card/>, <ui.Card/>];\n",
    },
    'Panel',
    {
      'a.tsx': `${JSX}export const Panel = () => <div/>;\n`,
      'b.tsx': "import { Panel } from './a';\nimport * as ui from './a';\nexport const r = [<Panel/>, <ui.Panel/>];\n",
    },
  ),
  rename(
    'properties of components',
    {
      'a.tsx': `${JSX}interface Props { ¦title: string }\nfunction Card({ title }: Props) { return <div id={title}/>; }\nexport const r = <Card title="a"/>;\n`,
    },
    'heading',
    {
      'a.tsx': `${JSX}interface Props { heading: string }\nfunction Card({ heading: title }: Props) { return <div id={title}/>; }\nexport const r = <Card heading="a"/>;\n`,
    },
  ),
  rename(
    'values in JSX',
    { 'a.tsx': `${JSX}const ¦id = "a";\nexport const r = <div id={id}>{id} id</div>;\n` },
    'key',
    { 'a.tsx': `${JSX}const key = "a";\nexport const r = <div id={key}>{key} id</div>;\n` },
  ),
];

export const JS_CASES: readonly RenameCase[] = [
  rename(
    'a type definition',
    {
      'a.js': '/** @typedef {{ id: string }} ¦User */\n/** @param {User} u */\nexport const f = (u) => u.id;\n',
      'b.js': "/** @import { User } from './a.js' */\n/** @type {User} */\nexport const u = { id: '1' };\n",
    },
    'Account',
    {
      'a.js': '/** @typedef {{ id: string }} Account */\n/** @param {Account} u */\nexport const f = (u) => u.id;\n',
      'b.js': "/** @import { Account } from './a.js' */\n/** @type {Account} */\nexport const u = { id: '1' };\n",
    },
  ),
  rename(
    'import types in JSDoc',
    {
      'a.ts': 'export interface ¦User { id: string }\n',
      'b.js': "/** @param {import('./a').User} u */\nexport const f = (u) => u.id;\n",
    },
    'Account',
    {
      'a.ts': 'export interface Account { id: string }\n',
      'b.js': "/** @param {import('./a').Account} u */\nexport const f = (u) => u.id;\n",
    },
  ),
  rename(
    'a property that JSDoc declares',
    {
      'a.js':
        '/**\n * @typedef {object} User\n * @property {string} ¦id - of the user\n */\n/** @param {User} u */\nexport const f = (u) => u.id;\n',
    },
    'key',
    {
      'a.js':
        '/**\n * @typedef {object} User\n * @property {string} key - of the user\n */\n/** @param {User} u */\nexport const f = (u) => u.key;\n',
    },
  ),
  rename(
    'modules of CommonJS',
    {
      'a.js': 'function ¦load() { return 1; }\nmodule.exports = { load };\n',
      'b.js': "const { load } = require('./a');\nconst a = require('./a');\nmodule.exports = load() + a.load();\n",
    },
    'read',
    { 'a.js': 'function read() { return 1; }\nmodule.exports = { load: read };\n' },
  ),
  rename(
    'exports of CommonJS',
    { 'a.js': 'exports.¦load = () => 1;\n', 'b.js': "const a = require('./a');\nmodule.exports = a.load();\n" },
    'read',
    { 'a.js': 'exports.read = () => 1;\n', 'b.js': "const a = require('./a');\nmodule.exports = a.read();\n" },
  ),
  rename(
    'a class of JavaScript',
    {
      'a.js':
        'export class Box { constructor() { this.¦size = 1; } grow() { this.size += 1; } }\nexport const s = new Box().size;\n',
    },
    'width',
    {
      'a.js':
        'export class Box { constructor() { this.width = 1; } grow() { this.width += 1; } }\nexport const s = new Box().width;\n',
    },
  ),
  rename(
    'members that a function without types reads',
    { 'a.js': 'export const box = { ¦size: 1 };\nexport function grow(b) { b.size += 1; }\ngrow(box);\n' },
    'width',
    'NEEDS_PERSON',
  ),
  rename(
    'JavaScript and TypeScript in one tree',
    {
      'a.ts': 'export const ¦port = 1;\n',
      'b.js': "import { port } from './a';\nexport const p = port;\n",
      'c.mjs': "import { p } from './b.js';\nexport const q = p;\n",
    },
    'gate',
    {
      'a.ts': 'export const gate = 1;\n',
      'b.js': "import { gate } from './a';\nexport const p = gate;\n",
    },
  ),
];
