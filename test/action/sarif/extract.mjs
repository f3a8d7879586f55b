/**
 * Writes schema.json from the JSON Schema of SARIF 2.1.0 (rtm.5, which GitHub's code scanning holds files against), as @microsoft/jest-sarif brings it:
 *
 *     npm pack @microsoft/jest-sarif@1.0.0-beta.0 && tar xf microsoft-jest-sarif-1.0.0-beta.0.tgz
 *     node test/action/sarif/extract.mjs package/lib/schemas/sarif-2.1.0-rtm.5.json
 *
 * Prose is left out, and what belongs to draft 4 of JSON Schema alone.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';

const SOURCE =
  'https://github.com/microsoft/sarif-js-sdk (MIT), by @microsoft/jest-sarif 1.0.0-beta.0, lib/schemas/sarif-2.1.0-rtm.5.json';
const LEFT_OUT = new Set(['$schema', 'id', 'title', 'description', 'default']);

/** Below `properties` and `definitions` names are those of members, whatever they are. */
function plain(node, areNames = false) {
  if (Array.isArray(node)) return node.map((one) => plain(one));
  if (typeof node !== 'object' || node === null) return node;
  const kept = Object.entries(node).filter(([name]) => areNames || !LEFT_OUT.has(name));
  const isNaming = (name) => !areNames && (name === 'properties' || name === 'definitions');
  return Object.fromEntries(kept.map(([name, value]) => [name, plain(value, isNaming(name))]));
}

const schema = plain(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));
const text = await format(JSON.stringify({ $comment: SOURCE, ...schema }), { parser: 'json', printWidth: 120 });
writeFileSync(new URL('schema.json', import.meta.url), text);
