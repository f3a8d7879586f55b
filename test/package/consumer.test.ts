/** The package as its users get it: packed, installed into an empty project, compiled against, run. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { isBuilt, listFiles } from '../../scripts/setup.mjs';
import { projectRoot } from '../checks/scratch.ts';
import { readPage } from '../docs/pages.ts';
import { isLong } from '../long.ts';
import '../uncounted.ts';

interface Manifest {
  readonly version: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as Manifest;
const doors = Object.keys(manifest.exports).filter((path) => !/\.json$|\*$/.test(path));
const project = join(mkdtempSync(join(tmpdir(), 'logline-consumer-')), 'consumer');
const installed = join(project, 'node_modules/logline-core');

/** A program in strict TypeScript that uses every door, and both ends of the main way. */
const program = `
${doors.map((door, i) => `import * as door${i} from 'logline-core${door.slice(1)}';`).join('\n')}
import { createMemorySigner, generateKeyPair, LoglineError, signDraft, verifyAtomic } from 'logline-core';
import type { Draft, Finding } from 'logline-core';

const pair: { privateKey: string; publicKey: string } = generateKeyPair();
const draft: Draft = {
  entity_type: 'function',
  this: '/functions/hello',
  did: { actor: 'consumer', action: 'create' },
  metadata: { created_at: '2024-01-01T00:00:00Z' },
};
const { line } = await signDraft(draft, createMemorySigner(pair.privateKey));
const good = verifyAtomic(line, { keys: [pair.publicKey] });
const bad: readonly Finding[] = verifyAtomic(line.replace('hello', 'hallo')).findings;
// @ts-expect-error - a draft without an actor is none
const wrong: Draft = { ...draft, did: { action: 'create' } };
let thrown: string | undefined;
try {
  await signDraft(wrong, createMemorySigner(pair.privateKey));
} catch (error) {
  if (error instanceof LoglineError) thrown = error.code;
}
const names = [${doors.map((_, i) => `door${i}`).join(', ')}].map((door) => Object.keys(door).length);
console.log(JSON.stringify({ good: good.ok, bad: bad.map(({ code }) => code), thrown, names }));
`;

before(() => {
  assert.ok(isBuilt(), 'dist/ is older than the sources: npm run build');
  mkdirSync(project);
  // What npm would fetch stands in node_modules already: the test needs no network and tries the versions that are pinned. npm takes
  // out what the package does not say that it needs.
  for (const name of withAllTheyNeed(Object.keys(manifest.dependencies))) take(name);
  const tarball = npm(['pack', '--ignore-scripts', '--pack-destination', project, projectRoot]).trim();
  writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  npm(['install', '--offline', '--no-audit', '--no-fund', `./${tarball}`]);
  for (const name of ['@types/node', 'undici-types']) take(name);
});

after(() => {
  rmSync(join(project, '..'), { recursive: true, force: true });
});

describe('an empty project that installs the package', () => {
  test('holds what is listed to be published, and no more', () => {
    const top = ['dist', 'src', 'schemas', 'package.json', 'LICENSE', 'CHANGELOG.md', 'README.md', 'docs', 'examples'];
    for (const name of top) assert.ok(existsSync(join(installed, name)), `${name} is missing`);
    for (const name of ['test', 'scripts', 'node_modules', 'tsconfig.json', 'schemas/codegen.mjs', '.cache']) {
      assert.ok(!existsSync(join(installed, name)), `${name} was published`);
    }
  });

  test('holds pages whose links lead to what it holds', () => {
    const paths = listFiles(installed).map((path) => relative(installed, path));
    const own = paths.filter((path) => path.endsWith('.md')).map((path) => readPage(path, installed));
    const links = own.flatMap(({ path, links: targets }) =>
      targets
        .filter((target) => !target.startsWith('https://') && !target.startsWith('#'))
        .map((target) => ({ path, target: join(dirname(path), target.replace(/#.*/, '')) })),
    );
    assert.ok(own.length > 25 && links.length > 100, `${String(own.length)} pages, ${String(links.length)} links`);
    const held = new Set(paths);
    assert.deepEqual(
      links.filter(({ target }) => !held.has(target)),
      [],
    );
  });

  test('needs what is pinned and nothing else', () => {
    for (const [name, version] of Object.entries(manifest.dependencies)) {
      assert.match(version, /^\d+\.\d+\.\d+$/, `${name} is not pinned`);
      const { version: found } = JSON.parse(
        readFileSync(join(project, 'node_modules', name, 'package.json'), 'utf8'),
      ) as Manifest;
      assert.equal(found, version);
    }
  });

  test('compiles a strict program against every door', () => {
    writeFileSync(join(project, 'program.ts'), program);
    assert.equal(compile('program.ts', { types: ['node'] }), '');
  });

  test('compiles a program for browsers against ./atomic and ./client, without the types of Node', () => {
    const text =
      "export { signDraft, verifyAtomic } from 'logline-core/atomic';\nexport { createClient } from 'logline-core/client';";
    writeFileSync(join(project, 'page.ts'), text);
    assert.equal(compile('page.ts', { types: [], lib: ['es2023', 'dom'] }), '');
  });

  test('runs that program', () => {
    const { status, stdout, stderr } = node(['program.js']);
    assert.equal(stderr, '');
    assert.equal(status, 0);
    const { names, ...said } = JSON.parse(stdout) as { names: number[] };
    assert.deepEqual(said, { good: true, bad: ['HASH_MISMATCH'], thrown: 'SCHEMA_INVALID' });
    assert.ok(names.every((count) => count >= 2));
  });

  test('loads nine megabytes of compiler by no door', () => {
    const text = `import { createRequire } from 'node:module';
for (const door of ${JSON.stringify(doors)}) await import('logline-core' + door.slice(1));
console.log(Object.keys(createRequire(import.meta.url).cache).filter((file) => file.includes('ts-morph')));`;
    writeFileSync(join(project, 'doors.mjs'), text);
    assert.equal(node(['doors.mjs']).stdout, '[]\n');
  });

  test('is told how to get the driver of a database, where it needs one', () => {
    const text = `import { createPostgresStore } from 'logline-core/ledger/postgres';
createPostgresStore('postgres://127.0.0.1/db').head().catch(({ code, fix }) => console.log(code, fix));`;
    writeFileSync(join(project, 'database.mjs'), text);
    assert.equal(node(['database.mjs']).stdout, 'DRIVER_MISSING Run `npm install pg` in the project.\n');
  });

  test('reads the schemas by their subpath', () => {
    const text =
      "import s from 'logline-core/schemas/atomic.schema.json' with { type: 'json' };\nconsole.log(s.$schema);";
    writeFileSync(join(project, 'schema.mjs'), text);
    assert.match(node(['--no-warnings', 'schema.mjs']).stdout, /json-schema\.org\/draft\/2020-12/);
  });

  test('cannot reach past the doors', () => {
    writeFileSync(join(project, 'deep.mjs'), "await import('logline-core/dist/atomic/hash.js');");
    assert.match(node(['deep.mjs']).stderr, /ERR_PACKAGE_PATH_NOT_EXPORTED/);
  });

  for (const name of Object.keys(manifest.bin)) {
    test(`runs ${name}`, () => {
      const bin = join(project, 'node_modules/.bin', name);
      const version = spawnSync(bin, ['--version'], { cwd: project, encoding: 'utf8', env: plainEnvironment() });
      assert.equal(version.stderr, '');
      assert.match(version.stdout, new RegExp(`\\b${manifest.version.replaceAll('.', '\\.')}\\b`));
      const wrong = spawnSync(bin, ['no-such-command'], { cwd: project, encoding: 'utf8', env: plainEnvironment() });
      assert.equal(wrong.status, 2);
    });
  }
});

/** Puts a package of ours into the project. */
function take(name: string): void {
  cpSync(join(projectRoot, 'node_modules', name), join(project, 'node_modules', name), { recursive: true });
}

/** Packages, with all that they need, and what that needs. */
function withAllTheyNeed(names: readonly string[], found = new Set<string>()): Set<string> {
  for (const name of names) {
    if (found.has(name)) continue;
    found.add(name);
    const own = readFileSync(join(projectRoot, 'node_modules', name, 'package.json'), 'utf8');
    const { dependencies = {} } = JSON.parse(own) as { readonly dependencies?: Readonly<Record<string, string>> };
    withAllTheyNeed(Object.keys(dependencies), found);
  }
  return found;
}

function npm(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('npm', args, {
    cwd: project,
    encoding: 'utf8',
    env: plainEnvironment(),
  });
  assert.equal(status, 0, stderr);
  return stdout;
}

/** Compiles one file as strictly as can be, and answers what the compiler says. */
function compile(file: string, options: Readonly<Record<string, unknown>>): string {
  const strict = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
  };
  const compilerOptions = { ...strict, module: 'nodenext', target: 'es2023', ...options };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }));
  const compiler = isLong ? 'typescript' : 'typescript-7';
  return node([join(projectRoot, 'node_modules', compiler, 'bin/tsc'), '-p', project]).stdout;
}

function node(args: readonly string[]) {
  return spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8', env: plainEnvironment() });
}

/** The environment of a user: nothing of the test run or of npm's own settings leaks into it. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|NODE_|INIT_CWD)/i.test(name) || name === 'NODE_EXTRA_CA_CERTS',
  );
  return Object.fromEntries(kept);
}
