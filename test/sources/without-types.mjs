/**
 * TypeScript with blanks in place of its types: every line and column stays where it is, so stacks and coverage need no source maps. Each text
 * is worked on once and kept in .cache for all processes.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pid } from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = join(root, '.cache', 'without-types');
const SOURCES = ['src', 'action/src', 'services/src', 'scripts', 'schemas', 'test'];
/** Another one where the same text would give something else. */
const EDITION = 'ts-blank-space 0.9.0';

/**
 * Answers the text of a file that Node can run.
 *
 * @param {string} path
 */
export async function withoutTypes(path) {
  const text = readFileSync(path, 'utf8');
  const kept = join(FOLDER, createHash('sha1').update(EDITION).update(text).digest('hex'));
  try {
    return readFileSync(kept, 'utf8');
  } catch {
    return keep(kept, await blank(path, text));
  }
}

/** Does so for all sources, in one process that needs to load the parser once. */
export async function prepareSources() {
  for (const folder of SOURCES.filter((name) => existsSync(join(root, name)))) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }))
      if (/(?<!\.d)\.ts$/.test(name) && !/\b(?:node_modules|wasm|golden)\b/.test(name))
        // What tests only read may hold anything; who runs it gets to know.
        await withoutTypes(join(root, folder, name)).catch(() => undefined);
  }
}

/**
 * @param {string} path
 * @param {string} text
 */
async function blank(path, text) {
  const { default: blankTypes } = await import('ts-blank-space');
  return blankTypes(text, ({ pos, end }) => {
    throw new SyntaxError(`${path}: only types can be taken out, and this is more: ${text.slice(pos, end).trim()}`);
  });
}

/**
 * Whole or not at all: other processes read it at the same time.
 *
 * @param {string} path
 * @param {string} text
 */
function keep(path, text) {
  mkdirSync(FOLDER, { recursive: true });
  const draft = `${path}.${String(pid)}`;
  writeFileSync(draft, text);
  renameSync(draft, path);
  return text;
}
