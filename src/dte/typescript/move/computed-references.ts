/** References that a program puts together as it runs. Those of which only the beginning is known cannot be edited. */
import type { Finding } from '../../../base/report.ts';
import { findingAt } from '../../finding-at.ts';
import type { TypeScriptProject } from '../project.ts';
import { ts } from '../ts.ts';
import { configAliases } from './aliases.ts';
import type { MovePlan } from '../../move/move-plan.ts';
import type { Resolver } from './resolver.ts';
import { visitWithDocs } from './source-references.ts';
import { folderOf, joinPath, wayTo } from '../../move/tree-path.ts';

/** What a text must have to hold one. */
const HINT = /\b(?:import|require)\s*\(|\bimport\.meta\.(?:glob|url)|\brequire\.(?:resolve|context)/;
const READERS =
  /^(?:import|require|require\.resolve|require\.context|import\.meta\.(?:resolve|glob|globEager)|(?:vi|jest)\.\w+|URL)$/;

/** What is known of a reference: how it begins and how it ends. */
interface Pattern {
  readonly node: ts.Node;
  readonly head: string;
  readonly tail: string;
}

/** Answers a finding for each such reference that would find files elsewhere than before, or no longer. */
export function checkComputed(project: TypeScriptProject, before: Resolver, plan: MovePlan): Finding[] {
  const paths = project.paths.filter((path) => HINT.test(project.source(path)?.text ?? ''));
  return paths.flatMap((path) => {
    const folders: Folders = { old: folderOf(path), new: folderOf(plan.after(path)) };
    const lost = patternsIn(project.parsed(path)!).filter((pattern) => {
      const places = placesOf(pattern, folders, before);
      return places.some((place) => !isKept(place, pattern.tail, folders, plan, project.tree.modes.keys()));
    });
    return lost.map(({ node, head }) => finding(project, path, node, head));
  });
}

function finding(project: TypeScriptProject, path: string, node: ts.Node, head: string): Finding {
  const message = `What is found under "${head}" is put together as the program runs, and the move changes what there is to find.`;
  const range = { path, text: project.source(path)!.text, start: node.getStart(), end: node.end };
  return findingAt('NEEDS_PERSON', message, range);
}

function patternsIn(file: ts.SourceFile): Pattern[] {
  const found: Pattern[] = [];
  visitWithDocs(file, (node) => {
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return;
    const name = node.expression.getText(file);
    const [first] = node.arguments ?? [];
    if (READERS.test(name) && first !== undefined) found.push(...patternsOf(first, name));
  });
  return found.sort((a, b) => a.node.pos - b.node.pos);
}

function patternsOf(node: ts.Expression, name: string): Pattern[] {
  if (ts.isTemplateExpression(node)) {
    const tail = node.templateSpans.at(-1)!.literal.text;
    return [{ node, head: node.head.text, tail: SOURCE_ENDING.test(tail) ? '' : tail }];
  }
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap((each) => patternsOf(each, name));
  if (ts.isBinaryExpression(node)) return patternsOf(node.left, '+');
  if (!ts.isStringLiteralLike(node)) return [];
  if (name === '+') return [{ node, head: node.text, tail: '' }];
  if (name === 'require.context') return [{ node, head: `${node.text}/`, tail: '' }];
  if (!name.includes('glob') || node.text.startsWith('!')) return [];
  const [, head = '', tail = ''] = /^([^*?{[(]*)(?:.*[*?}\])])?(.*)$/s.exec(node.text)!;
  return [{ node, head, tail }];
}

/** Endings that may stand for another: `.js` for a `.ts` file. */
const SOURCE_ENDING = /(?:^[^.]*|\.[cm]?[jt]sx?)$/;

interface Folders {
  readonly old: string;
  readonly new: string;
}

/** A beginning as a path, seen from the file or, by an alias or `/`, from anywhere. */
interface Place {
  readonly prefix: string;
  readonly isRelative: boolean;
}

function placesOf({ head }: Pattern, folders: Folders, before: Resolver): Place[] {
  if (/^\.{1,2}\//.test(head)) return [{ prefix: prefixed(folders.old, head), isRelative: true }];
  if (head.startsWith('/')) return [{ prefix: prefixed('', head.slice(1)), isRelative: false }];
  const aliases = configAliases(before.configs.optionsOf(folders.old)).filter(
    ({ key, place }) => key !== '*' && key.endsWith('*') && place.endsWith('*'),
  );
  return aliases.flatMap(({ key, place }) => {
    const rest = head.startsWith(key.slice(0, -1)) ? head.slice(key.length - 1) : undefined;
    return rest === undefined ? [] : [{ prefix: place.slice(0, -1) + rest, isRelative: false }];
  });
}

/** A path that may end within a step. */
function prefixed(folder: string, head: string): string {
  const at = head.lastIndexOf('/') + 1;
  const above = joinPath(folder, head.slice(0, at));
  return (above === '' ? '' : `${above}/`) + head.slice(at);
}

/** Whether all that begins and ends so is found in the same way from where the file is afterwards. */
function isKept(
  { prefix, isRelative }: Place,
  tail: string,
  folders: Folders,
  plan: MovePlan,
  paths: Iterable<string>,
): boolean {
  const isSame = (path: string): boolean =>
    isRelative ? wayTo(folders.new, plan.after(path)) === wayTo(folders.old, path) : plan.after(path) === path;
  const found = [...paths].filter((path) => path.startsWith(prefix) && path.endsWith(tail));
  return found.length > 0 ? found.every(isSame) : isSame(folderOf(prefix));
}
