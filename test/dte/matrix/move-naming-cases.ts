/** What each way of naming a file becomes when the file moves: `src/a.ts` to `src/lib/a2.ts`. */
import type { Files } from './operation-case.ts';

/** Content of the file. */
export const A = 'export const a = 1;\nexport type T = number;\n';

/** One source that names `src/a.ts`, before and after the move to `src/lib/a2.ts`. */
export type OneFile = readonly [name: string, before: string, after: string, path?: string, others?: Files];

export const NAMING: readonly OneFile[] = [
  ['a relative import', "import { a } from './a';\n", "import { a } from './lib/a2';\n"],
  ['.js for .ts', "import { a } from './a.js';\n", "import { a } from './lib/a2.js';\n"],
  ['.ts', "import { a } from './a.ts';\n", "import { a } from './lib/a2.ts';\n"],
  ['double quotes', 'import { a } from "./a"', 'import { a } from "./lib/a2"'],
  ['export from', "export * from './a';\n", "export * from './lib/a2';\n"],
  ['export as from', "export * as x from './a';\r\n", "export * as x from './lib/a2';\r\n"],
  ['an import for its effects', "\ufeffimport './a';\n", "\ufeffimport './lib/a2';\n"],
  ['a dynamic import', "export const p = import('./a');\n", "export const p = import('./lib/a2');\n"],
  ['a dynamic import by a template', 'export const p = import(`./a`);\n', 'export const p = import(`./lib/a2`);\n'],
  ['import type', "import type { T } from './a';\n", "import type { T } from './lib/a2';\n"],
  ['an import type', "export type X = import('./a').T;\n", "export type X = import('./lib/a2').T;\n"],
  ['typeof import', "export type X = typeof import('./a');\n", "export type X = typeof import('./lib/a2');\n"],
  ['import =', "import x = require('./a');\n", "import x = require('./lib/a2');\n"],
  ['require', "const { a } = require('./a');\n", "const { a } = require('./lib/a2');\n", 'src/b.cjs'],
  ['require.resolve', "require.resolve('./a');\n", "require.resolve('./lib/a2');\n", 'src/b.js'],
  [
    'an augmentation',
    "import './a';\ndeclare module './a' { interface Q {} }\n",
    "import './lib/a2';\ndeclare module './lib/a2' { interface Q {} }\n",
  ],
  [
    'mocks',
    "vi.mock('./a');\njest.mock('./a', () => ({}));\njest.requireActual<typeof import('./a')>('./a');\n",
    "vi.mock('./lib/a2');\njest.mock('./lib/a2', () => ({}));\njest.requireActual<typeof import('./lib/a2')>('./lib/a2');\n",
  ],
  ['a mock by an import', "vi.mock(import('./a'));\n", "vi.mock(import('./lib/a2'));\n"],
  ['import.meta.resolve', "import.meta.resolve('./a.ts');\n", "import.meta.resolve('./lib/a2.ts');\n"],
  ['a URL beside the file', "new URL('./a.ts', import.meta.url);\n", "new URL('./lib/a2.ts', import.meta.url);\n"],
  ['a URL without dots', "new URL('a.ts', import.meta.url);\n", "new URL('lib/a2.ts', import.meta.url);\n"],
  ['a path beside the file', "path.join(__dirname, '.', 'a.ts');\n", "path.join(__dirname, './lib/a2.ts');\n"],
  ['a string handed to a loader', "load('./a', { with: ['./a'] });\n", "load('./lib/a2', { with: ['./lib/a2'] });\n"],
  ['a triple-slash reference', '/// <reference path="./a.ts" />\n', '/// <reference path="./lib/a2.ts" />\n'],
  [
    'a type in a comment',
    "/** @type {import('./a').T} */\nexport const q = 1;\n",
    "/** @type {import('./lib/a2').T} */\nexport const q = 1;\n",
    'src/b.js',
  ],
  [
    'an import tag in a comment',
    "/** @import { T } from './a' */\n",
    "/** @import { T } from './lib/a2' */\n",
    'src/b.js',
  ],
  ['a query of a bundler', "import text from './a.ts?raw';\n", "import text from './lib/a2.ts?raw';\n"],
  [
    'import attributes',
    "import x from './a.ts' with { type: 'text' };\n",
    "import x from './lib/a2.ts' with { type: 'text' };\n",
  ],
  ['a file above', "import { a } from '../src/a';\n", "import { a } from '../src/lib/a2';\n", 'test/a.test.ts'],
  ['a file below', "import { a } from '../../a';\n", "import { a } from '../../lib/a2';\n", 'src/x/y/b.tsx'],
  ['the folder where it goes', "import { a } from '../a';\n", "import { a } from './a2';\n", 'src/lib/b.ts'],
  [
    'an alias',
    "import { a } from '@/a';\n",
    "import { a } from '@/lib/a2';\n",
    'src/b.ts',
    { 'tsconfig.json': '{"compilerOptions":{"paths":{"@/*":["./src/*"]}}}' },
  ],
  [
    'an alias and an extension',
    "import { a } from '@/a.js';\n",
    "import { a } from '@/lib/a2.js';\n",
    'src/b.ts',
    { 'tsconfig.json': '{"compilerOptions":{"paths":{"~/*":["./*"],"@/*":["./src/*"]}}}' },
  ],
  [
    'a name seen from baseUrl',
    "import { a } from 'src/a';\n",
    "import { a } from 'src/lib/a2';\n",
    'test/b.ts',
    { 'tsconfig.json': '{"compilerOptions":{"baseUrl":"."}}' },
  ],
  [
    'an import of the package',
    "import { a } from '#own/a.ts';\n",
    "import { a } from '#own/lib/a2.ts';\n",
    'src/b.ts',
    { 'package.json': '{"imports":{"#own/*":"./src/*"}}' },
  ],
  [
    'a package of the workspace',
    "import { a } from '@w/p/a';\n",
    "import { a } from '@w/p/lib/a2';\n",
    'app/b.ts',
    { 'src/package.json': '{"name":"@w/p"}' },
  ],
  [
    'an export of such a package',
    "import { a } from 'p/x/a';\n",
    "import { a } from 'p/x/lib/a2';\n",
    'app/b.ts',
    { 'src/package.json': '{"name":"p","private":true,"exports":{"./x/*":"./*.ts","./x/lib/*":"./lib/*.ts"}}' },
  ],
];
