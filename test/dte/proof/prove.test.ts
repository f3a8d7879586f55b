import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, renameSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { planEdits } from '../../../src/dte/plan-edits.ts';
import { explainDiff, proveDiff, proveSides } from '../../../src/dte/proof/prove.ts';
import type { DiffProof, ProofOptions } from '../../../src/dte/proof/prove.ts';
import { treeSide } from '../../../src/dte/proof/side.ts';
import { openGitTree } from '../../../src/dte/tree/git-tree.ts';
import { Folder, failsWith } from '../git-fixture.ts';
import { BASE, FAILING, OPTIONS, RENAME, STRINGS, projects, repository } from './proof-fixture.ts';
import { isLong } from '../../long.ts';

const REVS = { base: 'main', head: 'HEAD' };
const prove = (folder: Folder, options: Partial<ProofOptions> = {}, below = ''): Promise<DiffProof> =>
  proveDiff(folder.at(below), REVS, { ...OPTIONS, ...options });
const verdicts = ({ files }: Pick<DiffProof, 'files'>): string[] =>
  files.map(({ path, verdict }) => `${verdict} ${path}`);
const EXPLAINED = ['explained src/text.ts', 'explained src/use.ts', 'explained src/who.ts'];

describe('a change that is what the specs yield', () => {
  for (const format of ['sha1', 'sha256'])
    test(`is proven, by one id (${format})`, async (t) => {
      const folder = await repository(t, '', [`--object-format=${format}`]);
      const proof = await prove(folder);
      assert.deepEqual(proof.findings, []);
      assert.equal(proof.ok, true);
      assert.deepEqual(verdicts(proof), EXPLAINED);
      assert.equal(proof.expectedTree, folder.git('rev-parse', 'HEAD^{tree}'));
      assert.deepEqual(proof.base, {
        rev: 'main',
        commit: folder.git('rev-parse', 'main'),
        tree: folder.git('rev-parse', 'main^{tree}'),
      });
      assert.deepEqual(proof.head.tree, proof.expectedTree);
      assert.equal(proof.engine, '0.0.0');
      assert.deepEqual(
        proof.specs.map(({ id, digest, findings }) => [id, digest.length, findings.length]),
        [
          ['CS-1', 64, 0],
          ['CS-2', 64, 0],
        ],
      );
      const counts = { files: 3, explained: 3, partExplained: 0, unexplained: 0, evidence: 0, edits: 5 };
      assert.deepEqual(proof.counts, counts);
      assert.deepEqual(
        proof.files.map(({ specs }) => specs),
        [['CS-2'], ['CS-1'], ['CS-1', 'CS-2']],
      );
    });

  test('is proven in a folder below the top, and nothing is written into the repository', async (t) => {
    const folder = await repository(t, 'packages/ö/');
    const before = new Set(folder.git('count-objects', '-v').split('\n'));
    const listing = spawnSync('find', [folder.at('.git'), '-newer', folder.at('.git/HEAD'), '-type', 'f']);
    const proof = await prove(folder, {}, 'packages/ö');
    assert.equal(proof.ok, true, JSON.stringify(proof.findings));
    assert.deepEqual(verdicts(proof), [
      'explained packages/ö/src/text.ts',
      'explained packages/ö/src/use.ts',
      'explained packages/ö/src/who.ts',
    ]);
    assert.deepEqual(new Set(folder.git('count-objects', '-v').split('\n')), before);
    assert.deepEqual(
      spawnSync('find', [folder.at('.git'), '-newer', folder.at('.git/HEAD'), '-type', 'f']).stdout,
      listing.stdout,
    );
  });

  test('is proven without a repository, from trees in memory', async (t) => {
    const folder = await repository(t);
    const [base, head] = await Promise.all([openGitTree(folder.path, 'main'), openGitTree(folder.path, 'HEAD')]);
    const proof = await proveSides(treeSide('before', base), treeSide('after', head), OPTIONS);
    assert.equal(proof.ok, true, JSON.stringify(proof.findings));
    assert.equal(proof.head.tree, folder.git('rev-parse', 'HEAD^{tree}'));
    const other = await proveSides(treeSide('before', base), treeSide('after', base), OPTIONS);
    assert.equal(other.ok, false);
    assert.deepEqual(
      verdicts(other),
      EXPLAINED.map((row) => `un${row}`),
    );
  });
});

/** What somebody could put into a pull request beside what its specs say. */
const SMUGGLED: Readonly<Record<string, (folder: Folder) => void>> = {
  'one byte in an edited file': (folder) => appendFileSync(folder.at('src/use.ts'), ' '),
  'another line ending': (folder) => folder.write({ 'src/use.ts': folder.read('src/use.ts').replace('\n', '\r\n') }),
  'a letter that looks the same': (folder) =>
    folder.write({ 'src/use.ts': folder.read('src/use.ts').replace('e', '\u0435') }),
  'one edit left out': (folder) => folder.write({ 'src/text.ts': BASE['src/text.ts']! }),
  'another file': (folder) => folder.write({ 'evil.js': '1' }),
  'a file less': (folder) => unlinkSync(folder.at('LICENSE')),
  'a file renamed': (folder) => renameSync(folder.at('LICENSE'), folder.at('LICENCE')),
  'a mode': (folder) => chmodSync(folder.at('LICENSE'), 0o755),
  'a mode of an edited file': (folder) => chmodSync(folder.at('src/use.ts'), 0o755),
  'a link for a file': (folder) => {
    unlinkSync(folder.at('LICENSE'));
    symlinkSync('top.md', folder.at('LICENSE'));
  },
  attributes: (folder) => folder.write({ '.gitattributes': '* text=auto\n' }),
  'an ignored file': (folder) => {
    folder.write({ '.gitignore': 'x\n', x: 'x' });
    folder.git('add', '--force', 'x');
  },
  'a submodule': (folder) => {
    folder.git('update-index', '--add', '--cacheinfo', `160000,${folder.git('rev-parse', 'HEAD')},sub`);
    mkdirSync(folder.at('sub'));
  },
  'a name that is not UTF-8': (folder) => writeFileSync(Buffer.from(`${folder.path}/\xff`, 'latin1'), 'x'),
  "a change in the engine's own folder": (folder) => {
    folder.write({ '.jsonatomic/dte/x.json': '{}' });
  },
  'a workflow': (folder) => folder.write({ '.github/workflows/x.yml': 'on: push\n' }),
};

describe('a change with something smuggled in', () => {
  test('is caught, whatever it is', async (t) => {
    const folder = await repository(t);
    const honest = folder.git('rev-parse', 'HEAD');
    for (const [what, smuggle] of Object.entries(SMUGGLED)) {
      smuggle(folder);
      folder.commit(what);
      const proof = await prove(folder);
      assert.equal(proof.ok, false, what);
      assert.ok(
        proof.findings.every(({ code }) => code === 'DIFF_UNEXPLAINED'),
        what,
      );
      assert.notEqual(proof.expectedTree, proof.head.tree, what);
      assert.ok(proof.counts['partExplained']! + proof.counts['unexplained']! > 0, what);
      folder.git('reset', '--quiet', '--hard', honest);
      folder.git('clean', '-ffdxq');
    }
    assert.equal((await prove(folder)).ok, true);
  });

  test('is told by the lines that nobody vouches for', async (t) => {
    const folder = await repository(t);
    folder.write({
      'src/use.ts': folder.read('src/use.ts').replace('kept = 1', 'kept = 2'),
      'src/text.ts': BASE['src/text.ts']!,
      'docs/ü b.md': 'users\n',
      'new.ts': 'evil();\n',
    });
    unlinkSync(folder.at('LICENSE'));
    chmodSync(folder.at('run.sh'), 0o644);
    folder.commit();
    const proof = await prove(folder);
    assert.deepEqual(verdicts(proof), [
      'unexplained LICENSE',
      'unexplained docs/ü b.md',
      'unexplained new.ts',
      'unexplained run.sh',
      'unexplained src/text.ts',
      'part-explained src/use.ts',
      'explained src/who.ts',
    ]);
    assert.deepEqual(
      proof.findings.map(({ message, line }) => `${message} ${String(line)}`),
      [
        'LICENSE is gone, and no spec removes it. 1',
        'docs/ü b.md was changed by no spec. 1',
        'new.ts was added, and no spec makes it. 1',
        'run.sh should be an executable file and is a file. undefined',
        'src/text.ts was not changed, and the specs change it. 1',
        'src/use.ts is not what the specs make of it. 3',
      ],
    );
    assert.equal(
      proof.files.at(-2)!.hunks,
      '--- a/src/use.ts\n+++ b/src/use.ts\n@@ -1,3 +1,3 @@\n import type { AccountId } from "./who.ts";\n' +
        ' export const id: AccountId = "1";\n-export const kept = 1;\n+export const kept = 2;\n',
    );
    assert.match(
      proof.files[4]!.hunks!,
      /-export const title = "account page";\n\+export const title = "user page";\n$/,
    );
    assert.equal(proof.files[2]!.hunks, '--- /dev/null\n+++ b/new.ts\n@@ -0,0 +1 @@\n+evil();\n');
  });

  test('is told even where it is no text', async (t) => {
    const folder = await repository(t);
    folder.write({ 'logo.png': Uint8Array.of(0x89, 0xff, 0), 'large.txt': new Uint8Array(2_100_000).fill(0x61) });
    folder.write({ 'long.txt': 'line\n'.repeat(30_000) });
    folder.git('update-index', '--add', '--cacheinfo', `160000,${folder.git('rev-parse', 'HEAD')},sub`);
    mkdirSync(folder.at('sub'));
    folder.commit();
    const proof = await prove(folder);
    const reasons = proof.files
      .filter(({ reason }) => reason !== undefined)
      .map(({ path, reason }) => `${path} ${reason!}`);
    const added = 'was added, and no spec makes it';
    assert.deepEqual(reasons, [
      `large.txt ${added}; the contents are no text that can be shown`,
      `logo.png ${added}; the contents are no text that can be shown`,
      `long.txt ${added}`,
      `sub ${added}`,
    ]);
    const [long, sub] = proof.files.filter(({ hunks }) => hunks !== undefined);
    assert.match(long!.hunks!, /\n\(cut\)\n$/);
    assert.match(sub!.hunks!, /^--- \/dev\/null\n\+\+\+ b\/sub\n@@ -0,0 \+1 @@\n\+submodule at [0-9a-f]{40}\n$/);
  });

  test('is caught byte by byte', async (t) => {
    const folder = await repository(t);
    const base = await openGitTree(folder.path, 'main');
    const options = { ...OPTIONS, specs: [{ spec: STRINGS }] }; // which needs no program: the comparison is what is tested
    const { after: head } = await planEdits(STRINGS, base, { projects });
    const side = treeSide('before', base);
    assert.equal((await proveSides(side, treeSide('after', head), options)).ok, true);
    const stride = isLong ? 1 : 5;
    let flips = 0;
    for (const path of head.modes.keys()) {
      const bytes = head.read(path);
      for (let at = flips % stride; at < bytes.length; at += stride, flips++) {
        const changed = Uint8Array.from(bytes);
        changed[at]! ^= 1 << (flips % 8);
        const flipped = { ...head, read: (other: string) => (other === path ? changed : head.read(other)) };
        const proof = await proveSides(side, treeSide('after', flipped), options);
        assert.equal(proof.ok, false, `${path} at ${at}`);
        assert.deepEqual(
          proof.findings.map((finding) => finding.path),
          [path],
        );
      }
    }
    assert.ok(flips > 20, String(flips));
  });
});

describe('files that come with specs', () => {
  const path = 'specs/CS-1.json';
  const specs = [{ spec: RENAME, path }, { spec: STRINGS }];

  test('are evidence: the specs themselves, and what the policy lists', async (t) => {
    const folder = await repository(t);
    folder.write({ [path]: JSON.stringify(RENAME, null, 2), 'receipts/one.json': '{}' });
    folder.commit();
    const refused = await prove(folder, { specs });
    assert.deepEqual(
      verdicts(refused),
      ['unexplained receipts/one.json', 'evidence specs/CS-1.json', ...EXPLAINED].sort((a, b) =>
        a.split(' ')[1]! < b.split(' ')[1]! ? -1 : 1,
      ),
    );
    assert.equal(refused.ok, false);
    const proof = await prove(folder, { specs, evidencePaths: ['specs/*.json', 'receipts'] });
    assert.equal(proof.ok, true, JSON.stringify(proof.findings));
    assert.equal(proof.expectedTree, proof.head.tree);
    assert.equal(proof.counts['evidence'], 2);
  });

  test('are meant to the letter: a spec with the name of a pattern vouches for no other file', async (t) => {
    for (const name of ['*.json', '**/*.json', '{package,x}.json', '!x.json']) {
      const folder = await repository(t);
      folder.write({ [name]: JSON.stringify(RENAME), 'package.json': '{"scripts":{"postinstall":"evil"}}' });
      folder.commit();
      const named = [{ spec: RENAME, path: name }, { spec: STRINGS }];
      for (const evidencePaths of [[], ['receipts']]) {
        const proof = await prove(folder, { specs: named, evidencePaths });
        assert.equal(proof.ok, false, name);
        assert.ok(verdicts(proof).includes('unexplained package.json'), name);
        assert.ok(verdicts(proof).includes(`evidence ${name}`), name);
      }
    }
  });

  test('have to be the specs that were applied', async (t) => {
    const folder = await repository(t);
    for (const text of [JSON.stringify({ ...RENAME, intent: 'something else' }), 'no JSON', '{}']) {
      folder.write({ [path]: text });
      folder.commit();
      const proof = await prove(folder, { specs });
      assert.equal(proof.ok, false, text);
      assert.match(proof.findings[0]!.message, /^specs\/CS-1\.json is not the spec CS-1 that was applied here\.$/);
    }
  });

  test('are plain files that come or change, and nothing else', async (t) => {
    const folder = await repository(t);
    folder.write({ 'specs/link': { link: '../LICENSE' }, 'specs/run': { run: 'x' } });
    unlinkSync(folder.at('docs/ü b.md'));
    folder.commit();
    const proof = await prove(folder, { evidencePaths: ['specs/**', 'docs/**', 'src/**'] });
    assert.deepEqual(
      verdicts(proof).filter((row) => !row.startsWith('explained')),
      ['unexplained docs/ü b.md', 'unexplained specs/link', 'unexplained specs/run'],
    );
    folder.write({ 'src/use.ts': 'evidence?' });
    folder.commit();
    const edited = await prove(folder, { evidencePaths: ['src/**'] });
    assert.ok(verdicts(edited).includes('part-explained src/use.ts'), 'what specs change is no evidence');
    await failsWith('PATH_UNSAFE', prove(folder, { evidencePaths: ['../x'] }));
  });
});

describe('what cannot be proven', () => {
  test('a spec that cannot be planned: no proof, and the others explain what they can', async (t) => {
    const folder = await repository(t);
    const proof = await prove(folder, { specs: [{ spec: FAILING }, ...OPTIONS.specs] });
    assert.equal(proof.ok, false);
    assert.match(proof.findings[0]!.message, /^CS-3: /);
    assert.equal(proof.findings[0]!.code, 'TARGET_MISSING');
    assert.deepEqual(verdicts(proof), EXPLAINED);
    const explained = await explainDiff(folder.path, REVS, {
      ...OPTIONS,
      specs: [{ spec: STRINGS }, { spec: FAILING }],
    });
    assert.deepEqual(verdicts(explained), [
      'explained src/text.ts',
      'unexplained src/use.ts',
      'part-explained src/who.ts',
    ]);
    assert.deepEqual(
      explained.files.map(({ specs }) => specs),
      [['CS-2'], [], ['CS-2']],
    );
    assert.equal(explained.specs[1]!.findings.length, 1);
  });

  test('specs in another order', async (t) => {
    const folder = await repository(t);
    const first = {
      ...STRINGS,
      id: 'CS-5',
      patches: [{ ...STRINGS.patches[0]!, details: { pattern: 'account', replacement: 'person' } }],
    };
    const right = await prove(folder, { specs: [...OPTIONS.specs, { spec: first }] });
    assert.equal(right.counts['partExplained'], 2);
    const wrong = await prove(folder, { specs: [{ spec: first }, ...OPTIONS.specs] });
    assert.ok(wrong.findings.some(({ code }) => code === 'TARGET_MISSING'));
  });

  test('a base that is not in a shallow clone', async (t) => {
    const folder = await repository(t);
    const clone = new Folder(t);
    clone.git('clone', '--quiet', '--depth=1', '--branch=pr', `file://${folder.path}`, clone.at('c'));
    const revs = { base: folder.git('rev-parse', 'main'), head: 'HEAD' };
    const error = await failsWith('INPUT_MISSING', proveDiff(clone.at('c'), revs, OPTIONS));
    assert.match(error.message, /git fetch --depth=1 origin [0-9a-f]{40}`\.$/);
  });

  test('a name that stands in a folder twice, also beside what may stay unexplained', async (t) => {
    const folder = await repository(t);
    folder.write({ 'docs/more.md': 'more\n' });
    folder.commit();
    const bytes = (rev: string): Buffer => spawnSync('git', ['cat-file', 'tree', rev], { cwd: folder.path }).stdout;
    const tree = (input: Buffer): string =>
      folder.gitWith({ input }, 'hash-object', '-t', 'tree', '-w', '--literally', '--stdin');
    const id = (rev: string): Buffer => Buffer.from(folder.git('rev-parse', rev), 'hex');
    const evil = folder.gitWith({ input: 'evil();\n' }, 'hash-object', '-w', '--stdin');
    const twice = Buffer.concat([Buffer.from('100644 use.ts\0'), Buffer.from(evil, 'hex'), bytes('HEAD:src')]);
    const top = bytes('HEAD^{tree}');
    const at = top.indexOf(id('HEAD:src'));
    const src = Buffer.from(tree(twice), 'hex');
    const head = tree(Buffer.concat([top.subarray(0, at), src, top.subarray(at + src.length)]));
    const revs = { base: 'main', head };
    assert.equal((await proveDiff(folder.path, revs, OPTIONS)).ok, false);
    const { files, doubts } = await explainDiff(folder.path, revs, OPTIONS);
    assert.deepEqual(verdicts({ files }), ['unexplained docs/more.md', ...EXPLAINED]);
    assert.deepEqual(
      doubts.map(({ code }) => code),
      ['NOT_CHECKED'],
    );
    assert.deepEqual((await explainDiff(folder.path, REVS, OPTIONS)).doubts, []);
  });

  test('trees in a form that git does not write', async (t) => {
    const folder = await repository(t);
    const odd = (rev: string): string => {
      const rows = spawnSync('git', ['cat-file', 'tree', rev], { cwd: folder.path }).stdout.toString('latin1');
      const input = Buffer.from(rows.replace('100644 LICENSE', '100664 LICENSE'), 'latin1');
      return folder.gitWith({ input }, 'hash-object', '-t', 'tree', '-w', '--literally', '--stdin');
    };
    const revs = { base: odd('main^{tree}'), head: 'HEAD' };
    await failsWith('INPUT_UNREADABLE', proveDiff(folder.path, revs, OPTIONS));
    const proof = await proveDiff(folder.path, { base: 'main', head: odd('HEAD^{tree}') }, OPTIONS);
    assert.equal(proof.ok, false);
    assert.deepEqual(
      proof.findings.map(({ code }) => code),
      ['NOT_CHECKED'],
    );
  });
});
