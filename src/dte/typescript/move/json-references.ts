/** The references in package.json and tsconfig files. */
import { ts } from '../ts.ts';
import type { Configs } from './configs.ts';
import { aliasFolder, isConfig } from './configs.ts';
import type { Reference } from './reference.ts';
import { baseOf } from '../../move/tree-path.ts';

/** Members of a package.json whose strings are paths from its folder, however deep. */
const PACKAGE_PATHS = new Set(
  'main module types typings browser bin exports imports files sideEffects style source unpkg jsdelivr react-native svelte man typesVersions directories workspaces'.split(
    ' ',
  ),
);

/** Members of the compiler's options whose strings are paths. */
const OPTION_PATHS = new Set(
  'baseUrl rootDir rootDirs typeRoots outDir outFile declarationDir tsBuildInfoFile'.split(' '),
);

/** Whether a path is one of a file whose references are known. */
export const isPackageOrConfig = (path: string): boolean => baseOf(path) === 'package.json' || isConfig(path);

/** Answers the references of a package.json or tsconfig, in the order of their places. Pure. */
export function jsonReferences(path: string, text: string, configs: Configs): Reference[] {
  const file = ts.parseJsonText(path, text);
  const pick = baseOf(path) === 'package.json' ? packageReferences(text) : configReferences(path, configs);
  const root = file.statements[0]?.expression;
  return root === undefined ? [] : stringsIn(file, root, []).flatMap(pick);
}

/** A string of a JSON text, as a path, with the names of the members that it is in. */
interface JsonString {
  readonly reference: Reference;
  readonly steps: readonly string[];
}

function stringsIn(file: ts.JsonSourceFile, node: ts.Node, steps: readonly string[]): JsonString[] {
  if (ts.isStringLiteral(node)) return [{ reference: stringReference(file, node), steps }];
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap((each) => stringsIn(file, each, [...steps, '*']));
  if (!ts.isObjectLiteralExpression(node)) return [];
  return node.properties.flatMap((member) => {
    if (!ts.isPropertyAssignment(member) || !ts.isStringLiteral(member.name)) return [];
    const below = stringsIn(file, member.initializer, [...steps, member.name.text]);
    // the keys of "browser" are paths as well
    const isPath = steps[0] === 'browser' && steps.length === 1;
    return isPath ? [...stringsIn(file, member.name, steps), ...below] : below;
  });
}

function stringReference(file: ts.JsonSourceFile, literal: ts.StringLiteral): Reference {
  const start = literal.getStart(file);
  const quote = file.text[start] as Reference['quote'];
  return { start: start + 1, end: literal.end - 1, text: literal.text, quote, kind: 'path' };
}

type Pick = (string: JsonString) => Reference[];

const packageReferences =
  (text: string): Pick =>
  ({ reference, steps }) => {
    const [first = ''] = steps;
    if (first === 'scripts')
      return steps.length === 2 ? wordReferences(text.slice(0, reference.end), reference.start) : [];
    if (!PACKAGE_PATHS.has(first)) return [];
    const isOwn = !['exports', 'imports', 'browser'].includes(first) || reference.text.startsWith('./');
    if (!isOwn) return [];
    return [first === 'exports' && !/"private"\s*:\s*true/.test(text) ? { ...reference, isPublic: true } : reference];
  };

/** A word of a command, between blanks, quotes or signs of the shell. */
const WORD = /(?<![^\s="'])[\w@.-]+(?:\/[\w@.-]+)*(?![^\s"'\\;])/g;

/** The words of a command that can be paths of files, since they have a folder or an extension. Elsewhere they mean other files. */
function wordReferences(text: string, from: number): Reference[] {
  const command = text.slice(from);
  if (/\bcd\b|\\[^"]/.test(command)) return [];
  return [...command.matchAll(WORD)]
    .filter(([word]) => /[./]/.test(word))
    .map(({ 0: word, index }) => ({
      start: from + index,
      end: from + index + word.length,
      text: word,
      quote: '',
      kind: 'path',
      isLoose: true,
    }));
}

function configReferences(path: string, configs: Configs): Pick {
  return ({ reference, steps }) => {
    const [first = '', second = ''] = steps;
    const isPath =
      ['files', 'include', 'exclude'].includes(first) ||
      (first === 'references' && steps.at(-1) === 'path') ||
      (first === 'extends' && /^\.{1,2}\//.test(reference.text)) ||
      (first === 'compilerOptions' && OPTION_PATHS.has(second));
    if (reference.text.includes('${')) return [];
    if (first === 'compilerOptions' && second === 'paths') {
      return [{ ...reference, base: aliasFolder(configs.optionsIn(path)) }];
    }
    return isPath ? [reference] : [];
  };
}
