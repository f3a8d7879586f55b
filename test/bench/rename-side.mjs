// One side of the rename bench, in a process of its own: reads a project, renames, and prints how long the work took without the loading
// of packages, and a digest of the edits. node rename-side.mjs SIDE FOLDER DIST NAME PATH NEW_NAME PEERS
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [side, folder, dist, name, path, newName, peers] = process.argv.slice(2);

const texts = new Map(
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => [file.slice(folder.length + 1), readFileSync(file)]),
);

const SIDES = { service, 'ts-morph': tsMorph, own, load, syntax };
const { ms, edits, second } = await SIDES[side]();
const digest = createHash('sha256').update(edits.sort().join('\n')).digest('hex');
console.log(JSON.stringify({ ms, second, edits: edits.length, digest }));

async function service() {
  const { getLibFiles, ts } = createRequire(import.meta.url)('@ts-morph/common');
  const start = performance.now();
  const files = new Map([...texts].map(([file, bytes]) => [`/tree/${file}`, bytes.toString('utf8')]));
  const libs = new Map(getLibFiles().map(({ fileName, text }) => [`/lib/${fileName}`, text]));
  const textOf = (file) => files.get(file) ?? libs.get(file);
  const folders = new Set([...files.keys()].map((file) => file.slice(0, file.lastIndexOf('/'))));
  const options = ts.parseJsonConfigFileContent(JSON.parse(files.get('/tree/tsconfig.json')), ts.sys, '/tree').options;
  const host = {
    getCompilationSettings: () => options,
    getScriptFileNames: () => [...files.keys()].filter((file) => file.endsWith('.ts')),
    getScriptVersion: () => '1',
    getScriptSnapshot: (file) => (textOf(file) === undefined ? undefined : ts.ScriptSnapshot.fromString(textOf(file))),
    getCurrentDirectory: () => '/tree',
    getDefaultLibFileName: (given) => `/lib/${ts.getDefaultLibFileName(given)}`,
    useCaseSensitiveFileNames: () => true,
    fileExists: (file) => textOf(file) !== undefined,
    readFile: textOf,
    directoryExists: (at) => folders.has(at),
    getDirectories: () => [],
  };
  const services = ts.createLanguageService(host, ts.createDocumentRegistry(true));
  const at = declaredAt(ts);
  const found = services.findRenameLocations(`/tree/${path}`, at, false, false, {
    providePrefixAndSuffixTextForRename: true,
  });
  const edits = found.map(({ fileName, textSpan }) => `${fileName.slice(6)}:${textSpan.start}`);
  return { ms: performance.now() - start, edits };
}

function declaredAt(ts) {
  const file = ts.createSourceFile(path, texts.get(path).toString('utf8'), ts.ScriptTarget.ESNext, true);
  return file.statements.find((statement) => statement.name?.text === name).name.getStart();
}

async function tsMorph() {
  const { Project, ts } = createRequire(join(peers, 'package.json'))('ts-morph');
  const start = performance.now();
  const project = new Project({ tsConfigFilePath: join(folder, 'tsconfig.json') });
  const file = project.getSourceFileOrThrow(join(folder, path));
  const before = new Map(project.getSourceFiles().map((source) => [source.getFilePath(), source.getFullText()]));
  file.getDescendantAtPos(declaredAt(ts)).rename(newName);
  const changed = project
    .getSourceFiles()
    .filter((source) => before.get(source.getFilePath()) !== source.getFullText());
  return { ms: performance.now() - start, edits: changed.map((source) => source.getFilePath()) };
}

/** The engine as users get it, and the files as it takes them. */
async function engine() {
  const { memoryTree, openProjects } = await import(join(dist, 'dte/index.js'));
  const files = memoryTree(new Map([...texts].map(([file, bytes]) => [file, { mode: '100644', bytes }])));
  // What is loaded when it is needed first is not counted as work.
  await openProjects().open('typescript', memoryTree(new Map()));
  return { open: () => openProjects().open('typescript', files) };
}

function task(selector, to) {
  const patch = { path: 'src/**', astOp: 'renameSymbol', selector, details: { newName: to } };
  return { patch, language: 'typescript', scope: () => true };
}

async function own() {
  const { open } = await engine();
  const start = performance.now();
  const project = await open();
  const { edits, findings } = project.plan(task(`TSInterfaceDeclaration[id.name='${name}']`, newName));
  const ms = performance.now() - start;
  if (findings.length > 0) throw new Error(JSON.stringify(findings));
  const again = performance.now();
  const next = project.plan(task("FunctionDeclaration[id.name='run30']", 'perform30'));
  const second = performance.now() - again;
  if (next.edits.length === 0) throw new Error(JSON.stringify(next.findings));
  return { ms, second, edits: edits.map((edit) => `${edit.path}:${edit.start}`) };
}

async function load() {
  const { open } = await engine();
  const start = performance.now();
  const project = await open();
  // What a name stands for can only be told by a program that is read and bound; no file is asked about.
  project.select(() => false, `:symbol(${name})`);
  return { ms: performance.now() - start, edits: ['a program'] };
}

async function syntax() {
  const { open } = await engine();
  const start = performance.now();
  const found = (await open()).select(() => true, `Identifier[name='${name}']`);
  return { ms: performance.now() - start, edits: found.map(({ path: at, start: from }) => `${at}:${from}`) };
}
