/** Names that cross files. */
import { rename } from './rename-case.ts';
import type { RenameCase } from './rename-case.ts';

export const MODULE_CASES: readonly RenameCase[] = [
  rename(
    'an import',
    { 'a.ts': 'export const ¦port = 1;\n', 'b.ts': "import { port } from './a';\nexport const p = port;\n" },
    'gate',
    {
      'a.ts': 'export const gate = 1;\n',
      'b.ts': "import { gate } from './a';\nexport const p = gate;\n",
    },
  ),
  rename(
    'from the side of the import',
    { 'a.ts': 'export const port = 1;\n', 'b.ts': "import { port } from './a';\nexport const p = ¦port;\n" },
    'gate',
    {
      'a.ts': 'export const gate = 1;\n',
      'b.ts': "import { gate } from './a';\nexport const p = gate;\n",
    },
  ),
  rename(
    'an import by another name keeps that',
    { 'a.ts': 'export const ¦port = 1;\n', 'b.ts': "import { port as p } from './a';\nexport const q = p;\n" },
    'gate',
    {
      'a.ts': 'export const gate = 1;\n',
      'b.ts': "import { gate as p } from './a';\nexport const q = p;\n",
    },
  ),
  rename(
    'the other name alone',
    { 'a.ts': 'export const port = 1;\n', 'b.ts': "import { port as ¦p } from './a';\nexport const q = p;\n" },
    'gate',
    {
      'b.ts': "import { port as gate } from './a';\nexport const q = gate;\n",
    },
  ),
  rename(
    'an import that stands as a shorthand property',
    { 'a.ts': 'export const ¦port = 1;\n', 'b.ts': "import { port } from './a';\nexport const o = { port };\n" },
    'gate',
    {
      'a.ts': 'export const gate = 1;\n',
      'b.ts': "import { gate } from './a';\nexport const o = { port: gate };\n",
    },
  ),
  rename(
    'an import that meets a local name',
    {
      'a.ts': 'export const ¦port = 1;\n',
      'b.ts': "import { port } from './a';\nconst gate = 2;\nexport const p = port + gate;\n",
    },
    'gate',
    'NAME_COLLISION',
  ),
  rename(
    'an import that an inner name would hide',
    {
      'a.ts': 'export const ¦port = 1;\n',
      'b.ts': "import { port } from './a';\nexport const p = (gate: number) => port + gate;\n",
    },
    'gate',
    'NAME_COLLISION',
  ),
  rename(
    'a list of exports',
    { 'a.ts': 'const ¦port = 1;\nexport { port };\n', 'b.ts': "import { port } from './a';\nexport const p = port;\n" },
    'gate',
    {
      'a.ts': 'const gate = 1;\nexport { gate };\n',
      'b.ts': "import { gate } from './a';\nexport const p = gate;\n",
    },
  ),
  rename(
    'an export by another name',
    {
      'a.ts': 'const ¦port = 1;\nexport { port as door };\n',
      'b.ts': "import { door } from './a';\nexport const p = door;\n",
    },
    'gate',
    {
      'a.ts': 'const gate = 1;\nexport { gate as door };\n',
    },
  ),
  rename(
    'a chain of re-exports',
    {
      'a.ts': 'export const ¦port = 1;\n',
      'b.ts': "export { port } from './a';\n",
      'c.ts': "export { port } from './b';\n",
      'd.ts': "import { port } from './c';\nexport const p = { port };\n",
    },
    'gate',
    {
      'a.ts': 'export const gate = 1;\n',
      'b.ts': "export { gate } from './a';\n",
      'c.ts': "export { gate } from './b';\n",
      'd.ts': "import { gate } from './c';\nexport const p = { port: gate };\n",
    },
  ),
  rename(
    'a re-export by another name ends the chain',
    {
      'a.ts': 'export const ¦port = 1;\n',
      'b.ts': "export { port as door } from './a';\n",
      'c.ts': "import { door } from './b';\nexport const p = door;\n",
    },
    'gate',
    {
      'a.ts': 'export const gate = 1;\n',
      'b.ts': "export { gate as door } from './a';\n",
    },
  ),
  rename(
    'export *',
    {
      'a.ts': 'export const ¦port = 1;\n',
      'b.ts': "export * from './a';\n",
      'c.ts': "import { port } from './b';\nexport const p = port;\n",
    },
    'gate',
    {
      'a.ts': 'export const gate = 1;\n',
      'c.ts': "import { gate } from './b';\nexport const p = gate;\n",
    },
  ),
  rename(
    'export * of two modules that would export the same',
    {
      'a.ts': 'export const ¦port = 1;\n',
      'b.ts': 'export const gate = 1;\n',
      'c.ts': "export * from './a';\nexport * from './b';\n",
    },
    'gate',
    'NAME_COLLISION',
  ),
  rename(
    'export * as a namespace',
    {
      'a.ts': 'export const ¦port = 1;\n',
      'b.ts': "export * as ns from './a';\n",
      'c.ts': "import { ns } from './b';\nexport const p = ns.port;\n",
    },
    'gate',
    {
      'a.ts': 'export const gate = 1;\n',
      'c.ts': "import { ns } from './b';\nexport const p = ns.gate;\n",
    },
  ),
  rename(
    'the name of such a namespace',
    {
      'a.ts': 'export const port = 1;\n',
      'b.ts': "export * as ¦ns from './a';\n",
      'c.ts': "import { ns } from './b';\nexport const p = ns.port;\n",
    },
    'all',
    {
      'b.ts': "export * as all from './a';\n",
      'c.ts': "import { all } from './b';\nexport const p = all.port;\n",
    },
  ),
  rename(
    'import * as',
    {
      'a.ts': 'export const ¦port = 1;\n',
      'b.ts': "import * as a from './a';\nexport const p = a.port + a['port'];\nexport type P = typeof a.port;\n",
    },
    'gate',
    {
      'a.ts': 'export const gate = 1;\n',
      'b.ts': "import * as a from './a';\nexport const p = a.gate + a['gate'];\nexport type P = typeof a.gate;\n",
    },
  ),
  rename(
    'a namespace taken apart',
    {
      'a.ts': 'export const ¦port = 1;\n',
      'b.ts': "import * as a from './a';\nconst { port } = a;\nexport const p = port;\n",
    },
    'gate',
    {
      'a.ts': 'export const gate = 1;\n',
      'b.ts': "import * as a from './a';\nconst { gate: port } = a;\nexport const p = port;\n",
    },
  ),
  rename(
    'a namespace that is handed to what expects the old name',
    {
      'a.ts': 'export const ¦port = 1;\n',
      'b.ts': "import * as a from './a';\nconst use = (x: { port: number }) => x;\nexport const p = use(a);\n",
    },
    'gate',
    'TYPE_ERROR',
  ),
  rename(
    'the name of a namespace import',
    { 'a.ts': 'export const port = 1;\n', 'b.ts': "import * as ¦a from './a';\nexport const p = a.port;\n" },
    'all',
    { 'b.ts': "import * as all from './a';\nexport const p = all.port;\n" },
  ),
  rename(
    'a default export and an import of the same name',
    {
      'a.ts': 'function ¦open() { return 1; }\nexport default open;\n',
      'b.ts': "import open from './a';\nexport const o = open();\n",
    },
    'start',
    {
      'a.ts': 'function start() { return 1; }\nexport default start;\n',
      'b.ts': "import start from './a';\nexport const o = start();\n",
    },
  ),
  rename(
    'export default of a class, imported by another name',
    {
      'a.ts': 'export default class ¦Door { copy() { return new Door(); } }\n',
      'b.ts': "import Gate from './a';\nexport const o = new Gate();\n",
    },
    'Port',
    {
      'a.ts': 'export default class Port { copy() { return new Port(); } }\n',
    },
  ),
  rename(
    'a default import alone',
    { 'a.ts': 'export default class Door {}\n', 'b.ts': "import ¦Gate from './a';\nexport const o = new Gate();\n" },
    'Port',
    { 'b.ts': "import Port from './a';\nexport const o = new Port();\n" },
  ),
  rename(
    'default as a name of an export list',
    {
      'a.ts': 'const ¦port = 1;\nexport { port as default };\n',
      'b.ts': "import { default as p } from './a';\nexport const q = p;\n",
    },
    'gate',
    { 'a.ts': 'const gate = 1;\nexport { gate as default };\n' },
  ),
  rename(
    'import type and inline types',
    {
      'a.ts': 'export interface ¦User { id: string }\n',
      'b.ts':
        "import type { User } from './a';\nimport { type User as U } from './a';\nexport type Pair = [User, U, import('./a').User];\n",
    },
    'Account',
    {
      'a.ts': 'export interface Account { id: string }\n',
      'b.ts':
        "import type { Account } from './a';\nimport { type Account as U } from './a';\nexport type Pair = [Account, U, import('./a').Account];\n",
    },
  ),
  rename(
    'typeof import and dynamic import',
    {
      'a.ts': 'export const ¦port = 1;\n',
      'b.ts':
        "export type A = typeof import('./a').port;\nexport const p = async () => (await import('./a')).port;\nexport const q = async () => { const { port } = await import('./a'); return port; };\nexport const r = import('./a').then((a) => a.port);\n",
    },
    'gate',
    {
      'a.ts': 'export const gate = 1;\n',
      'b.ts':
        "export type A = typeof import('./a').gate;\nexport const p = async () => (await import('./a')).gate;\nexport const q = async () => { const { gate: port } = await import('./a'); return port; };\nexport const r = import('./a').then((a) => a.gate);\n",
    },
  ),
  rename(
    'export = and import =',
    {
      'a.ts': 'class ¦Door { open() { return 1; } }\nexport = Door;\n',
      'b.ts': "import Door = require('./a');\nexport const d = new Door();\n",
    },
    'Gate',
    {
      'a.ts': 'class Gate { open() { return 1; } }\nexport = Gate;\n',
      'b.ts': "import Gate = require('./a');\nexport const d = new Gate();\n",
    },
  ),
  rename(
    'import = of a part of a namespace',
    {
      'a.ts':
        'export namespace A { export namespace B { export const ¦c = 1; } }\nimport D = A.B;\nexport const e = D.c + A.B.c;\n',
    },
    'n',
    {
      'a.ts':
        'export namespace A { export namespace B { export const n = 1; } }\nimport D = A.B;\nexport const e = D.n + A.B.n;\n',
    },
  ),
  rename(
    'a declaration file',
    {
      'lib.d.ts': 'export declare function ¦load(path: string): string;\n',
      'b.ts': "import { load } from './lib';\nexport const l = load('a');\n",
    },
    'fetchText',
    'NEEDS_PERSON',
  ),
  rename(
    'declare module of a name',
    {
      'types.d.ts': "declare module 'thing' { export function ¦make(): number; }\n",
      'b.ts': "import { make } from 'thing';\nexport const m = make();\n",
    },
    'build',
    'NEEDS_PERSON',
  ),
  rename(
    'a module that is augmented',
    {
      'a.ts': 'export interface ¦Box { a: number }\n',
      'b.ts': "import './a';\ndeclare module './a' { interface Box { b: number } }\n",
      'c.ts': "import type { Box } from './a';\nexport const f = (x: Box) => x.a + x.b;\n",
    },
    'Crate',
    {
      'a.ts': 'export interface Crate { a: number }\n',
      'b.ts': "import './a';\ndeclare module './a' { interface Crate { b: number } }\n",
      'c.ts': "import type { Crate } from './a';\nexport const f = (x: Crate) => x.a + x.b;\n",
    },
  ),
  rename(
    'an augmentation of what is outside',
    { 'a.ts': 'export {};\ndeclare global { interface ¦Window { mine: number } }\n' },
    'Pane',
    'TARGET_EXTERNAL',
  ),
  rename(
    'a global that the tree declares itself',
    {
      'a.ts': 'export {};\ndeclare global { interface ¦Settings { mine: number } }\n',
      'b.ts': 'export const f = (s: Settings) => s.mine;\n',
    },
    'Config',
    {
      'a.ts': 'export {};\ndeclare global { interface Config { mine: number } }\n',
      'b.ts': 'export const f = (s: Config) => s.mine;\n',
    },
  ),
  rename(
    'what is imported from outside',
    { 'a.ts': "import { ¦readFile } from 'node:fs/promises';\nexport const r = readFile;\n" },
    'load',
    'TARGET_EXTERNAL',
  ),
  rename(
    'a name of our own for what is outside',
    { 'a.ts': "import { readFile as ¦read } from 'node:fs/promises';\nexport const r = read;\n" },
    'load',
    { 'a.ts': "import { readFile as load } from 'node:fs/promises';\nexport const r = load;\n" },
  ),
  rename(
    'what the compiler knows by itself',
    { 'a.ts': 'export const n = ¦parseInt("1");\n' },
    'toNumber',
    'TARGET_EXTERNAL',
  ),
  rename(
    'an import of what cannot be found, which may be ours',
    { 'a.ts': 'export const ¦port = 1;\n', 'b.ts': "import { port } from './gone';\nexport const p = port;\n" },
    'gate',
    'NEEDS_PERSON',
  ),
  rename(
    'a JSON file is data',
    {
      'a.ts': "import data from './data.json';\nconst ¦port = 1;\nexport const p = port + data.port;\n",
      'data.json': '{ "port": 1 }\n',
      'tsconfig.json':
        '{ "compilerOptions": { "module": "esnext", "moduleResolution": "bundler", "resolveJsonModule": true, "strict": true } }\n',
    },
    'gate',
    {
      'a.ts': "import data from './data.json';\nconst gate = 1;\nexport const p = gate + data.port;\n",
    },
  ),
  rename(
    'names kept for importers',
    {
      'a.ts': 'export const ¦port = 1;\nexport const two = port * 2;\n',
      'b.ts': "import { port } from './a';\nexport const p = port;\n",
    },
    'gate',
    { 'a.ts': 'const gate = 1;\nexport { gate as port };\nexport const two = gate * 2;\n' },
    { exports: 'alias' },
  ),
  rename(
    'names of an export list kept for importers',
    { 'a.ts': 'const ¦port = 1;\nexport { port };\n', 'b.ts': "import { port } from './a';\nexport const p = port;\n" },
    'gate',
    { 'a.ts': 'const gate = 1;\nexport { gate as port };\n' },
    { exports: 'alias' },
  ),
  rename(
    'the name of a type kept for importers',
    { 'a.ts': 'export interface ¦User { id: string }\nexport const u = {} as User;\n' },
    'Account',
    { 'a.ts': 'interface Account { id: string }\nexport type { Account as User };\nexport const u = {} as Account;\n' },
    { exports: 'alias' },
  ),
  rename(
    'paths of a tsconfig',
    {
      'tsconfig.json':
        '{ "compilerOptions": { "module": "esnext", "moduleResolution": "bundler", "paths": { "@lib/*": ["./lib/*"] } } }\n',
      'lib/a.ts': 'export const ¦port = 1;\n',
      'b.ts': "import { port } from '@lib/a';\nexport const p = port;\n",
    },
    'gate',
    {
      'lib/a.ts': 'export const gate = 1;\n',
      'b.ts': "import { gate } from '@lib/a';\nexport const p = gate;\n",
    },
  ),
  rename(
    'two packages, each with a tsconfig, of which one imports the other',
    {
      'packages/a/package.json': '{ "name": "@our/a", "main": "dist/index.js", "types": "dist/index.d.ts" }\n',
      'packages/a/tsconfig.json': '{ "compilerOptions": { "outDir": "dist", "rootDir": "src", "composite": true } }\n',
      'packages/a/src/index.ts': 'export const ¦port = 1;\n',
      'packages/b/package.json': '{ "name": "@our/b" }\n',
      'packages/b/tsconfig.json':
        '{ "compilerOptions": { "paths": { "~/*": ["./src/*"] } }, "references": [{ "path": "../a" }] }\n',
      'packages/b/src/x.ts': "import { port } from '@our/a';\nexport { port } from '@our/a';\nexport const p = port;\n",
      'packages/b/src/y.ts': "import { port } from '~/x';\nexport const q = port;\n",
    },
    'gate',
    {
      'packages/a/src/index.ts': 'export const gate = 1;\n',
      'packages/b/src/x.ts': "import { gate } from '@our/a';\nexport { gate } from '@our/a';\nexport const p = gate;\n",
      'packages/b/src/y.ts': "import { gate } from '~/x';\nexport const q = gate;\n",
    },
  ),
  rename(
    'a file that a tool makes',
    {
      'a.ts': 'export const ¦port = 1;\n',
      'b.ts': "// Code generated by make. DO NOT EDIT.\nimport { port } from './a';\nexport const p = port;\n",
    },
    'gate',
    'FILE_UNSUPPORTED',
  ),
  rename(
    'what a compiler wrote',
    { 'a.ts': 'export const ¦port = 1;\n', 'dist/b.js': "import { port } from '../a';\nexport const p = port;\n" },
    'gate',
    'FILE_UNSUPPORTED',
  ),
];
