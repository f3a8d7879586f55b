/** One process of the bench of proofs: `dte-proof-step.mjs load|BRANCH FOLDER SPEC…`, with the build as users get it. */
import { readFileSync } from 'node:fs';

const { openGitTree, openProjects, proveDiff } = await import(new URL('../../dist/dte/index.js', import.meta.url).href);

const [what, folder, ...specs] = process.argv.slice(2);
if (what === 'load') {
  const project = await openProjects().open('typescript', await openGitTree(folder, 'base'));
  // What a name stands for can only be told by a program that is read and bound; no file is asked about.
  project.select(() => false, ':symbol(UserId)');
  console.log(1);
} else {
  const options = { specs: specs.map((path) => ({ spec: JSON.parse(readFileSync(path, 'utf8')) })), engine: 'bench' };
  const { ok, counts, findings } = await proveDiff(folder, { base: 'base', head: what }, options);
  if (!ok) throw new TypeError(JSON.stringify(findings.slice(0, 3)));
  console.log(counts.explained);
}
