/** Random symbols of a real project, renamed one after the other on disk, and the way back. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { applyPlan } from '../../src/dte/apply/apply.ts';
import { revertSpec } from '../../src/dte/apply/revert.ts';
import type { ChangeSpec } from '../../src/dte/generated/types.ts';
import { planEdits } from '../../src/dte/plan-edits.ts';
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
  /** Of those renamed: renamed back by a second spec with the same bytes; with other ones, such as `{ x: x }`; or refused. */
  readonly back: { readonly same: number; readonly other: number; readonly refused: number };
  /** Errors of types before, all of them also there afterwards. */
  readonly errors: number;
  /** Errors of types that came or went. */
  readonly wrong: readonly string[];
}

/** A name that is declared. */
interface DeclaredName {
  readonly name: string;
  readonly path: string;
  readonly start: number;
}

/** Renames so many symbols, each on the result of the one before, and demands that reverting all of them gives the first bytes. */
export async function renameSymbols(tree: SourceTree, count: number): Promise<RealRenames> {
  const folder = mkdtempSync(join(tmpdir(), 'logline-real-'));
  try {
    write(folder, tree);
    const { done, ...result } = await renameInFolder(folder, count);
    for (const spec of done.reverse()) await revertSpec(folder, spec);
    for (const path of tree.modes.keys()) assert.ok(readFileSync(join(folder, path)).equals(tree.read(path)), path);
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function renameInFolder(folder: string, count: number): Promise<RealRenames & { done: ChangeSpec[] }> {
  const projects = openProjects();
  const project = async (): Promise<TypeScriptProject> =>
    typeScriptOf(await projects.open('typescript', await openWorkTree(folder)));
  const before = typeErrors(await project(), new Map());
  const next = numbers(7);
  const oldNames = new Map<string, string>();
  const refused: Record<string, number> = {};
  const back = { same: 0, other: 0, refused: 0 };
  const done: ChangeSpec[] = [];
  for (let n = 0; n < count; n++) {
    const { name, path, start } = randomName(await project(), next);
    const spec = specOf(n, path, `Identifier[name='${name}'][range.0=${start}]`, `Renamed${n}`);
    const first = await openWorkTree(folder);
    const plan = await planEdits(spec, first, { projects });
    const [finding] = plan.findings;
    if (finding !== undefined) {
      refused[finding.code] = (refused[finding.code] ?? 0) + 1;
      continue;
    }
    oldNames.set(`Renamed${n}`, name);
    await applyPlan(folder, plan, { spec, engine: 'test' });
    done.push(spec);
    const reverse = await planEdits(specOf(n, path, `Identifier[name='Renamed${n}']`, name), plan.after, { projects });
    const isSame = plan.files.every(
      ({ path: at, before: bytes }) => Buffer.compare(bytes, reverse.after.read(at)) === 0,
    );
    back[reverse.findings.length > 0 ? 'refused' : isSame ? 'same' : 'other'] += 1;
  }
  const after = typeErrors(await project(), oldNames);
  const wrong = [
    ...difference(after, before).map((error) => `came: ${error}`),
    ...difference(before, after).map((error) => `went: ${error}`),
  ];
  return { renamed: done.length, refused, back, errors: before.length, wrong, done };
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

/** Errors of types of all files, with new names as the old ones. */
function typeErrors(project: TypeScriptProject, oldNames: ReadonlyMap<string, string>): string[] {
  project.widen();
  const { program } = project;
  const old = (text: string): string => text.replaceAll(/\bRenamed\d+\b/g, (name) => oldNames.get(name) ?? name);
  return project.paths.flatMap((path) =>
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
