/** The licences of what is bundled, as they are to be handed on. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './setup.mjs';

/**
 * Answers name, version and licence text of each package that one of the files is from, sorted by name.
 *
 * @param {Iterable<string>} files absolute
 */
export function licensesOf(files) {
  const folders = [...new Set([...files].flatMap((file) => packageOf(file) ?? []))].sort();
  return `${folders.map(licenseIn).join('\n---\n\n')}`;
}

/** @param {string} file @returns {string | undefined} */
function packageOf(file) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

/** @param {string} folder */
function licenseIn(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder)
    .filter((one) => /^(licen[cs]e|copying)/i.test(one) && existsSync(join(folder, one)))
    .sort()[0];
  if (file === undefined && license === undefined) throw new Error(`${relative(root, folder)} has no licence`);
  const text = file === undefined ? `${license}\n` : readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}
