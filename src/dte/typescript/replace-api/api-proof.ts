/** The proof that names which a replacement brings mean what they should, and that no other name means anything else than before. */
import type { Finding } from '../../../base/report.ts';
import { editsByPath } from '../../edit.ts';
import type { TextEdit } from '../../edit.ts';
import { findingAt } from '../../finding-at.ts';
import { Meanings } from '../meaning.ts';
import { namesIn } from '../names.ts';
import { placesBefore } from '../../place-before.ts';
import type { PlaceBefore } from '../../place-before.ts';
import type { TypeScriptProject } from '../project.ts';
import { ts } from '../ts.ts';

/**
 * Answers where the proof fails.
 *
 * @param edits - sorted
 * @param roots - by path: the names that new texts begin with, which have to be those of the file itself
 */
export function proofFaults(
  project: TypeScriptProject,
  edits: readonly TextEdit[],
  roots: ReadonlyMap<string, ReadonlySet<string>>,
): Finding[] {
  const paths = [...roots].filter(([, names]) => names.size > 0).map(([path]) => path);
  if (paths.length === 0) return [];
  const ask = (back: PlaceBefore): ReadonlyMap<string, Meant> => meant(project, paths, roots, edits, back);
  const before = ask((_, offset) => offset);
  const back = placesBefore(edits);
  const after = project.trial(edits, () => ask(back));
  return [...after].flatMap(([place, is]) => faultOf(project, is, before.get(place)));
}

interface Meant {
  readonly path: string;
  readonly start: number;
  readonly name: string;
  readonly meaning: string;
  /** Whether it stands in a new text. */
  readonly isNew: boolean;
  /** Of a new one: what it means, as far as that matters. */
  readonly kind: 'file' | 'outside' | 'inner' | 'nothing';
}

function meant(
  project: TypeScriptProject,
  paths: readonly string[],
  roots: ReadonlyMap<string, ReadonlySet<string>>,
  edits: readonly TextEdit[],
  back: PlaceBefore,
): ReadonlyMap<string, Meant> {
  const { checker } = project;
  const meanings = new Meanings(checker, back);
  const byPath = editsByPath(edits);
  const found = new Map<string, Meant>();
  for (const path of paths) {
    const own = byPath.get(path) ?? [];
    for (const node of namesIn(project.sourceFile(path)!, [...roots.get(path)!])) {
      if (!ts.isIdentifier(node) || isMemberName(node) || isImported(node)) continue;
      const start = back(path, node.getStart());
      const isNew = own.some(
        (edit) => start >= edit.start && (start < edit.end || start === edit.start) && edit.text.includes(node.text),
      );
      const meaning = meanings
        .of(node)
        .map(([role, text]) => `${role} ${text}`)
        .join('; ');
      const key = isNew ? `${path}:${start}:${node.getStart()}` : `${path}:${start}`;
      found.set(key, { path, start, name: node.text, meaning, isNew, kind: kindOf(checker, node) });
    }
  }
  return found;
}

function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  return ts.isPropertyAssignment(parent) && parent.name === node;
}

const isImported = ({ parent }: ts.Node): boolean =>
  ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent);

function kindOf(checker: ts.TypeChecker, node: ts.Identifier): Meant['kind'] {
  const [declaration] = checker.getSymbolAtLocation(node)?.declarations ?? [];
  if (declaration === undefined) return 'nothing';
  if (declaration.getSourceFile() !== node.getSourceFile()) return 'outside';
  for (let at: ts.Node = declaration.parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isFunctionLike(at) || ts.isBlock(at) || ts.isClassLike(at) || ts.isModuleBlock(at) || ts.isCatchClause(at))
      return 'inner';
    if (ts.isForStatement(at) || ts.isForInStatement(at) || ts.isForOfStatement(at) || ts.isCaseBlock(at))
      return 'inner';
  }
  return 'file';
}

function faultOf(project: TypeScriptProject, is: Meant, was: Meant | undefined): Finding[] {
  const { path, start, name } = is;
  const { text } = project.source(path)!;
  const at = { path, text, start, end: start };
  if (is.isNew) {
    if (is.kind === 'inner')
      return [findingAt('NAME_COLLISION', `${name} means something else already in this place.`, at)];
    if (is.kind !== 'nothing') return [];
    return [
      findingAt(
        'NEEDS_PERSON',
        `${name} means nothing in this file: details.newModule says where to import it from.`,
        at,
      ),
    ];
  }
  if (was === undefined || was.meaning === is.meaning) return [];
  return [
    findingAt('NAME_COLLISION', `${name} would mean something else in this place than before.`, {
      ...at,
      end: start + name.length,
    }),
  ];
}
