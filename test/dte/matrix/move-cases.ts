/** Moves in small trees, and what becomes of them. */
import { A } from './move-naming-cases.ts';
import type { Files } from './operation-case.ts';

/** A move in a tree: the files that are other than before, or the codes of the findings. */
export type Move = readonly [
  name: string,
  files: Files,
  from: string,
  to: string,
  expected: Record<string, string | undefined> | readonly string[],
  scope?: readonly string[],
];

export const MOVES: readonly Move[] = [
  [
    'the imports of the file itself',
    { 'src/a.ts': "import './b';\nimport './c.json';\nimport x from 'x';\n", 'src/b.ts': '', 'src/c.json': '{}' },
    'src/a.ts',
    'lib/deep/a.ts',
    {
      'src/a.ts': undefined,
      'lib/deep/a.ts': "import '../../src/b';\nimport '../../src/c.json';\nimport x from 'x';\n",
    },
  ],
  [
    'an augmentation in a file that moves itself',
    { 'src/a.ts': A, 'src/b.ts': "import './a';\ndeclare module './a' { interface Q {} }\n" },
    'src/b.ts',
    'b.ts',
    { 'src/b.ts': undefined, 'b.ts': "import './src/a';\ndeclare module './src/a' { interface Q {} }\n" },
  ],
  [
    'what nobody has in the tree keeps its place',
    { 'src/a.ts': "import './generated/client';\nimport icon from './icon.svg?url';\n" },
    'src/a.ts',
    'src/lib/a.ts',
    { 'src/a.ts': undefined, 'src/lib/a.ts': "import '../generated/client';\nimport icon from '../icon.svg?url';\n" },
  ],
  [
    'an index becomes a file',
    { 'src/a/index.ts': A, 'src/b.ts': "import './a';\nimport './a/index';\nimport './a/';\nimport './a/index.js';\n" },
    'src/a/index.ts',
    'src/core.ts',
    {
      'src/a/index.ts': undefined,
      'src/core.ts': A,
      'src/b.ts': "import './core';\nimport './core';\nimport './core';\nimport './core.js';\n",
    },
  ],
  [
    'a file becomes an index, which the old text names still',
    { 'src/a.ts': A, 'src/b.ts': "import './a';\nimport './a.js';\n" },
    'src/a.ts',
    'src/a/index.ts',
    { 'src/a.ts': undefined, 'src/a/index.ts': A, 'src/b.ts': "import './a';\nimport './a/index.js';\n" },
  ],
  [
    'an index beside and above',
    { 'src/x/index.ts': A, 'src/x/b.ts': "import '.';\nimport './';\n", 'src/x/y/c.ts': "import '..';\n" },
    'src/x/index.ts',
    'src/x/y/index.ts',
    {
      'src/x/index.ts': undefined,
      'src/x/y/index.ts': A,
      'src/x/b.ts': "import './y';\nimport './y/';\n",
      'src/x/y/c.ts': "import '.';\n",
    },
  ],
  [
    'where Node asks for extensions, an index is named whole',
    {
      'tsconfig.json': '{"compilerOptions":{"module":"nodenext"}}',
      'package.json': '{"type":"module"}',
      'src/a.ts': A,
      'src/b.ts': "import './a.js';\n",
    },
    'src/a.ts',
    'src/lib/index.ts',
    { 'src/a.ts': undefined, 'src/lib/index.ts': A, 'src/b.ts': "import './lib/index.js';\n" },
  ],
  [
    'another extension',
    { 'src/a.js': 'export const a = 1;\n', 'src/b.ts': "import './a.js';\nimport './a';\n" },
    'src/a.js',
    'src/a.mts',
    {
      'src/a.js': undefined,
      'src/a.mts': 'export const a = 1;\n',
      'src/b.ts': "import './a.mjs';\nimport './a.mjs';\n",
    },
  ],
  [
    'a folder, whose files name each other as before',
    {
      'src/x/a.ts': "import './b';\nimport '../c';\n",
      'src/x/b.ts': '',
      'src/c.ts': "import './x/a';\n",
      'src/x/d.txt': 'd',
    },
    'src/x',
    'lib/y',
    {
      'src/x/a.ts': undefined,
      'src/x/b.ts': undefined,
      'src/x/d.txt': undefined,
      'lib/y/a.ts': "import './b';\nimport '../../src/c';\n",
      'lib/y/b.ts': '',
      'lib/y/d.txt': 'd',
      'src/c.ts': "import '../lib/y/a';\n",
    },
  ],
  [
    'a folder named as such',
    {
      'x/views/a.html': '',
      'x/b.ts': "path.join(import.meta.dirname, 'views');\nnew URL('./views/', import.meta.url);\n",
    },
    'x/views',
    'x/pages',
    {
      'x/views/a.html': undefined,
      'x/pages/a.html': '',
      'x/b.ts': "path.join(import.meta.dirname, 'pages');\nnew URL('./pages/', import.meta.url);\n",
    },
  ],
  [
    'an asset',
    { 'src/logo.svg': '<svg/>', 'src/b.tsx': "import logo from './logo.svg?react';\nimport raw from '!./logo.svg';\n" },
    'src/logo.svg',
    'assets/logo.svg',
    {
      'src/logo.svg': undefined,
      'assets/logo.svg': '<svg/>',
      'src/b.tsx': "import logo from '../assets/logo.svg?react';\nimport raw from '!./logo.svg';\n",
    },
  ],
  [
    'declarations go with their file',
    { 'src/a.js': '', 'src/a.d.ts': 'export {};\n', 'src/b.ts': "import './a.js';\n" },
    'src/a.js',
    'src/c.js',
    {
      'src/a.js': undefined,
      'src/a.d.ts': undefined,
      'src/c.js': '',
      'src/c.d.ts': 'export {};\n',
      'src/b.ts': "import './c.js';\n",
    },
  ],
  [
    'an alias that no longer reaches the file',
    {
      'tsconfig.json': '{"compilerOptions":{"paths":{"@/*":["./src/*"]}}}',
      'src/a.ts': A,
      'src/b.ts': "import '@/a';\n",
    },
    'src/a.ts',
    'lib/a.ts',
    { 'src/a.ts': undefined, 'lib/a.ts': A, 'src/b.ts': "import '../lib/a';\n" },
  ],
  [
    'an alias of its own follows, and its users need not',
    {
      'tsconfig.json':
        '{\n  // aliases\n  "compilerOptions": { "paths": { "@core": ["./src/a.ts"], "@x": ["src/a"] } },\n  "files": ["src/a.ts"], "include": ["src/*.ts"],\n}\n',
      'src/a.ts': A,
      'src/b.ts': "import '@core';\nimport '@x';\n",
    },
    'src/a.ts',
    'src/core/a.ts',
    {
      'src/a.ts': undefined,
      'src/core/a.ts': A,
      'tsconfig.json':
        '{\n  // aliases\n  "compilerOptions": { "paths": { "@core": ["./src/core/a.ts"], "@x": ["src/core/a"] } },\n  "files": ["src/core/a.ts"], "include": ["src/*.ts"],\n}\n',
    },
  ],
  [
    'patterns of a tsconfig follow their folder',
    {
      'tsconfig.json': '{"compilerOptions":{"paths":{"@x/*":["./src/x/*"]}},"include":["src/x/**/*.ts","src/**/*.ts"]}',
      'src/x/a.ts': A,
      'src/b.ts': "import '@x/a';\n",
    },
    'src/x',
    'src/y',
    {
      'src/x/a.ts': undefined,
      'src/y/a.ts': A,
      'tsconfig.json': '{"compilerOptions":{"paths":{"@x/*":["./src/y/*"]}},"include":["src/y/**/*.ts","src/**/*.ts"]}',
    },
  ],
  [
    'a tsconfig that refers to the one with the aliases',
    {
      'tsconfig.json': '{"files":[],"references":[{"path":"./tsconfig.app.json"}]}',
      'tsconfig.app.json': '{"compilerOptions":{"paths":{"@/*":["./src/*"]}}}',
      'src/a.ts': A,
      'src/b.ts': "import '@/a';\n",
    },
    'src/a.ts',
    'src/lib/a.ts',
    { 'src/a.ts': undefined, 'src/lib/a.ts': A, 'src/b.ts': "import '@/lib/a';\n" },
  ],
  [
    'a package of a workspace moves, and its tsconfig keeps the one that it extends',
    {
      'base.json': '{}',
      'packages/p/tsconfig.json':
        '{"extends":"../../base.json","references":[{"path":"../q"}],"compilerOptions":{"outDir":"./dist"}}',
      'packages/p/package.json': '{"name":"p","main":"./a.ts"}',
      'packages/p/a.ts': A,
      'packages/q/tsconfig.json': '{}',
      'packages/q/b.ts': "import 'p';\n",
    },
    'packages/p',
    'libs/core/p',
    {
      'packages/p/tsconfig.json': undefined,
      'packages/p/package.json': undefined,
      'packages/p/a.ts': undefined,
      'libs/core/p/tsconfig.json':
        '{"extends":"../../../base.json","references":[{"path":"../../../packages/q"}],"compilerOptions":{"outDir":"./dist"}}',
      'libs/core/p/package.json': '{"name":"p","main":"./a.ts"}',
      'libs/core/p/a.ts': A,
    },
  ],
  [
    'entries and scripts of a package.json',
    {
      'package.json':
        '{\r\n\t"main": "a.js", "types": "./a.d.ts", "bin": { "x": "a.js" }, "browser": { "./a.js": false },\r\n\t"exports": { ".": { "import": "./a.js" } }, "scripts": { "x": "node a.js && node \\"./a.js\\" --a.js", "y": "cd x && node a.js" }, "other": "a.js"\r\n}',
      'a.js': '',
      'a.d.ts': '',
    },
    'a.js',
    'lib/a.js',
    {
      'a.js': undefined,
      'a.d.ts': undefined,
      'lib/a.js': '',
      'lib/a.d.ts': '',
      'package.json':
        '{\r\n\t"main": "lib/a.js", "types": "./lib/a.d.ts", "bin": { "x": "lib/a.js" }, "browser": { "./lib/a.js": false },\r\n\t"exports": { ".": { "import": "./lib/a.js" } }, "scripts": { "x": "node lib/a.js && node \\"./lib/a.js\\" --a.js", "y": "cd x && node a.js" }, "other": "a.js"\r\n}',
    },
  ],
  [
    'settings name files from where they are',
    {
      'vite.config.ts':
        "export default { input: 'src/main.ts', test: { setup: './src/main.ts', name: 'src/other.ts' } };\n",
      'src/main.ts': '',
    },
    'src/main.ts',
    'src/app/main.ts',
    {
      'src/main.ts': undefined,
      'src/app/main.ts': '',
      'vite.config.ts':
        "export default { input: 'src/app/main.ts', test: { setup: './src/app/main.ts', name: 'src/other.ts' } };\n",
    },
  ],
  [
    'strings that are no references',
    {
      'src/a.ts': A,
      'src/b.tsx':
        "const x = s === './a';\nfs.readFileSync('./a.ts');\nexpect('./a');\ntype P = './a';\nconst e = <a href=\"./a\" />;\n'./a';\n",
    },
    'src/a.ts',
    'src/c.ts',
    { 'src/a.ts': undefined, 'src/c.ts': A },
  ],
  [
    'a quote in a path is written as quotes need it',
    { 'src/a.ts': A, 'src/b.ts': "import './a';\nimport(`./a`);\n" },
    'src/a.ts',
    "src/it's`$.ts",
    { 'src/a.ts': undefined, "src/it's`$.ts": A, 'src/b.ts': "import './it\\'s`$';\nimport(`./it's\\`$`);\n" },
  ],
  [
    'a new file in front of another that the same text meant',
    { 'src/a.ts': A, 'src/x/index.ts': '', 'src/b.ts': "import './x';\n" },
    'src/a.ts',
    'src/x.ts',
    { 'src/a.ts': undefined, 'src/x.ts': A, 'src/b.ts': "import './x/index';\n" },
  ],
  [
    'only the case of the name',
    { 'src/A.ts': A, 'b.ts': "import './src/A';\n" },
    'src/A.ts',
    'src/a.ts',
    { 'src/A.ts': undefined, 'src/a.ts': A, 'b.ts': "import './src/a';\n" },
  ],
  [
    'a folder below which it stays',
    { 'x/a.ts': A },
    'x/a.ts',
    'x/a.ts/a.ts',
    { 'x/a.ts': undefined, 'x/a.ts/a.ts': A },
  ],
];
