/** Names that a program has at run time alone: text that it runs, and modules that it looks for by a name it puts together. */
import type { Finding } from '../../base/report.ts';
import { isEvaluated } from './evaluated-text.ts';
import { atNode } from './finding-at-node.ts';
import { nameAt, placesOf } from './names.ts';
import { reachOf } from './reach.ts';
import { editedPlaces } from './renaming.ts';
import type { Renaming } from './renaming.ts';
import { ts } from './ts.ts';

/** Answers the texts that are run as programs of their own, in which a renamed global stands. */
export function evaluatedTexts({ project, targets }: Renaming): Finding[] {
  const names = targets
    .filter(({ isMember, declarations }) => !isMember && reachOf(project.checker, declarations) === 'everywhere')
    .map(({ name }) => name);
  if (names.length === 0) return [];
  const findings: Finding[] = [];
  const visit = (node: ts.Node): void => {
    const isRun = ts.isStringLiteralLike(node) && isEvaluated(node);
    if (isRun && names.some((name) => placesOf(node.text, name).length > 0))
      findings.push(atNode('NEEDS_PERSON', 'This text is run, and names what is renamed.', node));
    ts.forEachChild(node, visit);
  };
  for (const file of project.program.getSourceFiles()) if (project.pathOf(file) !== undefined) visit(file);
  return findings;
}

/** Answers the names that a module may have got from one which it found by a computed name: an export that is renamed may be meant. */
export function computedModules(renaming: Renaming): Finding[] {
  const { project, targets, before } = renaming;
  const exported = new Set(
    targets
      .filter(({ isMember, declarations }) => !isMember && reachOf(project.checker, declarations) !== 'file')
      .map(({ name }) => name),
  );
  const edited = editedPlaces(renaming);
  const left = before.filter(
    ({ name, path, start, meaning }) => meaning === '' && exported.has(name) && !edited.has(`${path}:${start}`),
  );
  return left.flatMap(({ path, start, name }) => {
    const file = project.sourceFile(path)!;
    const node = COMPUTED.test(file.text) ? nameAt(file, start) : undefined;
    if (node === undefined || !isMemberUse(node)) return [];
    const message = `Whether ${name} is meant here cannot be told: a module is looked for in this file by a name that is put together.`;
    return [atNode('NEEDS_PERSON', message, node)];
  });
}

/** An import or a require of something that is no plain string. */
const COMPUTED = /\b(?:import|require)\s*\(\s*(?!["'][^"']*["']\s*[,)])[^)\s]/;

const isMemberUse = ({ parent }: ts.Node): boolean =>
  ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent) || ts.isBindingElement(parent);
