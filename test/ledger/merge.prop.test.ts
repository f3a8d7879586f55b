/** Random histories of branches, and random damage to what comes out of them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { at, signer } from './fixtures.ts';
import { codesOf, grow, linesOf, merged, rebased, verifyText } from './merge-fixtures.ts';
import { many } from '../long.ts';

const seed = 20_260_214;

/** One version of the file, as a commit of a repository has it. */
interface Commit {
  readonly text: string;
  readonly parents: readonly Commit[];
}

type Deed = readonly [kind: 'append' | 'merge' | 'rebase' | 'pick', branch: number, other: number, choice: number];

const deed = fc.tuple(
  fc.constantFrom<Deed[0]>('append', 'append', 'append', 'merge', 'merge', 'pick', 'rebase'),
  fc.nat(2),
  fc.nat(2),
  fc.nat(1000),
);

/** A repository with three branches, in which things are done as git does them. */
class Repository {
  readonly branches: Commit[];
  /** Every line that was ever written. */
  readonly written = new Set<string>();
  #count = 0;

  private constructor(root: Commit) {
    this.branches = [root, root, root];
    this.#note(root.text);
  }

  static async create(hasBase: boolean): Promise<Repository> {
    return new Repository({ text: hasBase ? await grow('', [1, 2]) : '', parents: [] });
  }

  async do(deed: Deed): Promise<void> {
    this.#count++;
    const commit = await this.#commitOf(deed);
    this.branches[deed[1]] = commit;
    this.#note(commit.text);
  }

  async #commitOf([kind, branch, other, choice]: Deed): Promise<Commit> {
    const [ours, theirs] = [this.branches[branch]!, this.branches[other]!];
    const by = signer(branch + 1);
    const facts = { createdAt: at(200_000 + this.#count), signer: by };
    if (kind === 'append') {
      const numbers = Array.from({ length: 1 + (choice % 3) }, (_, i) => 10 * this.#count + i);
      return { text: await grow(ours.text, numbers, by), parents: [ours] };
    }
    if (kind === 'rebase') return { text: await rebased(theirs.text, ours.text, facts), parents: [theirs] };
    if (kind === 'pick') {
      const commits = ancestors(theirs).filter(({ parents }) => parents.length === 1);
      const commit = commits[choice % Math.max(1, commits.length)];
      if (commit === undefined) return ours;
      return { text: await threeWay(ours.text, commit.text, commit.parents[0]!.text, facts), parents: [ours] };
    }
    if (ancestors(ours).includes(theirs)) return ours;
    if (ancestors(theirs).includes(ours)) return theirs; // git goes forward without a merge
    const bases = mergeBases(ours, theirs);
    const base = bases[choice % bases.length]!;
    return { text: await threeWay(ours.text, theirs.text, base.text, facts), parents: [ours, theirs] };
  }

  #note(text: string): void {
    for (const line of linesOf(text)) this.written.add(line);
  }
}

/** Git asks a merge driver only where both sides differ from the base. */
async function threeWay(
  ours: string,
  theirs: string,
  base: string,
  facts: Parameters<typeof merged>[3],
): Promise<string> {
  if (ours === base) return theirs;
  if (theirs === base) return ours;
  const text = await merged(ours, theirs, base, facts);
  assert.ok(text.startsWith(ours));
  return text;
}

function ancestors(commit: Commit): Commit[] {
  const seen = new Set([commit]);
  for (const one of seen) for (const parent of one.parents) seen.add(parent);
  return [...seen];
}

function mergeBases(a: Commit, b: Commit): Commit[] {
  const both = ancestors(a).filter((commit) => ancestors(b).includes(commit));
  return both.filter((commit) => !both.some((later) => later !== commit && ancestors(later).includes(commit)));
}

async function play(hasBase: boolean, deeds: readonly Deed[]): Promise<Repository> {
  const repository = await Repository.create(hasBase);
  for (const one of deeds) await repository.do(one);
  return repository;
}

describe(`random histories (seed ${String(seed)})`, () => {
  test('merged, rebased and picked in any order, every line is there once, untouched, and the chain verifies', async () => {
    let merges = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(deed, { minLength: 12, maxLength: 30, size: 'max' }),
        async (hasBase, deeds) => {
          const repository = await play(hasBase, deeds);
          for (const { text } of repository.branches) await verifies(text);
          const [first, second, third] = repository.branches.map(({ text }) => text) as [string, string, string];
          const whole = await merged(await merged(first, second), third, undefined, { createdAt: at(300_000) });
          await verifies(whole);
          const lines = linesOf(whole);
          assert.equal(new Set(lines).size, lines.length);
          for (const line of repository.written) assert.ok(lines.includes(line), 'a line was lost');
          merges += lines.filter((line) => line.includes('"ledger_merge"')).length;
        },
      ),
      { seed, numRuns: 60 },
    );
    assert.ok(merges > 100, String(merges));
  });
});

async function verifies(text: string): Promise<void> {
  assert.deepEqual(codesOf(await verifyText(text, { strict: true, requireSignatures: true })), []);
}

type Damage = (lines: readonly string[], a: number, b: number, c: number) => string | undefined;

/** Each answers the damaged file, or `undefined` where the numbers make no damage of it. */
const damages: Readonly<Record<string, Damage>> = {
  'a byte changed': (lines, a, b, c) => {
    const bytes = Buffer.from(textOf(lines));
    const at = (a * 1000 + b) % (bytes.length - 1); // the last line feed may be missing
    bytes[at] = bytes[at]! ^ (1 << (c % 8));
    return bytes.toString('latin1');
  },
  'lines removed that others follow': (lines, a, b) => {
    const from = a % lines.length;
    const count = 1 + (b % 3);
    return from + count >= lines.length ? undefined : textOf(lines.toSpliced(from, count));
  },
  'a line repeated': (lines, a, b) => textOf(lines.toSpliced(b % (lines.length + 1), 0, lines[a % lines.length]!)),
  'two lines swapped': (lines, a, b) => {
    const [i, j] = [a % lines.length, b % lines.length];
    return i === j ? undefined : textOf(lines.with(i, lines[j]!).with(j, lines[i]!));
  },
  'lines moved': (lines, a, b, c) => {
    const [from, count] = [a % lines.length, 1 + (c % 5)];
    const block = lines.slice(from, from + count);
    const rest = lines.toSpliced(from, count);
    const to = b % (rest.length + 1);
    return to === from ? undefined : textOf(rest.toSpliced(to, 0, ...block));
  },
};

const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

test(`random damage to a merged ledger is found (seed ${String(seed)})`, async () => {
  const deeds = fc.sample(fc.array(deed, { minLength: 14, maxLength: 20 }), { seed, numRuns: 12 });
  const ledgers: string[] = [];
  for (const [i, some] of deeds.entries()) {
    const [first, second, third] = (await play(i % 2 === 0, some)).branches.map(({ text }) => text) as [
      string,
      string,
      string,
    ];
    ledgers.push(await merged(await merged(first, second), third));
  }
  const merges = ledgers.flatMap(linesOf).filter((line) => line.includes('"ledger_merge"'));
  assert.ok(merges.length > 20);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...ledgers),
      fc.constantFrom(...Object.keys(damages)),
      fc.tuple(fc.nat(), fc.nat(), fc.nat()),
      async (text, kind, [a, b, c]) => {
        const damaged = damages[kind]!(linesOf(text), a, b, c);
        if (damaged === undefined || damaged === text) return;
        const bytes = Buffer.from(damaged, 'latin1');
        const report = await verifyText(bytes.toString('latin1'));
        assert.notEqual(report.ok, true, kind);
      },
    ),
    { seed, numRuns: many(800) },
  );
});
