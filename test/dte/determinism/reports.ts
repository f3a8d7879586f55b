/**
 * Reports on changes of small projects in each language, and digests of the bytes that they yield. Run as a program it prints them as JSON, with
 * the locale and the time zone that it has found.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Finding } from '../../../src/base/report.ts';
import type { ChangeSpec, Invariant, Patch } from '../../../src/dte/generated/types.ts';
import { planEdits } from '../../../src/dte/plan-edits.ts';
import { planSpec } from '../../../src/dte/planner/plan-spec.ts';
import { reportDigest } from '../../../src/dte/records.ts';
import { memoryTree } from '../../../src/dte/source-tree.ts';
import type { SourceTree, TreeFile } from '../../../src/dte/source-tree.ts';
import { treeId } from '../../../src/dte/proof/tree-id.ts';
import { bytePath } from '../../../src/dte/tree/byte-path.ts';
import { blobId } from '../../../src/dte/tree/object-id.ts';
import { verifyChange } from '../../../src/dte/verify.ts';

/** What came of a change. */
export interface Outcome {
  readonly tree: string;
  readonly report: string;
  /** Codes of the findings. */
  readonly findings: readonly string[];
}

/** Outcomes by name, and where they were made. */
export interface Outcomes {
  readonly outcomes: Readonly<Record<string, Outcome>>;
  readonly locale: string;
  readonly timeZone: string;
}

interface Change {
  readonly project: 'mutation' | 'python' | 'java';
  readonly language: ChangeSpec['language'];
  readonly patches: readonly Patch[];
  readonly invariants?: readonly Invariant[];
}

const rename = (selector: string, newName: string): Patch => ({
  path: '**',
  astOp: 'renameSymbol',
  selector,
  details: { newName },
});

const TYPES: Invariant = { name: 'Types', type: 'typecheck', spec: 'tsc --noEmit' };

const CHANGES: Readonly<Record<string, Change>> = {
  'renames in TypeScript': {
    project: 'mutation',
    language: 'typescript',
    patches: [
      rename("TSInterfaceDeclaration[id.name='Parcel'] > Identifier", 'İstanbulParcel'),
      rename("FunctionDeclaration[id.name='priceOf'] > Identifier[name='priceOf']", 'costOf'),
      { path: 'src/rates.ts', astOp: 'moveModule', details: { to: 'src/prices/rates.ts' } },
    ],
    invariants: [
      TYPES,
      { name: 'New', type: 'symbolExists', spec: 'costOf' },
      { name: 'Old', type: 'regex', spec: 'priceOf' },
      { name: 'Calls', type: 'semanticRule', spec: 'No calls to priceOf remain' },
      { name: 'Api', type: 'apiCompat', spec: 'All public APIs remain callable' },
    ],
  },
  'a refusal in TypeScript': {
    project: 'mutation',
    language: 'typescript',
    patches: [rename('Identifier', 'x')],
  },
  'renames in Python': {
    project: 'python',
    language: 'python',
    patches: [
      rename("function_definition[name.text='discount_of']", 'reduced'),
      { path: 'shop/pricing.py', astOp: 'moveModule', details: { to: 'shop/costs.py' } },
    ],
    invariants: [{ name: 'New', type: 'symbolExists', spec: 'reduced' }],
  },
  'renames in Java': {
    project: 'java',
    language: 'java',
    patches: [rename("record_declaration[name.text='Item']", 'Ware')],
    invariants: [{ name: 'Old', type: 'regex', spec: 'Item' }],
  },
};

/** The intents of sentences that are planned. */
const INTENTS = ['rename priceOf to costOf and delete unused isHeavy', 'move src/rates.ts to src/prices.ts'];

/** Answers what comes of all changes. @param order - where each file stands among the files of a tree */
export async function outcomesIn(order: (paths: readonly string[]) => string[]): Promise<Record<string, Outcome>> {
  const outcomes: Record<string, Outcome> = {};
  for (const [name, { project, language, patches, invariants = [] }] of Object.entries(CHANGES)) {
    const spec: ChangeSpec = {
      id: 'CS-1',
      intent: name,
      scope: ['**'],
      language,
      patches: [...patches],
      invariants: [...invariants],
      tests: { strategy: 'augment' },
    };
    const tree = treeIn(project, order);
    const { after } = await planEdits(spec, tree);
    const report = await verifyChange(spec, tree);
    outcomes[name] = { tree: idOf(after), report: reportDigest(plain(report)), findings: codesOf(report) };
  }
  for (const intent of INTENTS) {
    const tree = treeIn('mutation', order);
    const planned = await planSpec({ intent, scope: ['**'], tree, id: 'CS-1' });
    outcomes[intent] = { tree: idOf(tree), report: reportDigest(plain(planned)), findings: codesOf(planned) };
  }
  return outcomes;
}

const codesOf = ({ findings }: { readonly findings: readonly Finding[] }): string[] => findings.map(({ code }) => code);

/** Members that are undefined are none in JSON; the version changes with each release. */
const plain = (value: object): object => JSON.parse(JSON.stringify({ ...value, engine: '' })) as object;

function treeIn(project: string, order: (paths: readonly string[]) => string[]): SourceTree {
  const folder = join(import.meta.dirname, '../../golden/dte', project);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|py|java)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const config = JSON.stringify({
    compilerOptions: { strict: true, noEmit: true, allowImportingTsExtensions: true, module: 'nodenext' },
  });
  const files = new Map<string, TreeFile>([
    ...paths.map((path): [string, TreeFile] => [
      path.split(sep).join('/'),
      { mode: '100644', bytes: readFileSync(join(folder, path)) },
    ]),
    ['tsconfig.json', { mode: '100644', bytes: Buffer.from(config) }],
  ]);
  return memoryTree(new Map(order([...files.keys()].sort()).map((path) => [path, files.get(path)!])));
}

function idOf(tree: SourceTree): string {
  const entries = [...tree.modes].map(
    ([path, mode]) => [bytePath(path), { mode, id: blobId(tree.read(path), 'sha1') }] as const,
  );
  return treeId(new Map(entries), 'sha1');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const found: Outcomes = { outcomes: await outcomesIn((paths) => [...paths]), locale, timeZone };
  process.stdout.write(JSON.stringify(found));
}
