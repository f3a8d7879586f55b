/** The parts of a selector, ready to be matched. */

/** Classes of nodes that esquery knows. */
export type NodeClass = 'statement' | 'declaration' | 'pattern' | 'expression' | 'function';

/** A part of a selector. */
export type SelectorNode =
  | { readonly kind: 'any' }
  /** The node in which `:has` looks. */
  | { readonly kind: 'scope' }
  /** @property name - in lower case: types are compared without it */
  | { readonly kind: 'type'; readonly name: string }
  | { readonly kind: 'class'; readonly name: NodeClass }
  | { readonly kind: 'field'; readonly path: readonly string[] }
  | AttributeTest
  | { readonly kind: 'symbol'; readonly index: number }
  | { readonly kind: 'all' | 'some' | 'none' | 'has'; readonly parts: readonly SelectorNode[] }
  | {
      readonly kind: 'child' | 'descendant' | 'sibling' | 'adjacent';
      readonly left: SelectorNode;
      readonly right: SelectorNode;
    }
  /** @property index - from 1, or from -1 for the last one backwards */
  | { readonly kind: 'nth'; readonly index: number };

/** A test of a field's value. */
export interface AttributeTest {
  readonly kind: 'attribute';
  readonly path: readonly string[];
  readonly accepts: (value: unknown) => boolean;
  /** The text that the value has to be equal to, where it has to be equal to one. */
  readonly literal?: string;
}
