/** What must stand in a file for a selector to match anything there: files without it need not be parsed. */
import type { AttributeTest, SelectorNode } from './selector-node.ts';

/** A text that a field has to be equal to. How the text may be spelled in a file, the language knows. */
export interface RequiredLiteral {
  /** The last step to the field, such as `name`. */
  readonly field: string;
  readonly text: string;
}

/** Of each list one. */
type Required = readonly (readonly RequiredLiteral[])[];

const FIELDS: ReadonlySet<string> = new Set(['name', 'value', 'raw', 'cooked', 'text']);

/** Numbers, `true` and the like have several spellings or come from no text at all. */
const SPELLED = /^[A-Za-z_$@][^\s]*$/;
const NOT_SPELLED: ReadonlySet<string> = new Set(['Infinity', 'NaN', 'undefined', 'null', 'true', 'false']);

/** Answers what a selector requires. Pure. */
export function requiredLiterals(selector: SelectorNode): Required {
  switch (selector.kind) {
    case 'attribute':
      return ofAttribute(selector);
    case 'all':
      return selector.parts.flatMap(requiredLiterals);
    case 'some':
    case 'has':
      return oneOf(selector.parts.map(requiredLiterals));
    case 'child':
    case 'descendant':
    case 'sibling':
    case 'adjacent':
      return [...requiredLiterals(selector.left), ...requiredLiterals(selector.right)];
    default:
      return [];
  }
}

/**
 * Answers what has to stand within the very nodes that a selector picks, or `undefined` where nodes beside them decide as well, so that
 * nodes without it must be looked at. Pure.
 */
export function literalsWithin(selector: SelectorNode): Required | undefined {
  switch (selector.kind) {
    case 'attribute':
      return ofAttribute(selector);
    case 'child':
    case 'descendant':
      return literalsWithin(selector.left) && literalsWithin(selector.right);
    case 'all':
    case 'some':
    case 'none': {
      const parts = selector.parts.map(literalsWithin);
      if (!parts.every((part) => part !== undefined)) return undefined;
      return selector.kind === 'all' ? parts.flat() : selector.kind === 'some' ? oneOf(parts) : [];
    }
    case 'has':
    case 'sibling':
    case 'adjacent':
    case 'nth':
      return undefined;
    default:
      return [];
  }
}

function ofAttribute({ path, literal }: AttributeTest): Required {
  const field = path.at(-1)!;
  const counts = literal !== undefined && FIELDS.has(field) && SPELLED.test(literal) && !NOT_SPELLED.has(literal);
  return counts ? [[{ field, text: literal }]] : [];
}

/** Of several alternatives each has to require something, and one literal of each is enough to tell. */
function oneOf(alternatives: readonly Required[]): Required {
  const firsts = alternatives.map((required) => required[0]);
  return firsts.every((first) => first !== undefined) && firsts.length > 0 ? [firsts.flat()] : [];
}
