/** Exports that keep their names: what is called otherwise within its file is the same as before for those who import it. */
import type { Finding } from '../../base/report.ts';
import type { TextEdit } from '../edit.ts';
import { dominantEol } from '../source-text.ts';
import { atNode } from './finding-at-node.ts';
import type { NameNode } from './names.ts';
import { declarationPath } from './rename-targets.ts';
import type { RenameTarget } from './rename-targets.ts';
import { ts } from './ts.ts';

/** What keeps the exported name of a target. */
export interface KeptExport {
  readonly edits: readonly TextEdit[];
  readonly findings: readonly Finding[];
}

/** Answers how declarations that are exported where they stand lose that, and are exported by their old name in a list. */
export function keptExport({ name, declarations }: RenameTarget, newName: string): KeptExport {
  const exported = declarations.flatMap((node) => exportOf(node) ?? []);
  if (exported.length === 0) return { edits: [], findings: [] };
  const unclear = exported.filter(({ isAlone, node }) => !isAlone || !isInModule(node));
  if (unclear.length > 0) {
    const message = `${name} cannot be exported by its old name from here: only what a module declares by itself can.`;
    return { edits: [], findings: unclear.map(({ node }) => atNode('NEEDS_PERSON', message, node)) };
  }
  const last = exported.at(-1)!;
  const areTypes = exported.every(
    ({ statement }) => ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement),
  );
  const { text } = last.statement.getSourceFile();
  const list = `${dominantEol(text)}export ${areTypes ? 'type ' : ''}{ ${newName} as ${name} };`;
  const end = last.statement.end;
  return {
    edits: [...exported.map(withoutExport), { path: declarationPath(last.node), start: end, end, text: list }],
    findings: [],
  };
}

interface Exported {
  readonly node: NameNode;
  readonly statement: ts.Statement;
  readonly keyword: ts.Node;
  /** Whether the statement declares nothing else. */
  readonly isAlone: boolean;
}

/** The statement that declares and exports a name at once. What is exported as the default has its own name already. */
function exportOf(node: NameNode): Exported | undefined {
  let at: ts.Node = node.parent;
  while (!ts.isStatement(at) && !ts.isSourceFile(at)) at = at.parent;
  if (!ts.isStatement(at) || !ts.canHaveModifiers(at)) return undefined;
  const modifiers = ts.getModifiers(at) ?? [];
  const keyword = modifiers.find(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (keyword === undefined || modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)) return undefined;
  const [first, ...more] = ts.isVariableStatement(at) ? at.declarationList.declarations : [at as ts.NamedDeclaration];
  const isOwn = first.name === node;
  return { node, statement: at, keyword, isAlone: isOwn && more.length === 0 };
}

const isInModule = (node: NameNode): boolean => {
  const file = node.getSourceFile();
  let at: ts.Node = node.parent;
  while (!ts.isStatement(at)) at = at.parent;
  return at.parent === file && ts.isExternalModule(file) && !file.isDeclarationFile;
};

function withoutExport({ node, keyword }: Exported): TextEdit {
  const { text } = node.getSourceFile();
  const gap = /^[ \t]*/.exec(text.slice(keyword.end))![0].length;
  return { path: declarationPath(node), start: keyword.getStart(), end: keyword.end + gap, text: '' };
}
