/** docs/dependencies.md gives a reason for every package, and for no other. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { projectRoot } from '../checks/scratch.ts';

type Packages = Readonly<Record<string, string>>;

const { dependencies, devDependencies, peerDependencies, peerDependenciesMeta } = JSON.parse(
  readFileSync(join(projectRoot, 'package.json'), 'utf8'),
) as {
  readonly dependencies: Packages;
  readonly devDependencies: Packages;
  readonly peerDependencies: Packages;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional: boolean }>>;
};
const page = readFileSync(join(projectRoot, 'docs/dependencies.md'), 'utf8');

test('every package of package.json has its line, in the same order', () => {
  assert.deepEqual(packagesIn('## At run time'), Object.keys(dependencies));
  assert.deepEqual(packagesIn('## Optional'), Object.keys(peerDependencies));
  assert.deepEqual(packagesIn('## For development'), Object.keys(devDependencies));
  for (const name of Object.keys(peerDependencies)) assert.ok(peerDependenciesMeta[name]?.optional, name);
});

test('run-time dependencies are pinned, and the page names all that they bring', () => {
  for (const [name, version] of Object.entries(dependencies)) assert.match(version, /^\d+\.\d+\.\d+$/, name);
  const own = Object.keys(dependencies);
  const brought = [...closure(own)].filter((name) => !own.includes(name)).sort();
  const [, named = ''] = /They bring ([^.]*)\./.exec(page) ?? [];
  assert.deepEqual(
    [...named.matchAll(/`([^`]+)`/g)].map(([, name]) => name!),
    brought,
  );
});

test('what the ledger needs brings nothing', () => {
  assert.deepEqual([...closure(['@noble/ed25519', '@noble/hashes'])], ['@noble/ed25519', '@noble/hashes']);
});

test('the services need what the page says, each in one version, and nothing of it comes with the library', () => {
  const services = readdirSync(join(projectRoot, 'services'), { withFileTypes: true }).flatMap((entry) => {
    const file = join(projectRoot, 'services', entry.name, 'package.json');
    return entry.isDirectory() && existsSync(file) ? [file] : [];
  });
  assert.ok(services.length > 1);
  for (const file of services) {
    const own = (JSON.parse(readFileSync(file, 'utf8')) as { readonly dependencies: Packages }).dependencies;
    assert.deepEqual(packagesIn('## Of the services'), Object.keys(own), file);
    for (const [name, version] of Object.entries(own)) {
      assert.match(version, /^\d+\.\d+\.\d+$/, name);
      assert.equal(dependencies[name], undefined, name);
    }
  }
});

/** Packages, with all that they need, and what that needs. */
function closure(names: readonly string[], found = new Set<string>()): Set<string> {
  for (const name of names) {
    if (found.has(name)) continue;
    found.add(name);
    const manifest = readFileSync(join(projectRoot, 'node_modules', name, 'package.json'), 'utf8');
    closure(Object.keys((JSON.parse(manifest) as { dependencies?: Packages }).dependencies ?? {}), found);
  }
  return found;
}

function packagesIn(heading: string): string[] {
  const section = page.slice(page.indexOf(heading)).split(/\n## /, 2)[0] ?? '';
  return [...section.matchAll(/^\| `([^`]+)` *\| (.{20,}?) *\|$/gm)].map(([, name]) => name!);
}
