/**
 * What users can import, pinned: a name that comes, goes or changes its kind is seen in review, as a changed line of
 * test/golden/api.txt. Write that file again with `UPDATE_GOLDEN=1 npm test -- api`.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import './uncounted.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const golden = join(root, 'test/golden/api.txt');
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  exports: Record<string, string | { readonly 'logline:src': string }>;
};
const doors = Object.entries(exports).flatMap(([door, target]) =>
  typeof target === 'string' ? [] : [{ door, file: join(root, target['logline:src']) }],
);
const program = ts.createProgram(
  doors.map(({ file }) => file),
  { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2023, allowImportingTsExtensions: true, noEmit: true },
);

test('the exports of every door are the ones that are pinned', () => {
  const lines = doors.flatMap(({ door, file }) => exportsOf(file).map(({ kind, name }) => `${door} ${kind} ${name}`));
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(golden), { recursive: true });
    writeFileSync(golden, `${lines.join('\n')}\n`);
  }
  assert.deepEqual(lines, readFileSync(golden, 'utf8').trimEnd().split('\n'));
});

for (const { door, file } of doors) {
  test(`logline-core${door.slice(1)} gives at run time what its types say`, async () => {
    const found = Object.keys((await import(`logline-core${door.slice(1)}`)) as object);
    const values = exportsOf(file).filter(({ kind }) => kind !== 'type');
    assert.deepEqual(
      found.sort(),
      values.map(({ name }) => name),
    );
  });
}

test('a package of this name is found by its doors alone', async () => {
  await assert.rejects(import(['logline-core', 'src/index.ts'].join('/')), { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' });
});

/** The exports of a file, sorted by name. */
function exportsOf(file: string): { kind: string; name: string }[] {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const symbol = source && checker.getSymbolAtLocation(source);
  assert.ok(symbol, `${file} is no module`);
  return checker
    .getExportsOfModule(symbol)
    .map((exported) => ({ kind: kindOf(checker, exported), name: exported.name }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function kindOf(checker: ts.TypeChecker, exported: ts.Symbol): string {
  // A class that is exported as a type is one for users: it cannot be made.
  if (exported.declarations?.some(ts.isTypeOnlyImportOrExportDeclaration) === true) return 'type';
  const { flags } = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  if (flags & ts.SymbolFlags.Function) return 'function';
  if (flags & ts.SymbolFlags.Class) return 'class';
  return flags & ts.SymbolFlags.Value ? 'const' : 'type';
}
