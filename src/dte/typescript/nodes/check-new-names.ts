/** Names in new text: they have to mean something, and nothing may be declared twice. */
import type { Code } from '../../../base/errors.ts';
import type { Finding } from '../../../base/report.ts';
import type { TextEdit } from '../../edit.ts';
import { findingAt } from '../../finding-at.ts';
import { newTypeErrors } from '../diagnostics.ts';
import { Resolver } from '../move/resolver.ts';
import { sourceReferences } from '../move/source-references.ts';
import { placesBefore } from '../../place-before.ts';
import type { TypeScriptProject } from '../project.ts';
import { ts } from '../ts.ts';
import { isInserted } from '../../inserted-ranges.ts';

/** Answers the errors of names and of syntax that files get by edits. Whether types fit is for an invariant to say. */
export function checkNewNames(project: TypeScriptProject, edits: readonly TextEdit[]): Finding[] {
  const paths = [...new Set(edits.map(({ path }) => path))];
  const errors = newTypeErrors(project, paths, edits).flatMap((finding) => {
    const code = codeOf(finding.details!['diagnostic'] as number, finding.message);
    return code === undefined ? [] : [{ ...finding, code }];
  });
  if (errors.length > 0) return errors;
  return [...unknownNames(project, paths, edits), ...unknownModules(project, paths, edits)];
}

/** Diagnostics of the compiler that say that something is declared twice. */
const COLLISIONS = new Set([
  1117, 1118, 2300, 2308, 2323, 2374, 2393, 2395, 2397, 2428, 2432, 2440, 2451, 2484, 2528, 2567, 2717, 2813, 2814,
  18028,
]);

/** Those that say that a name means nothing, or nothing yet. */
const UNRESOLVED = new Set([
  2304, 2305, 2307, 2448, 2449, 2450, 2454, 2503, 2552, 2613, 2614, 2662, 2663, 2693, 2694, 2724, 2749, 2792, 18004,
]);

function codeOf(diagnostic: number, message: string): Code | undefined {
  if (COLLISIONS.has(diagnostic)) return 'NAME_COLLISION';
  if (UNRESOLVED.has(diagnostic))
    return isOutside(diagnostic, /'([^']*)'/.exec(message)?.[1] ?? '') ? undefined : 'BINDING_CHANGED';
  return diagnostic < 2000 || (diagnostic >= 17000 && diagnostic < 18000) ? 'SYNTAX_BROKEN' : undefined;
}

/** Installed packages are not in the tree, nor are the globals that they and the platforms declare. */
const isOutside = (diagnostic: number, name: string): boolean =>
  ([2307, 2792].includes(diagnostic) && !name.startsWith('.')) || AMBIENT.has(name);

/** An import by a path has to lead to a file of the tree, also where it is there for its effects alone. */
function unknownModules(project: TypeScriptProject, paths: readonly string[], edits: readonly TextEdit[]): Finding[] {
  const isNew = isInserted(edits);
  const back = placesBefore(edits);
  const resolver = new Resolver(project.tree);
  const references = project.trial(edits, () =>
    paths.flatMap((path) => sourceReferences(project.parsed(path)!).map((reference) => ({ path, reference }))),
  );
  return references
    .filter(
      ({ path, reference }) =>
        isNew(path, reference.start) && reference.isLoose !== true && reference.text.startsWith('.'),
    )
    .filter(({ path, reference }) => !resolver.target(path, reference).isThere)
    .map(({ path, reference }) => {
      const start = back(path, reference.start);
      const range = { path, text: project.source(path)!.text, start, end: start };
      return findingAt('BINDING_CHANGED', `"${reference.text}" in the new text leads to no file of the tree.`, range);
    });
}

const AMBIENT = new Set(
  (
    'process Buffer global require module exports __dirname __filename describe it test suite expect before after beforeEach afterEach beforeAll ' +
    'afterAll jest vi NodeJS React JSX Bun Deno $ jQuery'
  ).split(' '),
);

/** In JavaScript that nobody checks, the compiler does not tell of names that mean nothing. */
function unknownNames(project: TypeScriptProject, paths: readonly string[], edits: readonly TextEdit[]): Finding[] {
  const isNew = isInserted(edits);
  const back = placesBefore(edits);
  const found = project.trial(edits, () => {
    const { checker } = project;
    return paths
      .filter((path) => /\.[cm]?jsx?$/.test(path))
      .flatMap((path) =>
        freeNames(project.sourceFile(path)!)
          .filter(
            (node) => isNew(path, node.getStart()) && !AMBIENT.has(node.text) && meaningOf(checker, node) === undefined,
          )
          .map((node) => ({ path, name: node.text, start: back(path, node.getStart()) })),
      );
  });
  return found.map(({ path, name, start }) => {
    const range = { path, text: project.source(path)!.text, start, end: start };
    return findingAt('BINDING_CHANGED', `${name} in the new text means nothing here.`, range);
  });
}

const meaningOf = (checker: ts.TypeChecker, node: ts.Identifier): ts.Symbol | undefined =>
  ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);

/** Identifiers that stand for something by themselves: not those that name a member, a declaration or a label. */
function freeNames(file: ts.SourceFile): ts.Identifier[] {
  const names: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && isFree(node)) names.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}

function isFree(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  const { name, propertyName, label, tagName } = parent as {
    name?: ts.Node;
    propertyName?: ts.Node;
    label?: ts.Node;
    tagName?: ts.Node;
  };
  const isIntrinsic = tagName === node && /^[a-z]/.test(node.text);
  return name !== node && propertyName !== node && label !== node && !isIntrinsic;
}
