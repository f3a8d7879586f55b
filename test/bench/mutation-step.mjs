/** All mutants of a library, in a process of its own: `mutation-step.mjs FOLDER WORKERS REPORT`, with the build as users get it. */
import { writeFileSync } from 'node:fs';

const { mutationTest, openWorkTree } = await import(new URL('../../dist/dte/index.js', import.meta.url).href);

const [folder, workers, report] = process.argv.slice(2);
const tree = await openWorkTree(folder);
const sources = [...tree.modes.keys()].filter((path) => path.includes('/src/'));
const changed = new Map(sources.map((path) => [path, [{ first: 1, last: 10_000 }]]));
const { elements, findings } = await mutationTest(tree, { changed, workers: Number(workers) });
if (elements === undefined) throw new TypeError(JSON.stringify(findings));
writeFileSync(report, JSON.stringify(elements));
