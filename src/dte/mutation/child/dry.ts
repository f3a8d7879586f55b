/** Runs all tests with the original: what passes, and what each test hits. */
import { textOf } from './outcome.ts';
import type { Build, DryFailure, DryRun, DryTest } from './protocol.ts';
import type { LoadedFile, Session } from './session.ts';
import { fullNameOf } from './suite.ts';
import { counted, startCounting } from './switches.ts';

/** Answers what the tests do. Never throws. */
export async function dryRun(session: Session, build: Build): Promise<DryRun> {
  const tests: DryTest[] = [];
  const failures: DryFailure[] = [];
  const loading = new Map<number, number>();
  let skipped = 0;
  let rounds = 0;
  for (const file of build.testFiles) {
    startCounting();
    const loaded = await session.file(file);
    const hit = counted();
    for (const [site, count] of hit.hits) loading.set(site, (loading.get(site) ?? 0) + count);
    rounds += hit.rounds;
    skipped += loaded.skipped;
    if (loaded.fault !== undefined) failures.push({ file, message: loaded.fault.message ?? textOf(undefined) });
    else await runFile(session, loaded, build.testTimeoutMs, { tests, failures });
  }
  return { kind: 'dry', tests, failures, skipped, loading: { hits: [...loading], rounds } };
}

interface Found {
  readonly tests: DryTest[];
  readonly failures: DryFailure[];
}

async function runFile(session: Session, loaded: LoadedFile, timeoutMs: number, found: Found): Promise<void> {
  const { file } = loaded;
  let started = performance.now();
  startCounting();
  const whole = await session.runInOrder(loaded.tests, timeoutMs, (test, outcome) => {
    const name = fullNameOf(test);
    found.tests.push({ file, name, ms: performance.now() - started, ...counted() });
    if (!outcome.isPassed) found.failures.push({ file, name, message: outcome.message ?? '' });
    started = performance.now();
    startCounting();
  });
  addTo(found.tests, counted());
  const isTold = found.failures.at(-1)?.file === file;
  if (!whole.isPassed && !isTold) found.failures.push({ file, message: whole.message ?? '' });
}

/** What the last hooks of a file hit belongs to its last test, which they run with. */
function addTo(tests: DryTest[], { hits, rounds }: Pick<DryTest, 'hits' | 'rounds'>): void {
  const last = tests.pop();
  if (last === undefined) return;
  const all = new Map(last.hits);
  for (const [site, count] of hits) all.set(site, (all.get(site) ?? 0) + count);
  tests.push({ ...last, hits: [...all], rounds: last.rounds + rounds });
}
