/** One process of the bench of proofs: `dte-proof-step.mjs load|proof SPEC… FOLDER`, with the build as users get it. */
import { readFileSync } from 'node:fs';

const [what, folder, ...specs] = process.argv.slice(2);
const load = (path) => import(new URL(`../../dist/dte/${path}`, import.meta.url).href);

if (what === 'load') {
  const { openGitTree } = await load('tree/git-tree.js');
  const { TypeScriptProject } = await load('typescript/project.js');
  const project = new TypeScriptProject(await openGitTree(folder, 'base'));
  console.log(project.checker === undefined ? 0 : project.program.getSourceFiles().length);
} else {
  const { proveDiff } = await load('proof/prove.js');
  const options = { specs: specs.map((path) => ({ spec: JSON.parse(readFileSync(path, 'utf8')) })), engine: 'bench' };
  const { ok, counts, findings } = await proveDiff(folder, { base: 'base', head: what }, options);
  if (!ok) throw new TypeError(JSON.stringify(findings.slice(0, 3)));
  console.log(counts.explained);
}
