/**
 * One process of the bench of proofs: `dte-proof-step.mjs load|BRANCH FOLDER SPEC…`, with the build as users get it. Prints how many files were
 * explained, and how long the work took without the start of the process and the loading of packages, in milliseconds.
 */
import { readFileSync } from 'node:fs';

const { memoryTree, openGitTree, openProjects, proveDiff } = await import(
  new URL('../../dist/dte/index.js', import.meta.url).href
);
await openProjects().open('typescript', memoryTree(new Map())); // loads the compiler

const [what, folder, ...specs] = process.argv.slice(2);
const start = performance.now();
const count = await (what === 'load' ? load() : prove());
console.log(count, performance.now() - start);

async function load() {
  const project = await openProjects().open('typescript', await openGitTree(folder, 'base'));
  // What a name stands for can only be told by a program that is read and bound; no file is asked about.
  project.select(() => false, ':symbol(UserId)');
  return 1;
}

async function prove() {
  const options = { specs: specs.map((path) => ({ spec: JSON.parse(readFileSync(path, 'utf8')) })), engine: 'bench' };
  const { ok, counts, findings } = await proveDiff(folder, { base: 'base', head: what }, options);
  if (!ok) throw new TypeError(JSON.stringify(findings.slice(0, 3)));
  return counts.explained;
}
