/** Packages of one tree that import each other by name: the source is found, whatever the manifest says that is built from it. */
import { rename } from './rename-case.ts';
import type { RenameCase } from './rename-case.ts';

/** A package whose manifest is this, with a source that declares `port`, and another package that imports it by a specifier. */
function across(what: string, manifest: string, source: string, specifier = 'lib', isFound = true): RenameCase {
  const use = `import { port } from '${specifier}';\nexport const p = port;\n`;
  const files = {
    'packages/lib/package.json': manifest,
    [`packages/lib/${source}`]: 'export const ¦port = 1;\n',
    'packages/app/package.json': '{"name":"app"}',
    'packages/app/a.ts': use,
  };
  const found = { [`packages/lib/${source}`]: 'export const gate = 1;\n' };
  const used = { 'packages/app/a.ts': use.replaceAll(/\bport\b/g, 'gate') };
  return rename(what, files, 'gate', isFound ? { ...found, ...used } : 'NEEDS_PERSON');
}

export const PACKAGE_CASES: readonly RenameCase[] = [
  across('without a word on entry points', '{"name":"lib"}', 'index.ts'),
  across('with sources in a folder', '{"name":"lib"}', 'src/index.ts'),
  across('by what main is built from', '{"name":"lib","main":"./dist/main.js"}', 'src/main.ts'),
  across('by what main is built from, beside it', '{"name":"lib","main":"dist/main.cjs"}', 'main.ts'),
  across('by types', '{"name":"lib","types":"dist/types.d.ts"}', 'src/types.ts'),
  across('by exports', '{"name":"lib","exports":"./lib/entry.js"}', 'src/entry.ts'),
  across(
    'by exports with conditions, and lists of them',
    '{"name":"lib","exports":{".":{"node":["./none.js",{"import":"./dist/entry.mjs"}],"default":null}}}',
    'src/entry.ts',
  ),
  across('by conditions alone', '{"name":"lib","exports":{"import":"./dist/entry.js"}}', 'src/entry.ts'),
  across('a part of it', '{"name":"lib","exports":{"./part":"./dist/part.js"}}', 'src/part.ts', 'lib/part'),
  across(
    'a part by a pattern',
    '{"name":"lib","exports":{"./*.js":"./dist/*.js"}}',
    'src/deep/part.ts',
    'lib/deep/part.js',
  ),
  across('a part that no exports name', '{"name":"lib"}', 'src/part.tsx', 'lib/part'),
  across('a part that is a folder', '{"name":"@x/lib"}', 'part/index.ts', '@x/lib/part'),
  across('entry points that lead out of the package', '{"name":"lib","main":"../other/main.js"}', 'index.ts'),
  across('entry points of other kinds', '{"name":"lib","main":7,"exports":[1,null]}', 'index.ts'),
  across('a part that is not there', '{"name":"lib","exports":{"./a":"./dist/a.js"}}', 'src/b.ts', 'lib/other', false),
  rename(
    'a manifest that is no JSON, and one that is no object',
    {
      'packages/lib/package.json': '{',
      'packages/other/package.json': '[]',
      'packages/lib/a.ts': 'export const ¦port = 1;\n',
      'b.ts': "import { port } from 'lib';\nport;\n",
    },
    'gate',
    { 'packages/lib/a.ts': 'export const gate = 1;\n' },
  ),
];
