/**
 * A selector of calls says two things: how the callee is written, by which it names what is meant, and all the rest, by which it
 * picks some of its calls. The first is needed once, since the same thing may be called by other names elsewhere.
 */
import type { Selector } from '../../selector/selector.ts';
import type { AttributeTest, SelectorNode } from '../../selector/selector-node.ts';
import { testsOf, withoutTests } from '../../selector/without-tests.ts';

/** Answers a selector without its tests of how the callee is written. Pure. */
export const withoutCallee = (selector: Selector): Selector => withoutTests(selector, isOfCallee);

const isOfCallee = ({ path }: AttributeTest): boolean => path[0] === 'callee';

/** Answers whether a selector names a callee that has these names, the last one its own. Pure. */
export function namesCallee(part: SelectorNode, names: readonly string[]): boolean {
  const tests = testsOf(part, isOfCallee).filter(({ path }) => path.at(-1) === 'name');
  return tests.length > 0 && tests.every(({ path, accepts }) => accepts(nameAt(path, names)));
}

/** `callee.object.name` is the name before the last one, `callee.property.name` the last, and `callee.name` the only one. */
function nameAt(path: readonly string[], names: readonly string[]): string | undefined {
  if (path.length === 2) return names.length === 1 ? names[0] : undefined;
  const up = path.filter((step) => step === 'object').length;
  return names.at(-1 - up);
}
