/** Where the demo plays: a temporary project, and commands that are shown, run, and held against what is expected of them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from './setup.mjs';

const programs = {
  'logline-cli': join(root, 'dist', 'cli', 'logline.js'),
  atomic: join(root, 'dist', 'cli', 'atomic.js'),
};
export const folder = mkdtempSync(join(tmpdir(), 'logline-demo-'));
export const project = join(folder, 'project');
const isColoured = process.stdout.isTTY === true && !process.env['NO_COLOR'];
/** What every command below is run with: nothing of this user's keys, settings or git configuration. */
export const env = {
  PATH: process.env['PATH'],
  SystemRoot: process.env['SystemRoot'],
  HOME: folder,
  GIT_CONFIG_NOSYSTEM: '1',
  LC_ALL: 'C',
  LEDGER_PATH: /** @type {string | undefined} */ (undefined),
  SIGNING_KEY_FILE: join('..', 'keys', 'private.key'),
};

/** Something is not as the demo says. */
export class Surprise extends Error {}

/**
 * @typedef {object} Expectation
 * @property {number} [status] exit status. 0 where it is left out
 * @property {RegExp} [shows] what the output has to match
 * @property {Record<string, number>} [counts] how often texts stand in it
 * @property {(output: string) => string} [prints] what is shown of the output. All where it is left out
 */

/** @param {string} line @param {Expectation} [expected] */
export function cli(line, expected = {}) {
  runAndShow('logline-cli', process.execPath, [programs['logline-cli']], line, expected);
}

/** @param {string} line @param {Expectation} [expected] */
export function atomic(line, expected = {}) {
  runAndShow('atomic', process.execPath, [programs.atomic], line, expected);
}

/** @param {string} line */
export function git(line) {
  runAndShow('git', 'git', [], line, {});
}

/**
 * @param {string} name
 * @param {string} file
 * @param {string[]} before
 * @param {string} line
 * @param {Expectation} expected
 */
function runAndShow(name, file, before, line, { status: wanted = 0, shows, counts = {}, prints = short }) {
  say(paint('bold', `  $ ${name} ${line}`));
  const args = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');
  const { status, stdout, stderr, error } = spawnSync(file, [...before, ...args], {
    cwd: project,
    env,
    encoding: 'utf8',
  });
  if (error !== undefined) throw new Surprise(`${name} could not be run: ${error.message}`);
  for (const text of [prints(stdout), short(stderr)]) if (text !== '') say(indent(text));
  if (wanted !== 0) say(paint('dim', `    exit status ${String(status)}`));
  if (status !== wanted) throw new Surprise(`the exit status is ${String(status)}, not ${String(wanted)}`);
  if (shows !== undefined && !shows.test(stdout)) throw new Surprise(`the output does not match ${String(shows)}`);
  for (const [text, count] of Object.entries(counts)) {
    if (stdout.split(text).length - 1 !== count)
      throw new Surprise(`"${text}" does not stand there ${String(count)} times`);
  }
}

/** @param {string} number @param {string} name @param {string} what */
export function title(number, name, what) {
  say(`\n${paint('cyan', `${number}. ${name}`)}\n   ${what}\n`);
}

/** @param {string} what */
export function note(what) {
  say(`   ${what}`);
}

/** Hashes and keys by their beginning, and paths from the project on. @param {string} text */
function short(text) {
  return text.replaceAll(/\b([0-9a-f]{8})[0-9a-f]{56,}\b/g, '$1…').replaceAll(`${project}/`, '');
}

/** @param {string} text */
function indent(text) {
  return text.trimEnd().replaceAll(/^(?=.)/gm, '    ');
}

/** @param {string} output */
export function lineCount(output) {
  const count = output.split('\n').length - 1;
  return `${String(count)} ${count === 1 ? 'line' : 'lines'} appended`;
}

/** @param {string} path @param {string} text */
export function write(path, text) {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}

/** @param {string} path */
export function read(path) {
  return readFileSync(join(project, path), 'utf8');
}

/** @param {'green' | 'red' | 'cyan' | 'bold' | 'dim'} style @param {string} text */
export function paint(style, text) {
  const code = { green: 32, red: 31, cyan: 36, bold: 1, dim: 2 }[style];
  return isColoured ? `\u001b[${String(code)}m${text}\u001b[0m` : text;
}

/** @param {string} text */
export function say(text) {
  process.stdout.write(`${text}\n`);
}
