/** Whatever the pages show is run: programs are compiled and run, commands are run and their output compared. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { parseJson } from 'logline-core';
import { isBuilt } from '../../scripts/setup.mjs';
import { sharedPostgres } from '../ledger/postgres-shared.ts';
import type { SharedPostgres } from '../ledger/postgres-shared.ts';
import { startServices } from '../services/running.ts';
import type { Running } from '../services/running.ts';
import { fakeClouds } from './fake-clouds.ts';
import { pages } from './pages.ts';
import type { Page } from './pages.ts';
import { announcedOutput, compilePrograms, runCompiled } from './programs.ts';
import { checkOutcomes, commandsOf, runSession } from './session.ts';
import '../uncounted.ts';

const fencesIn = (language: RegExp) =>
  pages.flatMap(({ fences }) => fences.filter((fence) => language.test(fence.language)));

/** Its commands need services: test/deploy/operations.test.ts runs them. */
const OPERATIONS = 'docs/operations.md';

let server: SharedPostgres;
let services: Running;
/** For programs, and for the commands of docs/postgres.md. */
const databases: string[] = [];
before(async () => {
  server = await sharedPostgres();
  databases.push(await server.newDatabase(), await server.newDatabase());
  process.env['DATABASE_URL'] = databases[0];
  services = await startServices(['ledger', 'orchestrator', 'gateway', 'finops']);
  process.env['SERVICES_URL'] = `http://127.0.0.1:${String(services.ports['ledger'])}`;
});
after(async () => {
  await services.close();
  await server.remove();
});

/** What the commands of a page find in their environment. */
const VARIABLES: Readonly<Record<string, () => Record<string, string>>> = {
  'docs/postgres.md': () => ({ DATABASE_URL: databases[1]! }),
  'docs/client.md': () => ({ SERVICES_URL: process.env['SERVICES_URL']! }),
};

describe('commands', { concurrency: 3 }, () => {
  for (const page of pages.filter((candidate) => candidate.path !== OPERATIONS && commandsOf(candidate).length > 0)) {
    test(`${page.path} says what its commands do`, async (t) => {
      const commands = commandsOf(page);
      const bin = page.path === 'docs/signers.md' ? fakeClouds : {};
      const variables = VARIABLES[page.path]?.() ?? {};
      checkOutcomes(commands, await runSession(t, commands, bin, variables));
    });
  }

  test('that do something else than the page says are noticed', async (t) => {
    const page = (text: string): Page => ({
      path: 'x.md',
      prose: '',
      fences: [{ place: 'x.md:1', language: 'console', text }],
      anchors: new Set(),
      links: [],
      code: [],
    });
    for (const text of [
      '$ echo one\ntwo\n',
      '$ false\n',
      '$ true\n$ echo $?\n1\n',
      '$ printf "a\\nb\\n"\na\n',
      '$ echo one\n',
    ]) {
      const commands = commandsOf(page(text));
      const outcomes = await runSession(t, commands);
      assert.throws(() => checkOutcomes(commands, outcomes), { code: 'ERR_ASSERTION' }, text);
    }
    const good = commandsOf(
      page('$ echo "one $HOME two"\none … two\n$ false\n$ echo $?\n1\n$ cat <<X\n> a\n> X\na\n$ seq 9\n1\n…\n9\n'),
    );
    checkOutcomes(good, await runSession(t, good));
  });
});

test('programs compile and print what they say', { timeout: 240_000 }, async (t) => {
  assert.ok(isBuilt(), 'dist/ is older than the sources: npm run build');
  const programs = compilePrograms(t, fencesIn(/^(ts|js)$/));
  assert.ok(programs.length > 0);
  for (const program of programs) {
    const { place } = program.fence;
    assert.deepEqual(program.complaints, [], place);
    assert.deepEqual(await runCompiled(program), { output: announcedOutput(program.fence), status: 0 }, place);
  }
});

test('a program that does not compile is noticed', (t) => {
  const text =
    "import { parseDraft } from 'logline-core';\nconst n: number = parseDraft('{}');\nconsole.log(n); // 1\n";
  const [program] = compilePrograms(t, [{ place: 'x.md:1', language: 'ts', text }]);
  assert.match(program!.complaints.join(), /^line 2: Type 'Draft' is not assignable to type 'number'/);
  assert.throws(() => announcedOutput({ place: 'x.md:1', language: 'ts', text: 'console.log(1);\n' }), /does not say/);
});

test('SQL is taken by a database with the tables of ledgers', async () => {
  await server.sql(databases[0]!, 'CREATE ROLE app');
  for (const { text } of fencesIn(/^sql$/)) await server.sql(databases[0]!, text);
});

test('JSON is JSON', () => {
  for (const { place, text } of fencesIn(/^json$/)) assert.doesNotThrow(() => parseJson(text), place);
});
