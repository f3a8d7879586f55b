/** Files that the program does not have: one that may use what changes is named, and one that cannot does not stand in the way. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toUtf8 } from '../../../src/base/bytes.ts';
import { LoglineError } from '../../../src/base/errors.ts';
import type { Patch } from '../../../src/dte/generated/types.ts';
import { MAX_FILE_BYTES } from '../../../src/dte/limits.ts';
import { openTypeScript } from '../../../src/dte/typescript/language.ts';
import { treeOf } from '../trees.ts';
import { runCase } from './operation-case.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

const long = (text: string): string =>
  `${text}\n${'// a long line of a file that is too long\n'.repeat(MAX_FILE_BYTES / 40)}`;
const latin1 = (text: string): Uint8Array => Buffer.from(`${text} // caf\u00e9\n`, 'latin1');
const utf16 = (text: string): Uint8Array => Buffer.from(`\ufeff${text}\n`, 'utf16le');
const utf16be = (text: string): Uint8Array => Buffer.from(utf16(text)).swap16();

const rename = (path: string, name: string): Patch => ({
  path,
  astOp: 'renameSymbol',
  selector: name.startsWith('#') ? `PrivateIdentifier[name='${name.slice(1)}']` : `Identifier[name='${name}']`,
  details: { newName: 'renamed', all: true },
});

/** The findings as code and path; nothing where there are edits. */
function refusals(files: Files, patch: Patch): string[] {
  try {
    const { findings, changed } = runCase(treeOf(files), patch);
    if (findings.length === 0) assert.notDeepEqual(changed, {});
    return findings.map(({ code, path }) => `${code} ${path!}`);
  } catch (error) {
    assert.ok(error instanceof LoglineError); // of a selection, which planEdits makes a finding
    return [`${error.code} ${String(error.details['path'])}`];
  }
}

const A =
  'export const used = 1;\nexport const unused = 2;\nfunction own() {}\nown();\nexport class Box { width = 1; #depth = 2; area() { return this.width * this.#depth; } }\n';

describe('renameSymbol', () => {
  const cases: [what: string, file: string | Uint8Array, name: string, path: string, expected: string[]][] = [
    [
      'a long source that imports the name',
      long("import { used } from './a';"),
      'used',
      'b.ts',
      ['FILE_UNSUPPORTED b.ts'],
    ],
    ['one that is no UTF-8', latin1("import { used } from './a';"), 'used', 'b.ts', ['FILE_UNSUPPORTED b.ts']],
    ['one in UTF-16', utf16("import { used } from './a';"), 'used', 'b.ts', ['FILE_UNSUPPORTED b.ts']],
    [
      'one in UTF-16, the other way around',
      utf16be("import { used } from './a';"),
      'used',
      'b.ts',
      ['FILE_UNSUPPORTED b.ts'],
    ],
    [
      'a name that is spelled by escapes',
      latin1("import { us\\u0065d } from './a';"),
      'used',
      'b.ts',
      ['FILE_UNSUPPORTED b.ts'],
    ],
    ['a require', latin1("const { used } = require('./a');"), 'used', 'b.js', ['FILE_UNSUPPORTED b.js']],
    ['a long source without the name', long("import { unused } from './a';"), 'used', 'b.ts', []],
    [
      'a long string that holds a program with the name',
      `export const page = "${"import { used } from './a'; used(); ".repeat(MAX_FILE_BYTES / 35)}";`,
      'used',
      'b.ts',
      [],
    ],
    [
      'the same where the string is run',
      `globalThis.eval("${"import { used } from './a'; used(); ".repeat(MAX_FILE_BYTES / 35)}");`,
      'used',
      'b.ts',
      ['FILE_UNSUPPORTED b.ts'],
    ],
    [
      'a use beside a long template',
      `export { used as x } from './a';\nexport const page = \`${'used '.repeat(MAX_FILE_BYTES / 5)}\`;`,
      'used',
      'b.ts',
      ['FILE_UNSUPPORTED b.ts'],
    ],
    [
      'a long string in a source that does not parse',
      `(\n${long("const x = \"from './a' used")}";`,
      'used',
      'b.ts',
      ['FILE_UNSUPPORTED b.ts'],
    ],
    ['a longer word', latin1("import { unused } from './a';"), 'used', 'b.ts', []],
    ['a source that imports nothing of the tree', latin1("import { used } from 'lib'; used();"), 'used', 'b.ts', []],
    ['a name that no other file sees', latin1("import { x } from './a'; own();"), 'own', 'b.ts', []],
    [
      'a member, which may be handed to anybody',
      latin1('export const f = (box) => box.width;'),
      'width',
      'b.js',
      ['FILE_UNSUPPORTED b.js'],
    ],
    ['a private member', latin1('const depth = 1;'), '#depth', 'b.js', []],
    [
      'a component',
      '<script setup>\nimport { used } from "./a";\n</script>\n',
      'used',
      'b.vue',
      ['NEEDS_PERSON b.vue'],
    ],
    ['a component that has a name of its own', '<script>const used = 1;</script>', 'used', 'b.svelte', []],
    [
      'a template that has the member',
      '<template>{{ box.width }}</template>',
      'width',
      'b.vue',
      ['NEEDS_PERSON b.vue'],
    ],
    ['a page with the word in its text', '<p>used width</p>', 'width', 'b.html', []],
    [
      'a page with a script',
      "<script type='module'>import { used } from './a.js'</script>",
      'used',
      'b.html',
      ['NEEDS_PERSON b.html'],
    ],
    ['prose with a word', 'The width of a box.\n', 'width', 'b.mdx', []],
    ['prose with an import', "import { used } from './a'\n\n{used}\n", 'used', 'b.mdx', ['NEEDS_PERSON b.mdx']],
    [
      'a component that is no text',
      latin1('<template>{{ used }}</template>'),
      'used',
      'b.vue',
      ['FILE_UNSUPPORTED b.vue'],
    ],
    ['what is installed', latin1("import { used } from '../../a';"), 'used', 'node_modules/m/b.ts', []],
  ];
  for (const [what, file, name, path, expected] of cases) {
    test(what, () => assert.deepEqual(refusals({ 'a.ts': A, [path]: file }, rename('a.ts', name)), expected));
  }

  test('a global', () => {
    const files = {
      'a.js': 'function go() {}\n',
      'i.html': '<a onclick="go()">go</a>',
      'j.html': "<a href='x' onclick='went()'>go</a>",
    };
    assert.deepEqual(refusals(files, rename('a.js', 'go')), ['NEEDS_PERSON i.html']);
    assert.deepEqual(refusals({ 'a.js': files['a.js'], 'b.js': latin1('go();') }, rename('a.js', 'go')), [
      'FILE_UNSUPPORTED b.js',
    ]);
  });

  test('names of types, parameters, namespaces and of what passes through other names', () => {
    const b = latin1("import * as all from './a'; all.T; all.N.inner; all.other; param;");
    const a =
      'export type T = 1;\nexport namespace N { export const inner = 1; const hidden = 2; }\n' +
      'export function f(param: number) { return param; }\nconst one = 1;\nexport { one as other };\ndeclare global { var glob: number }\n';
    const codes = (name: string, text = b): string[] => refusals({ 'a.ts': a, 'b.ts': text }, rename('a.ts', name));
    assert.deepEqual(codes('T'), ['FILE_UNSUPPORTED b.ts']);
    assert.deepEqual(codes('inner'), ['FILE_UNSUPPORTED b.ts']);
    assert.deepEqual(codes('param'), []);
    assert.deepEqual(codes('glob', latin1('glob;')), ['FILE_UNSUPPORTED b.ts']);
  });

  test('the code frame shows the place in a component', () => {
    const files = { 'a.ts': A, 'b.vue': '<script setup>\nimport { used } from "./a";\n</script>\n' };
    const [finding] = runCase(treeOf(files), rename('a.ts', 'used')).findings;
    assert.deepEqual([finding?.line, finding?.column], [2, 10]);
  });
});

describe('a selector that may pick something there', () => {
  const edit: Patch = { path: '**', astOp: 'editString', selector: "Literal[value='old']", details: { to: 'new' } };
  const good = "export const s = 'old';\n";

  test('is refused, and not answered in part', () => {
    assert.deepEqual(refusals({ 'a.ts': good, 'b.ts': latin1("f('old')") }, edit), ['FILE_UNSUPPORTED b.ts']);
    assert.deepEqual(refusals({ 'a.ts': good, 'b.ts': latin1("f('other')") }, edit), []);
  });
});

describe('replaceAPI', () => {
  const patch: Patch = {
    path: '**',
    astOp: 'replaceAPI',
    selector: "CallExpression[callee.name='load']",
    details: { newFunction: 'read', newModule: './a' },
  };
  const a = 'export function load() {}\nexport function read() {}\n';
  const good = "import { load } from './a';\nload();\n";

  test('a call that cannot be seen', () => {
    assert.deepEqual(
      refusals({ 'a.ts': a, 'b.ts': good, 'c.ts': latin1("import { load } from './a'; load();") }, patch),
      ['FILE_UNSUPPORTED c.ts'],
    );
  });
});

describe('deleteNode', () => {
  const remove = (selector: string): Patch => ({ path: 'a.ts', astOp: 'deleteNode', selector });
  const hidden = (text: string): Files => ({ 'a.ts': `${A}export default 3;\n`, 'b.ts': latin1(text) });

  test('what an unreadable source may use stays', () => {
    const selector = 'ExportNamedDeclaration:has(Identifier[name="unused"])';
    assert.deepEqual(refusals(hidden("import { unused } from './a';"), remove(selector)), ['FILE_UNSUPPORTED b.ts']);
    assert.deepEqual(refusals(hidden("import { used } from './a';"), remove(selector)), []);
  });

  test('so does what importers name as they like', () => {
    const selector = 'ExportDefaultDeclaration';
    assert.deepEqual(refusals(hidden("import three from './a';"), remove(selector)), ['FILE_UNSUPPORTED b.ts']);
    assert.deepEqual(refusals(hidden("import three from 'lib';"), remove(selector)), []);
  });
});

describe('moveModule', () => {
  const move = (from: string, to: string): Patch => ({ path: from, astOp: 'moveModule', details: { to } });

  test('a source that imports what moves', () => {
    const files = {
      'src/a.ts': A,
      'src/b.ts': latin1("import { used } from './a';"),
      'src/c.vue': '<script>import "./a.ts"</script>',
    };
    assert.deepEqual(refusals(files, move('src/a.ts', 'src/x/a.ts')), [
      'FILE_UNSUPPORTED src/b.ts',
      'NEEDS_PERSON src/c.vue',
    ]);
    assert.deepEqual(refusals(files, move('src', 'lib')), []);
  });

  test('a component that moves away from what it imports', () => {
    const files = { 'src/a.ts': A, 'src/c.vue': '<script>import "./a"; import "vue"; import "./none"</script>' };
    assert.deepEqual(refusals(files, move('src/c.vue', 'src/x/c.vue')), ['NEEDS_PERSON src/c.vue']);
  });

  test('an alias that leads to what moves', () => {
    const files = {
      'tsconfig.json': '{"compilerOptions":{"paths":{"@/*":["./src/*"]}}}',
      'src/a.ts': A,
      'src/c.vue': '<script>import "@/a"</script>',
    };
    assert.deepEqual(refusals(files, move('src/a.ts', 'src/x/a.ts')), ['NEEDS_PERSON src/c.vue']);
  });
});

test('the bytes of a file that is far too long say nothing, so that it may use anything', () => {
  const files = { 'a.ts': A, 'b.ts': toUtf8(`x${' '.repeat(MAX_FILE_BYTES)}`) };
  const tree = treeOf(files);
  const blind = {
    modes: tree.modes,
    read: (path: string) => {
      if (path === 'b.ts') throw new Error('b.ts was not loaded.');
      return tree.read(path);
    },
  };
  const project = openTypeScript(blind);
  const codes = (name: string): string[] => {
    const task = { patch: rename('a.ts', name), language: 'typescript' as const, scope: () => true };
    return project.plan(task).findings.map(({ code }) => code);
  };
  assert.deepEqual(codes('used'), ['FILE_UNSUPPORTED']);
  assert.deepEqual(codes('own'), []);
});
