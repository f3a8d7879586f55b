/** Moves of files that others find without an import: style sheets, pages, settings, tests, and compilers. */
import type { Move } from './move-cases.ts';
import { A } from './move-naming-cases.ts';

export const TAKEN_ALONG: readonly Move[] = [
  [
    'the snapshots of a test',
    { 'src/a.test.ts': "import './b';\n", 'src/b.ts': A, 'src/__snapshots__/a.test.ts.snap': '// x\n' },
    'src/a.test.ts',
    'test/c.test.ts',
    {
      'src/a.test.ts': undefined,
      'src/__snapshots__/a.test.ts.snap': undefined,
      'test/c.test.ts': "import '../src/b';\n",
      'test/__snapshots__/c.test.ts.snap': '// x\n',
    },
  ],
  [
    'the mock beside a module',
    { 'src/a.ts': A, 'src/__mocks__/a.ts': "import '../a';\n", 'src/a.test.ts': "jest.mock('./a');\n" },
    'src/a.ts',
    'lib/a.ts',
    {
      'src/a.ts': undefined,
      'src/__mocks__/a.ts': undefined,
      'lib/a.ts': A,
      'lib/__mocks__/a.ts': "import '../a';\n",
      'src/a.test.ts': "jest.mock('../lib/a');\n",
    },
  ],
  [
    'a page and its picture, together',
    { 'web/a.css': 'a { background: url(img.png) }\n', 'web/img.png': '', 'README.md': '[a](web/a.css)' },
    'web',
    'site',
    {
      'web/a.css': undefined,
      'web/img.png': undefined,
      'site/a.css': 'a { background: url(img.png) }\n',
      'site/img.png': '',
    },
  ],
  [
    'what is listed in a tsconfig',
    { 'tsconfig.json': '{"files":["g.d.ts"]}', 'g.d.ts': 'declare const G: 1;\n' },
    'g.d.ts',
    'types/g.d.ts',
    { 'tsconfig.json': '{"files":["types/g.d.ts"]}', 'g.d.ts': undefined, 'types/g.d.ts': 'declare const G: 1;\n' },
  ],
];

/** What names a path and needs no change: documentation, and the spec of the move itself. */
export const MENTIONED: readonly Move[] = [
  [
    'in the spec of the move',
    { 'spec.json': '{"patches":[{"path":"src/a.ts","astOp":"moveModule"}]}', 'README.md': 'src/a.ts', 'src/a.ts': A },
    'src/a.ts',
    'src/b.ts',
    { 'src/a.ts': undefined, 'src/b.ts': A },
  ],
];

export const LEFT_BEHIND: readonly Move[] = [
  [
    'a picture of a style sheet',
    { 'a.css': 'a { background: url(./img.png) }\n', 'img.png': '' },
    'img.png',
    'x/img.png',
    ['NEEDS_PERSON'],
  ],
  [
    'a style sheet with a picture',
    { 'a.css': 'a { background: url("img.png") }\n', 'img.png': '' },
    'a.css',
    'x/a.css',
    ['NEEDS_PERSON'],
  ],
  [
    'a script of a page',
    { 'index.html': '<script src="/src/a.ts"></script>', 'src/a.ts': A },
    'src/a.ts',
    'src/b.ts',
    ['NEEDS_PERSON'],
  ],
  [
    'a script that a workflow runs',
    { '.github/ci.yml': 'run: node scripts/a.js\n', 'scripts/a.js': A },
    'scripts',
    'tools',
    ['NEEDS_PERSON'],
  ],
  [
    'a file that settings name',
    { 'jest.config.json': '{"setupFiles":["<rootDir>/src/a.ts"]}', 'src/a.ts': A },
    'src/a.ts',
    'src/b.ts',
    ['NEEDS_PERSON'],
  ],
  [
    'a file with a source map',
    { 'a.js': 'x;\n//# sourceMappingURL=a.js.map\n', 'a.js.map': '{}' },
    'a.js',
    'x/a.js',
    ['NEEDS_PERSON'],
  ],
  [
    'what declares for all files, out of what a tsconfig takes',
    { 'tsconfig.json': '{"include":["src"]}', 'src/g.d.ts': 'declare const G: 1;\n', 'src/b.ts': 'G;\n' },
    'src/g.d.ts',
    'types/g.d.ts',
    ['NEEDS_PERSON'],
  ],
  ['a module that would only declare', { 'src/a.ts': A }, 'src/a.ts', 'src/a.d.ts', ['NEEDS_PERSON']],
  ['into what is installed', { 'src/a.ts': A }, 'src/a.ts', 'node_modules/a/index.ts', ['FILE_UNSUPPORTED']],
  [
    'a file that a worker is made of',
    { 'src/w.ts': A, 'src/a.ts': "new Worker('./src/w.ts');\n" },
    'src/w.ts',
    'src/x/w.ts',
    ['NEEDS_PERSON'],
  ],
  [
    'a program that another runs',
    { 'bin/w.js': A, 'src/a.ts': "spawn('node', ['bin/w.js']);\n" },
    'bin/w.js',
    'bin/x.js',
    ['NEEDS_PERSON'],
  ],
  [
    'an import in a generated file',
    { 'src/a.ts': A, 'src/b.ts': "// @generated\nimport './a';\n" },
    'src/a.ts',
    'src/c.ts',
    ['FILE_UNSUPPORTED'],
  ],
];
