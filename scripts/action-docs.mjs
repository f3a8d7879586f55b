/** docs/action.md repeats what action.yml says of inputs and outputs: the tables are written from it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { parse } from 'yaml';
import { root } from './setup.mjs';

const PAGE = join(root, 'docs/action.md');

/** Answers the text of the page. */
export async function actionPage() {
  const { inputs, outputs } = parse(readFileSync(join(root, 'action.yml'), 'utf8'));
  const tables = { inputs: inputTable(inputs), outputs: outputTable(outputs) };
  let page = readFileSync(PAGE, 'utf8');
  for (const [name, table] of Object.entries(tables)) {
    const [begin, end] = [`<!-- ${name} of action.yml -->`, `<!-- end of ${name} -->`];
    const [before, rest] = page.split(begin);
    const after = rest?.split(end)[1];
    if (after === undefined) throw new Error(`docs/action.md lacks the lines ${begin} and ${end}`);
    page = `${before}${begin}\n\n${table}\n\n${end}${after}`;
  }
  return format(page, { ...(await resolveConfig(PAGE)), parser: 'markdown' });
}

/** @param {Record<string, { description: string, default: string }>} inputs */
function inputTable(inputs) {
  const rows = Object.entries(inputs).map(
    ([name, { description, default: preset }]) =>
      `| \`${name}\` | ${preset === '' ? '' : `\`${preset}\``} | ${description} |`,
  );
  return ['| input | default | |', '| --- | --- | --- |', ...rows].join('\n');
}

/** @param {Record<string, { description: string }>} outputs */
function outputTable(outputs) {
  const rows = Object.entries(outputs).map(([name, { description }]) => `| \`${name}\` | ${description} |`);
  return ['| output | |', '| --- | --- |', ...rows].join('\n');
}
