/** What the pages point at exists: files, headings, codes, commands, flags, variables, settings, languages of fences. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, test } from 'node:test';
import { CODES } from 'logline-core';
import { listFiles } from '../../scripts/setup.mjs';
import { SETTINGS } from '../../services/src/settings.ts';
import { GLOBAL_FLAGS } from '../../src/cli/flag.ts';
import type { FlagTable } from '../../src/cli/flag.ts';
import { ATOMIC } from '../../src/cli/atomic-program.ts';
import { API } from '../../src/cli/catalog/shared.ts';
import type { Program } from '../../src/cli/command.ts';
import { LOGLINE } from '../../src/cli/program.ts';
import { projectRoot } from '../checks/scratch.ts';
import { pageOf, pages } from './pages.ts';
import type { Page } from './pages.ts';

const programs = [LOGLINE, ATOMIC];
const specs = programs.flatMap(({ commands }) => commands.map(({ spec }) => spec));

describe('every page', () => {
  for (const page of pages) {
    test(`${page.path}: links lead somewhere`, () => {
      assert.deepEqual(
        page.links.filter((target) => !leadsSomewhere(page, target)),
        [],
      );
    });

    test(`${page.path}: files that are named exist`, () => {
      assert.deepEqual(
        page.code.filter((code) => isOwnFile(code) && !existsSync(join(projectRoot, code))),
        [],
      );
    });

    test(`${page.path}: codes, commands, flags and variables exist`, () => {
      const words = [...page.code, ...page.fences.flatMap(({ text }) => commandLines(text))];
      assert.deepEqual(words.flatMap(unknownIn), []);
    });

    test(`${page.path}: every fence is of a kind that a test looks at`, () => {
      const strange = page.fences.filter(({ language }) => !LANGUAGES.has(language));
      assert.deepEqual(
        strange.map(({ place, language }) => `${place}: ${language}`),
        [],
      );
    });
  }
});

test('every page of docs is reached from README.md', () => {
  const reached = new Set(pageOf('README.md').links.map((link) => link.replace(/#.*/, '')));
  const missing = pages.filter(({ path }) => path.startsWith('docs/') && !reached.has(path));
  assert.deepEqual(
    missing.map(({ path }) => path),
    [],
  );
});

test('docs/format.md tells of every code that verification can find', () => {
  const told = new Set(pageOf('docs/format.md').code);
  const findings = Object.keys(CODES).slice(0, Object.keys(CODES).indexOf('USAGE'));
  assert.ok(findings.length > 20);
  assert.deepEqual(
    findings.filter((code) => !told.has(code)),
    [],
  );
});

test('sections of docs/format.md that the sources cite exist', () => {
  const headings = [...pageOf('docs/format.md').anchors].join(' ');
  const files = listFiles(join(projectRoot, 'src')).filter((file) => file.endsWith('.ts'));
  const cited = files.flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/docs\/format\.md, "([^"]+)"(?: and "([^"]+)")?/g),
  ]);
  const sections = cited.flatMap(([, first, second]) => [first!, ...(second === undefined ? [] : [second])]);
  assert.ok(sections.length > 10);
  assert.deepEqual(
    sections.filter((section) => !headings.includes(section.toLowerCase().replaceAll(',', '').replaceAll(' ', '-'))),
    [],
  );
});

test('a name that does not exist is noticed', () => {
  const wrong = [
    'NO_SUCH_CODE',
    '--no-such-flag',
    'logline-cli frobnicate',
    'logline-cli sign --keyring x',
    'logline-cli keys frobnicate',
    'atomic dte frobnicate',
  ];
  assert.deepEqual(
    wrong.filter((word) => unknownIn(word).length === 0),
    [],
  );
  assert.deepEqual(
    ['HASH_MISMATCH', '--keyring', 'logline-cli sign - --cosign', 'logline-cli --version'].flatMap(unknownIn),
    [],
  );
  assert.equal(leadsSomewhere(pageOf('README.md'), 'docs/format.md#no-such-heading'), false);
  assert.equal(leadsSomewhere(pageOf('README.md'), 'docs/no-such-page.md'), false);
});

/** Fences that are run (fences.test.ts), and those that are data or pictures. */
const LANGUAGES: ReadonlySet<string> = new Set([
  'console',
  'sh',
  'js',
  'ts',
  'json',
  'text',
  'yaml',
  'sql',
  'gitattributes',
]);

function leadsSomewhere(page: Page, target: string): boolean {
  if (target.startsWith('https://')) return true; // not ours to check, and tests do without a network
  const [path, anchor] = target.split('#') as [string, string?];
  const file = path === '' ? page.path : posix.join(dirname(page.path), path);
  if (!existsSync(join(projectRoot, file))) return false;
  if (anchor === undefined) return true;
  return pages.find((other) => other.path === file)?.anchors.has(anchor) ?? false;
}

const FOLDERS = ['docs', 'examples', 'schemas', 'scripts', 'src', 'test', '.ci', '.github'];

/** A path of this repository, and no pattern or placeholder. */
function isOwnFile(code: string): boolean {
  return FOLDERS.some((folder) => code.startsWith(`${folder}/`)) && /^[\w./-]+$/.test(code);
}

/** Lines that start the program, those of a transcript and of scripts alike. */
function commandLines(text: string): string[] {
  return text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .flatMap((line) => line.split(/[|;&(]+/))
    .map((part) => part.trim().replace(/^(\$|(- )?run:) /, ''))
    .filter((part) => programOf(part) !== undefined);
}

/** What a piece of code names that does not exist. */
function unknownIn(code: string): string[] {
  if (/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(code)) return isKnownName(code) ? [] : [code];
  const program = programOf(code);
  if (program !== undefined) return unknownInCommand(program, code);
  if (/^(--[a-z]|-[a-z]\b)/.test(code))
    return isFlag(code.split(/[ =]/)[0]!, allFlags) || isForeignFlag(code) ? [] : [code];
  return [];
}

const programOf = (line: string) => programs.find(({ name }) => line === name || line.startsWith(`${name} `));

function unknownInCommand({ commands }: Program, line: string): string[] {
  const specs = commands.map(({ spec }) => spec);
  const [, ...words] = line.split(/\s+/);
  const names = words.filter((word) => /^[a-z][a-z-]*$/.test(word));
  const spec =
    specs.find(({ name }) => name === `${names[0]} ${names[1]}`) ?? specs.find(({ name }) => name === names[0]);
  // A group of commands, such as `atomic dte`, has a help text of its own.
  const isGroup = words.length === 1 && specs.some(({ name }) => name.startsWith(`${words[0]!} `));
  const isAboutProgram = names.length === 0 && words.every((word) => isFlag(word, topFlags) || /^[A-Z]+$/.test(word));
  if (spec === undefined) return isGroup || isAboutProgram ? [] : [line];
  const known = { ...spec.flags, ...GLOBAL_FLAGS };
  return words
    .filter((word) => /^-{1,2}[a-z]/.test(word) && !isFlag(word.split('=')[0]!, known))
    .map((word) => `${line}: ${word}`);
}

const topFlags: FlagTable = { ...GLOBAL_FLAGS, ...API, version: { type: 'boolean', description: '' } };
const allFlags: FlagTable = Object.assign({ ...topFlags }, ...specs.map(({ flags }) => flags)) as FlagTable;

function isFlag(word: string, known: FlagTable): boolean {
  const name = word.replace(/^--(no-)?/, '');
  if (/^-[a-z]$/.test(word)) return Object.values(known).some(({ short }) => short === word[1]);
  return Object.hasOwn(known, name) || Object.hasOwn(known, word.slice(2));
}

/** Flags of other programs, which the pages name alone. */
const FOREIGN_FLAGS: ReadonlySet<string> = new Set(['--message-type']);
const isForeignFlag = (code: string): boolean => FOREIGN_FLAGS.has(code.split(/[ =]/)[0]!);

/** Codes, variables that the program reads, and names that belong to others. */
function isKnownName(name: string): boolean {
  const variables = specs.flatMap(({ flags, environment = {} }) => [
    ...Object.values(flags).flatMap(({ env }) => env ?? []),
    ...Object.keys(environment),
  ]);
  return (
    Object.hasOwn(CODES, name) || variables.includes(name) || Object.hasOwn(SETTINGS, name) || FOREIGN_NAMES.has(name)
  );
}

const FOREIGN_NAMES: ReadonlySet<string> = new Set([
  'GIT_SSL_CAINFO',
  'NODE_EXTRA_CA_CERTS',
  'VECTORS_DIR',
  'ECC_NIST_EDWARDS25519',
  'ED25519_SHA_512',
  'ED25519_PH_SHA_512',
  'SIGN_VERIFY',
  'POSTGRES_PASSWORD',
  'MIGRATION_DATABASE_URL',
  'HOST_URL',
  'SERVICES_URL',
]);

test('names of others that no page uses are not listed', () => {
  const text = pages.map(({ path }) => readFileSync(join(projectRoot, path), 'utf8')).join('\n');
  assert.deepEqual(
    [...FOREIGN_NAMES, ...FOREIGN_FLAGS].filter((name) => !text.includes(name)),
    [],
  );
});
