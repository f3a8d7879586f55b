/** Selectors of calls say how the callee is written, and all the rest: the two are told apart here, since each is needed alone. */
import { withRoot } from './selector.ts';
import type { Selector } from './selector.ts';
import type { AttributeTest, SelectorNode } from './selector-node.ts';

/** Answers whether a test is one of those that are meant. */
export type IsMeant = (test: AttributeTest) => boolean;

/** Answers a selector that picks nodes whatever these tests of them say. Pure. */
export function withoutTests(selector: Selector, isMeant: IsMeant): Selector {
  return withRoot(selector, loosened(selector.root, isMeant));
}

function loosened(part: SelectorNode, isMeant: IsMeant): SelectorNode {
  switch (part.kind) {
    case 'attribute':
      return isMeant(part) ? { kind: 'any' } : part;
    case 'all':
    case 'some':
      return { ...part, parts: part.parts.map((inner) => loosened(inner, isMeant)) };
    case 'child':
    case 'descendant':
    case 'sibling':
    case 'adjacent':
      return { ...part, right: loosened(part.right, isMeant) };
    default:
      return part;
  }
}

/** Answers these tests of the nodes that a selector picks: all of them have to hold. Pure. */
export function testsOf(part: SelectorNode, isMeant: IsMeant): AttributeTest[] {
  if (part.kind === 'attribute') return isMeant(part) ? [part] : [];
  if (part.kind === 'all') return part.parts.flatMap((inner) => testsOf(inner, isMeant));
  return 'right' in part ? testsOf(part.right, isMeant) : [];
}
