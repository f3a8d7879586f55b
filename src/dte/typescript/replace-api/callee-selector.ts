/**
 * A selector of calls says two things: how the callee is written, by which it names what is meant, and all the rest, by which it
 * picks some of its calls. The first is needed once, since the same thing may be called by other names elsewhere.
 */
import { withRoot } from '../../selector/selector.ts';
import type { Selector } from '../../selector/selector.ts';
import type { AttributeTest, SelectorNode } from '../../selector/selector-node.ts';

/** Answers a selector without its tests of how the callee is written. Pure. */
export function withoutCallee(selector: Selector): Selector {
  return withRoot(selector, loosened(selector.root));
}

function loosened(part: SelectorNode): SelectorNode {
  switch (part.kind) {
    case 'attribute':
      return isOfCallee(part) ? { kind: 'any' } : part;
    case 'all':
    case 'some':
      return { ...part, parts: part.parts.map(loosened) };
    case 'child':
    case 'descendant':
    case 'sibling':
    case 'adjacent':
      return { ...part, right: loosened(part.right) };
    default:
      return part;
  }
}

const isOfCallee = ({ path }: AttributeTest): boolean => path[0] === 'callee';

/** Answers whether a selector names a callee that has these names, the last one its own. Pure. */
export function namesCallee(part: SelectorNode, names: readonly string[]): boolean {
  const tests = calleeTests(part).filter(({ path }) => path.at(-1) === 'name');
  return tests.length > 0 && tests.every(({ path, accepts }) => accepts(nameAt(path, names)));
}

function calleeTests(part: SelectorNode): AttributeTest[] {
  if (part.kind === 'attribute') return isOfCallee(part) ? [part] : [];
  if (part.kind === 'all') return part.parts.flatMap(calleeTests);
  return 'right' in part ? calleeTests(part.right) : [];
}

/** `callee.object.name` is the name before the last one, `callee.property.name` the last, and `callee.name` the only one. */
function nameAt(path: readonly string[], names: readonly string[]): string | undefined {
  if (path.length === 2) return names.length === 1 ? names[0] : undefined;
  const up = path.filter((step) => step === 'object').length;
  return names.at(-1 - up);
}
