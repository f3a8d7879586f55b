/** The edits of callees and imports, file by file. */
import type { Finding } from '../../../base/report.ts';
import type { TextEdit } from '../../edit.ts';
import type { PatchDetails } from '../../generated/types.ts';
import { allNodes, namedDeclarations } from '../declarations.ts';
import { atNode } from '../finding-at-node.ts';
import type { TypeScriptProject } from '../project.ts';
import { ts } from '../ts.ts';
import type { ApiCall, ApiUse } from './api-uses.ts';
import { calleeEdits } from './callee-edits.ts';
import type { Reference } from './callee.ts';
import { importEdits, localOf, respecified } from './import-edits.ts';
import type { Wanted } from './import-edits.ts';
import type { ImportNode, ImportOrigin } from './import-origin.ts';
import { localRoot, replacementOf } from './replacement.ts';
import type { Replacement } from './replacement.ts';

/** What is written into files, and by which names. */
export interface Written {
  readonly edits: readonly TextEdit[];
  readonly findings: readonly Finding[];
  /** By path: names that new texts begin with. */
  readonly roots: ReadonlyMap<string, ReadonlySet<string>>;
}

interface Use {
  readonly callee: Reference;
  readonly replacement: Replacement;
}

/** Answers the edits of all uses. */
export function fileEdits(
  project: TypeScriptProject,
  uses: readonly (ApiCall | ApiUse)[],
  details: PatchDetails,
): Written {
  const byPath = new Map<string, Use[]>();
  for (const use of uses) {
    const callee = ('callee' in use ? use.callee : use.node) as Reference;
    byPath.set(use.path, [
      ...(byPath.get(use.path) ?? []),
      { callee, replacement: replacementOf(use, callee, details) },
    ]);
  }
  const files = [...byPath].map(([path, own]) => ({ path, ...ofFile(project, path, own, details) }));
  return {
    edits: files.flatMap(({ edits }) => edits),
    findings: files.flatMap(({ findings }) => findings),
    roots: new Map(files.map(({ path, roots }) => [path, roots])),
  };
}

interface FileWritten {
  readonly edits: readonly TextEdit[];
  readonly findings: readonly Finding[];
  readonly roots: ReadonlySet<string>;
}

function ofFile(project: TypeScriptProject, path: string, uses: readonly Use[], details: PatchDetails): FileWritten {
  const file = project.sourceFile(path)!;
  const wanted = new Map<string, Wanted>();
  const edits: TextEdit[] = [];
  const findings: Finding[] = [];
  const roots = new Set<string>();
  for (const { callee, replacement } of uses) {
    const head = headIn(file, replacement, wanted);
    if (head !== undefined) roots.add(head.split('.', 1).join(''));
    edits.push(...calleeEdits(path, callee, replacement, head));
  }
  const losing = losingImports(project, file, uses);
  const { newModule } = details;
  if (newModule !== undefined && uses.every(({ replacement }) => replacement.head === undefined)) {
    return joinedWith(edits, movedImports(path, file, uses, losing, newModule), roots);
  }
  const taken = [...wanted.values()].filter(({ local }) => isTaken(file, local, losing));
  findings.push(
    ...taken.map(({ local }) =>
      atNode('NAME_COLLISION', `${local} means something else already in this file.`, nameIn(file, local)),
    ),
  );
  const gone = losing.filter(({ isLast }) => isLast).map(({ origin }) => origin.node);
  return { edits: [...edits, ...importEdits(path, file, gone, [...wanted.values()])], findings, roots };
}

const joinedWith = (
  edits: readonly TextEdit[],
  more: Pick<FileWritten, 'edits' | 'findings'>,
  roots: ReadonlySet<string>,
): FileWritten => ({
  edits: [...edits, ...more.edits],
  findings: more.findings,
  roots,
});

/** What a new callee begins with, by the name that the file has for it or gets. */
function headIn(file: ts.SourceFile, { head, imported }: Replacement, wanted: Map<string, Wanted>): string | undefined {
  if (head === undefined || imported === undefined) return head;
  const { module, name } = imported;
  const known = localOf(file, { module, imported: name });
  if (known === undefined) wanted.set(`${module} ${name}`, { module, imported: name, local: name });
  return known === undefined ? head : [known, ...head.split('.').slice(1)].join('.');
}

interface Losing {
  readonly origin: ImportOrigin;
  /** Whether no use of the import is left. */
  readonly isLast: boolean;
}

function losingImports(project: TypeScriptProject, file: ts.SourceFile, uses: readonly Use[]): Losing[] {
  const lost = new Map<ImportNode, { origin: ImportOrigin; roots: Set<ts.Node> }>();
  for (const { callee, replacement } of uses) {
    const root = localRoot(callee);
    if (replacement.left === undefined || root === undefined) continue;
    const entry = lost.get(replacement.left.node) ?? { origin: replacement.left, roots: new Set() };
    entry.roots.add(root);
    lost.set(replacement.left.node, entry);
  }
  return [...lost.values()].map(({ origin, roots }) => ({ origin, isLast: !isUsed(project.checker, file, roots) }));
}

/** Whether a name has uses other than these, in its file. */
function isUsed(checker: ts.TypeChecker, file: ts.SourceFile, roots: ReadonlySet<ts.Node>): boolean {
  const [first] = [...roots] as ts.Identifier[];
  const symbol = checker.getSymbolAtLocation(first!);
  return [...allNodes(file)].some((node) => {
    if (!ts.isIdentifier(node) || node.text !== first!.text || roots.has(node) || isImportName(node)) return false;
    const own = ts.isShorthandPropertyAssignment(node.parent)
      ? checker.getShorthandAssignmentValueSymbol(node.parent)
      : ts.isExportSpecifier(node.parent)
        ? checker.getSymbolAtLocation(first!)
        : checker.getSymbolAtLocation(node);
    return own === symbol;
  });
}

const isImportName = ({ parent }: ts.Node): boolean =>
  ts.isImportSpecifier(parent) ||
  ts.isImportClause(parent) ||
  ts.isNamespaceImport(parent) ||
  ts.isImportEqualsDeclaration(parent) ||
  ts.isBindingElement(parent) ||
  ts.isVariableDeclaration(parent);

/** The same names from another module. */
function movedImports(
  path: string,
  file: ts.SourceFile,
  uses: readonly Use[],
  losing: readonly Losing[],
  module: string,
): Pick<FileWritten, 'edits' | 'findings'> {
  if (uses.some(({ replacement }) => replacement.left === undefined))
    return { edits: [], findings: [unimported(uses)] };
  const leaving = losing.filter(({ origin }) => origin.module !== module);
  const shared = leaving.filter(({ isLast }) => !isLast);
  const findings = shared.map(({ origin }) =>
    atNode(
      'NAME_COLLISION',
      'The name is used otherwise as well, so that it cannot come from another module.',
      origin.node,
    ),
  );
  const edits = leaving.flatMap(({ origin }) => respecified(path, origin, module) ?? []);
  const rest = leaving.filter(({ origin }) => respecified(path, origin, module) === undefined);
  const wanted = rest.map(({ origin: { names, node } }): Wanted => ({
    module,
    imported: names[0] ?? '*',
    local: localName(node),
  }));
  return {
    edits: [
      ...edits,
      ...importEdits(
        path,
        file,
        rest.map(({ origin }) => origin.node),
        wanted,
      ),
    ],
    findings,
  };
}

const unimported = (uses: readonly Use[]): Finding =>
  atNode(
    'NEEDS_PERSON',
    'What is called here is imported from nowhere: details.newFunction or details.newObject says what to import.',
    uses.find(({ replacement }) => replacement.left === undefined)!.callee,
  );

const localName = (node: ImportNode): string => (node.name as ts.Identifier).text;

/** Whether a file has a name already, for anything but what goes. */
function isTaken(file: ts.SourceFile, local: string, losing: readonly Losing[]): boolean {
  const goes = losing.some(({ origin, isLast }) => isLast && localName(origin.node) === local);
  return !goes && nameIn(file, local) !== file;
}

/** Where a file declares or imports a name at its top, or the file itself. */
function nameIn(file: ts.SourceFile, local: string): ts.Node {
  const declared = namedDeclarations(file).find(
    ({ name, level, containers }) => name === local && level === 'module' && containers.length === 0,
  );
  if (declared !== undefined) return declared.nameNode;
  return (
    [...allNodes(file)].find((node) => ts.isIdentifier(node) && node.text === local && isImportedName(node)) ?? file
  );
}

const isImportedName = (node: ts.Identifier): boolean =>
  (ts.isImportSpecifier(node.parent) || ts.isImportClause(node.parent) || ts.isNamespaceImport(node.parent)) &&
  node.parent.name === node;
