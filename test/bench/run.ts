/**
 * Measures, and writes docs/performance.md: `npm run bench -- [NAME…]`. Without names all benches run, which takes about half an hour.
 *
 * Each bench has a process of its own, so that none finds code or memory that another has warmed or worn. What was measured stands in
 * test/bench/results.json, from which the page is made; a bench that did not run keeps what stands there.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BENCHES } from './all.ts';
import { describeMachine, waitForQuiet } from './machine.ts';
import { formatPage } from './page.ts';
import type { Results } from './page.ts';
import { installPeers } from './peers/installed.ts';
import { root } from './root.ts';

const resultsFile = join(root, 'test/bench/results.json');
const pageFile = join(root, 'docs/performance.md');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { child: { type: 'string' }, folder: { type: 'string' }, short: { type: 'boolean', default: false } },
});
if (values.child === undefined) await runAll(positionals);
else await runOne(values.child, values.folder!);

async function runAll(names: readonly string[]): Promise<void> {
  demandKnown(names);
  if (!values.short) installPeers();
  const folder = mkdtempSync(join(tmpdir(), 'logline-bench-'));
  try {
    for (const { name } of BENCHES) if (names.length === 0 || names.includes(name)) await runInProcess(name, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function demandKnown(names: readonly string[]): void {
  const unknown = names.filter((name) => !BENCHES.some((bench) => bench.name === name));
  if (unknown.length === 0) return;
  console.error(`no bench ${unknown.join(', ')}; there are ${BENCHES.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

async function runInProcess(name: string, folder: string): Promise<void> {
  console.error(`${name} …`);
  const args = ['--expose-gc', fileURLToPath(import.meta.url), '--child', name, '--folder', folder];
  const child = spawn(process.execPath, values.short ? [...args, '--short'] : args, { stdio: 'inherit' });
  const [status, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (status === 0) return;
  console.error(`${name} ended with ${signal ?? `status ${String(status)}`}`);
  process.exitCode = 1;
}

async function runOne(name: string, folder: string): Promise<void> {
  const bench = BENCHES.find((one) => one.name === name)!;
  if (!values.short) await waitForQuiet();
  const result = await bench.run({ folder, isShort: values.short });
  const measuredOn = new Date().toISOString().slice(0, 10);
  const results = JSON.parse(readFileSync(resultsFile, 'utf8')) as Results;
  const all = { ...results, [name]: { ...result, measuredOn, machine: describeMachine() } };
  const page = formatPage(all);
  if (values.short) {
    console.log(formatPage({ [name]: all[name]! }));
    return;
  }
  writeFileSync(resultsFile, `${JSON.stringify(all, null, 2)}\n`);
  writeFileSync(pageFile, page);
  console.log(formatPage({ [name]: all[name]! }));
}
