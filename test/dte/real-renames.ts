/** Random symbols of a real project, renamed one after the other on disk, and the way back. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { applyPlan } from '../../src/dte/apply/apply.ts';
import { revertSpec } from '../../src/dte/apply/revert.ts';
import type { ChangeSpec } from '../../src/dte/generated/types.ts';
import { planEdits } from '../../src/dte/plan-edits.ts';
import type { Plan } from '../../src/dte/plan.ts';
import { openProjects } from '../../src/dte/projects.ts';
import type { SourceTree } from '../../src/dte/source-tree.ts';
import { openWorkTree } from '../../src/dte/tree/work-tree.ts';
import { typeScriptOf } from '../../src/dte/typescript/language.ts';
import type { TypeScriptProject } from '../../src/dte/typescript/project.ts';
import { ts } from '../../src/dte/typescript/ts.ts';

/** What came of it. */
export interface RealRenames {
  readonly renamed: number;
  /** How many were refused, by code. */
  readonly refused: Readonly<Record<string, number>>;
  /** Of those renamed: what a second spec gives that renames back. */
  readonly back: Readonly<Record<Back, number>>;
  /** Errors of types before, all of them also there afterwards. */
  readonly errors: number;
  /** Errors of types that came or went. */
  readonly wrong: readonly string[];
}

/** The same bytes; names written out that were not, such as `{ x: x }` for `{ x }`; anything else; or a refusal. */
type Back = 'same' | 'writtenOut' | 'other' | 'refused';

/** How much of a project is looked at. */
export interface RealOptions {
  /** How many symbols are renamed. */
  readonly count: number;
  /** Whether the errors of types of all files are compared, and not only those of files that were changed. */
  readonly isWhole: boolean;
}

/** A name that is declared. */
interface DeclaredName {
  readonly name: string;
  readonly path: string;
  readonly start: number;
}

/** Renames so many symbols, each on the result of the one before, and demands that reverting all of them gives the first bytes. */
export async function renameSymbols(tree: SourceTree, options: RealOptions): Promise<RealRenames> {
  const folder = mkdtempSync(join(tmpdir(), 'logline-real-'));
  try {
    write(folder, tree);
    const { done, ...result } = await renameInFolder(folder, tree, options);
    for (const spec of done.reverse()) await revertSpec(folder, spec);
    for (const path of tree.modes.keys()) assert.ok(readFileSync(join(folder, path)).equals(tree.read(path)), path);
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function renameInFolder(
  folder: string,
  tree: SourceTree,
  { count, isWhole }: RealOptions,
): Promise<RealRenames & { done: ChangeSpec[] }> {
  const projects = openProjects();
  const project = async (of?: SourceTree): Promise<TypeScriptProject> =>
    typeScriptOf(await projects.open('typescript', of ?? (await openWorkTree(folder))));
  const next = numbers(7);
  const oldNames = new Map<string, string>();
  const changed = new Set<string>();
  const refused: Record<string, number> = {};
  const back = { same: 0, writtenOut: 0, other: 0, refused: 0 };
  const done: ChangeSpec[] = [];
  for (let n = 0; n < count; n++) {
    const { name, path, start } = randomName(await project(), next);
    const spec = specOf(n, path, `Identifier[name='${name}'][range.0=${start}]`, `Renamed${n}`);
    const plan = await planEdits(spec, await openWorkTree(folder), { projects });
    const [finding] = plan.findings;
    if (finding !== undefined) {
      refused[finding.code] = (refused[finding.code] ?? 0) + 1;
      continue;
    }
    oldNames.set(`Renamed${n}`, name);
    await applyPlan(folder, plan, { spec, engine: 'test' });
    done.push(spec);
    for (const file of plan.files) changed.add(file.path);
    const reverse = await planEdits(specOf(n, path, `Identifier[name='Renamed${n}']`, name), plan.after, { projects });
    back[reverse.findings.length > 0 ? 'refused' : comparison(plan, reverse.after, name)] += 1;
  }
  const looked = isWhole ? undefined : changed;
  const after = typeErrors(await project(), oldNames, looked);
  const before = typeErrors(await project(tree), new Map(), looked);
  const wrong = [
    ...difference(after, before).map((error) => `came: ${error}`),
    ...difference(before, after).map((error) => `went: ${error}`),
  ];
  return { renamed: done.length, refused, back, errors: before.length, wrong, done };
}

/** What became of the files of a plan in the end, against what they were. */
function comparison({ files }: Plan, now: SourceTree, name: string): Back {
  const again = new RegExp(`(?<![\\w$])(${name.replaceAll('$', '\\$')})\\s*(?::|as)\\s*\\1(?![\\w$])`, 'g');
  const short = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8').replaceAll(again, '$1');
  if (files.every(({ path, before }) => Buffer.compare(before, now.read(path)) === 0)) return 'same';
  return files.every(({ path, before }) => short(before) === short(now.read(path))) ? 'writtenOut' : 'other';
}

const specOf = (n: number, path: string, selector: string, newName: string): ChangeSpec => ({
  id: `CS-${n}`,
  intent: 'Rename',
  scope: ['**'],
  language: 'typescript',
  patches: [{ path, astOp: 'renameSymbol', selector, details: { newName } }],
  invariants: [],
  tests: { strategy: 'augment' },
});

function write(folder: string, tree: SourceTree): void {
  for (const path of tree.modes.keys()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), tree.read(path));
  }
}

/** Errors of types of all files, or of some, with new names as the old ones. */
function typeErrors(
  project: TypeScriptProject,
  oldNames: ReadonlyMap<string, string>,
  paths?: ReadonlySet<string>,
): string[] {
  project.widen();
  const { program } = project;
  const old = (text: string): string => text.replaceAll(/\bRenamed\d+\b/g, (name) => oldNames.get(name) ?? name);
  const looked = project.paths.filter((path) => paths?.has(path) !== false);
  return looked.flatMap((path) =>
    program
      .getSemanticDiagnostics(project.sourceFile(path))
      .map(({ code, messageText }) => `${path} TS${code} ${old(ts.flattenDiagnosticMessageText(messageText, ' '))}`),
  );
}

/** What the first list has more often than the second. */
function difference(these: readonly string[], those: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const one of those) left.set(one, (left.get(one) ?? 0) + 1);
  return these.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0;
  });
}

/** A declared name of a file of the project: the larger a file is, the more often it is one of its. */
function randomName(project: TypeScriptProject, next: () => number): DeclaredName {
  const sizes = project.paths.map((path) => project.source(path)?.text.length ?? 0);
  for (;;) {
    let at = next() % sizes.reduce((sum, size) => sum + size, 0);
    const path = project.paths[sizes.findIndex((size) => (at -= size) < 0)]!;
    const names = declaredNames(project, path);
    if (names.length > 0) return names[next() % names.length]!;
  }
}

function declaredNames(project: TypeScriptProject, path: string): DeclaredName[] {
  const found: DeclaredName[] = [];
  const visit = (node: ts.Node): void => {
    const { name } = node as { name?: ts.Node };
    const isDeclared = name !== undefined && ts.isIdentifier(name) && !ts.isExpression(node) && name.text !== 'this';
    const isNew =
      isDeclared && !ts.isImportSpecifier(node) && !ts.isExportSpecifier(node) && !/^Renamed\d/.test(name.text);
    if (isNew) found.push({ name: name.text, path, start: name.getStart() });
    ts.forEachChild(node, visit);
  };
  visit(project.parsed(path)!);
  return found;
}

/** The same numbers at every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1103515245 + 12345) & 0x7fffffff);
}
