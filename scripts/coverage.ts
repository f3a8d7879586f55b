/**
 * The coverage gates, from c8's `coverage-final.json`: `coverage.ts FILE`. A folder of src, the Action and services as one each, must reach its
 * gate as a whole; c8 itself knows gates only for everything or for each file. The Action runs as a program: test/action/source-steps.ts runs
 * its sources where it is measured.
 *
 * Files that hold types alone have nothing to run and do not count.
 */
import { readFileSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** Percent of lines and of branches that a folder must reach. */
const GATES: Readonly<Record<string, number>> = { 'src/base': 100, 'src/atomic': 100, 'src/ledger': 100 };
const OTHER_GATE = 95;

interface Place {
  readonly start: { readonly line: number; readonly column?: number };
  readonly end?: { readonly line: number; readonly column: number };
}

interface FileCoverage {
  readonly path: string;
  readonly statementMap: Readonly<Record<string, Place>>;
  readonly s: Readonly<Record<string, number>>;
  readonly branchMap: Readonly<Record<string, { readonly loc: Place }>>;
  readonly b: Readonly<Record<string, readonly number[]>>;
}

interface Gaps {
  total: number;
  missing: number;
  /** Lines that are not covered, by file. */
  readonly places: Map<string, number[]>;
}

interface FolderCoverage {
  readonly lines: Gaps;
  readonly branches: Gaps;
}

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Answers a line for each fault; none if every folder reaches its gate. */
export function checkCoverage(files: readonly FileCoverage[]): string[] {
  const folders = new Map<string, FolderCoverage>();
  for (const file of files.filter(hasCode)) {
    const name = folderOf(file.path);
    const folder = folders.get(name) ?? { lines: noGaps(), branches: noGaps() };
    folders.set(name, folder);
    addFile(folder, file);
  }
  if (folders.size === 0) return ['the report holds no file of src: nothing was measured'];
  return [...folders].flatMap(([name, folder]) => [
    ...checkGate(name, 'lines', folder.lines),
    ...checkGate(name, 'branches', folder.branches),
  ]);
}

/** What surely runs. Files without it are few, and are compiled to find out. */
const CODE = /^(?:export )?(?:async )?(?:function|const|class)\b/m;

function hasCode({ path }: FileCoverage): boolean {
  const text = readFileSync(path, 'utf8');
  if (CODE.test(text)) return true;
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      removeComments: true,
      verbatimModuleSyntax: true,
    },
  });
  return outputText.replace(/export \{\s*\};|\s/g, '') !== '';
}

/** The folder that a file belongs to; files directly in src are a folder of their own. */
function folderOf(path: string): string {
  const [top = '', ...rest] = relative(root, path).split(sep);
  return top === 'src' && rest.length > 1 ? `${top}/${rest[0]!}` : top;
}

function addFile(folder: FolderCoverage, file: FileCoverage): void {
  for (const [id, place] of Object.entries(file.statementMap)) add(folder.lines, file, place, [file.s[id] ?? 0]);
  const text = readFileSync(file.path, 'utf8').split('\n');
  for (const [id, { loc }] of Object.entries(file.branchMap))
    if (!isEmpty(text, loc)) add(folder.branches, file, loc, file.b[id] ?? []);
}

/** V8 counts the way from a loop that only ends by returning to the bracket behind it, where there is nothing to run. */
function isEmpty(text: readonly string[], { start, end }: Place): boolean {
  if (end === undefined) return false;
  const lines = text.slice(start.line - 1, end.line);
  const cut = [...lines.slice(0, -1), lines.at(-1)!.slice(0, end.column)];
  return /^[\s}]*$/.test(cut.join('\n').slice(Math.max(0, start.column ?? 0)));
}

function noGaps(): Gaps {
  return { total: 0, missing: 0, places: new Map() };
}

function add(gaps: Gaps, { path }: FileCoverage, { start }: Place, counts: readonly number[]): void {
  gaps.total += counts.length;
  const missing = counts.filter((count) => count === 0).length;
  if (missing === 0) return;
  gaps.missing += missing;
  gaps.places.set(path, [...(gaps.places.get(path) ?? []), start.line]);
}

function checkGate(name: string, what: string, { total, missing, places }: Gaps): string[] {
  const gate = GATES[name] ?? OTHER_GATE;
  const percent = total === 0 ? 100 : (100 * (total - missing)) / total;
  if (percent >= gate) return [];
  return [
    `${name}: ${percent.toFixed(2)} % of ${what} are covered, the gate is ${gate} %. Not covered:`,
    ...[...places].map(([path, lines]) => `  ${relative(root, path)}:${formatLines(lines)}`),
  ];
}

/** `[1, 2, 3, 7]` as `1-3,7`. */
function formatLines(lines: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const line of [...new Set(lines)].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last?.[1] === line - 1) last[1] = line;
    else ranges.push([line, line]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

const [reportFile] = process.argv.slice(2);
if (reportFile !== undefined && process.argv[1] === fileURLToPath(import.meta.url)) {
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as Record<string, FileCoverage>;
  const faults = checkCoverage(Object.values(report));
  for (const fault of faults) console.log(fault);
  if (faults.length > 0) process.exitCode = 1;
}
