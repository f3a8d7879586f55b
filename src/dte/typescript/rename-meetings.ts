/**
 * Values that go from one type to another, of which only one is renamed. Where the member is optional that is no error: it would just not
 * be there any more.
 */
import type { Finding } from '../../base/report.ts';
import { atNode } from './finding-at-node.ts';
import { isRenamed } from './renaming.ts';
import type { Renaming } from './renaming.ts';
import { ts } from './ts.ts';

/** Answers the places in some files where that happens. Cheap where nothing is expected of a value. */
export function silentMeetings(renaming: Renaming, paths: readonly string[]): Finding[] {
  const findings: Finding[] = [];
  const visit = (node: ts.Node): void => {
    const name = ts.isExpression(node) ? partedName(renaming, node) : undefined;
    if (name !== undefined) {
      const message = `A value goes here from one type with ${name} to another, and only one of the two is renamed.`;
      findings.push(atNode('NEEDS_PERSON', message, node));
    } else ts.forEachChild(node, visit);
  };
  for (const path of paths) {
    const file = renaming.project.sourceFile(path);
    if (file !== undefined) visit(file);
  }
  return findings;
}

function partedName(renaming: Renaming, node: ts.Expression): string | undefined {
  const { checker } = renaming.project;
  if (ts.isObjectLiteralExpression(node) || ts.isLiteralExpression(node) || ts.isFunctionLike(node)) return undefined;
  const expected = ts.isAsExpression(node.parent)
    ? checker.getTypeFromTypeNode(node.parent.type)
    : checker.getContextualType(node);
  return expected === undefined ? undefined : parted(renaming, checker.getTypeAtLocation(node), expected, 2);
}

/** The name of a member that is renamed in one type and not in the other, also in what they are made of. */
function parted(renaming: Renaming, from: ts.Type, to: ts.Type, depth: number): string | undefined {
  if (from === to) return undefined;
  for (const target of partsOf(to)) {
    for (const { name } of renaming.targets) {
      const [given, wanted] = [from.getProperty(name), target.getProperty(name)];
      if (given === undefined || wanted === undefined) continue;
      if (isRenamed(renaming, given) !== isRenamed(renaming, wanted)) return name;
    }
    const inner = depth === 0 ? undefined : partedArguments(renaming, from, target, depth);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

const partsOf = (type: ts.Type): readonly ts.Type[] => (type.isUnion() ? type.types : [type]);

/** Elements of arrays and the like. */
function partedArguments(renaming: Renaming, from: ts.Type, to: ts.Type, depth: number): string | undefined {
  const [given, wanted] = [from, to].map((type) => argumentsOf(renaming.project.checker, type));
  for (const [i, argument] of wanted!.entries()) {
    const own = given![i];
    const name = own === undefined ? undefined : parted(renaming, own, argument, depth - 1);
    if (name !== undefined) return name;
  }
  return undefined;
}

function argumentsOf(checker: ts.TypeChecker, type: ts.Type): readonly ts.Type[] {
  const isReference =
    (type.flags & ts.TypeFlags.Object) !== 0 && ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
  return isReference ? checker.getTypeArguments(type as ts.TypeReference) : [];
}
