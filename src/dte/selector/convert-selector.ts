/** From esquery's tree of a selector to one that can be matched within bounds. */
import type esquery from 'esquery';
import { LoglineError } from '../../base/errors.ts';
import { MAX_SELECTOR_DEPTH } from '../limits.ts';
import { attributeTest } from './attribute-test.ts';
import type { NodeClass, SelectorNode } from './selector-node.ts';
import { selectorInvalid, SYMBOL_ATTRIBUTE, tooDeep } from './selector-text.ts';

/** What esquery's own type declarations leave out: the node in which `:has` looks. */
type Parsed = esquery.Selector | { readonly type: 'exactNode' };

const CLASSES: ReadonlySet<string> = new Set<NodeClass>([
  'statement',
  'declaration',
  'pattern',
  'expression',
  'function',
]);
const LISTS = { compound: 'all', matches: 'some', not: 'none', has: 'has' } as const;

/**
 * Converts a selector that esquery has parsed. @param text - the selector, for messages
 *
 * @throws {LoglineError} SELECTOR_INVALID - it uses what cannot be matched, or is too deep.
 */
export function convertSelector(selector: Parsed, text: string, depth = 0): SelectorNode {
  if (depth > MAX_SELECTOR_DEPTH) throw tooDeep(text, 0);
  if ('subject' in selector && selector.subject === true) {
    throw selectorInvalid(
      text,
      Math.max(0, text.indexOf('!')),
      '"!" marks no subject here; write A:has(> B) instead of !A > B',
    );
  }
  const inner = (part: Parsed): SelectorNode => convertSelector(part, text, depth + 1);
  switch (selector.type) {
    case 'compound':
    case 'matches':
    case 'not':
    case 'has':
      return { kind: LISTS[selector.type], parts: selector.selectors.map(inner) };
    case 'child':
    case 'descendant':
    case 'sibling':
    case 'adjacent':
      return { kind: selector.type, left: inner(selector.left), right: inner(selector.right) };
    default:
      return simple(selector, text);
  }
}

type Simple = Exclude<Parsed, esquery.MultiSelector | esquery.BinarySelector>;

function simple(selector: Simple, text: string): SelectorNode {
  switch (selector.type) {
    case 'wildcard':
      return { kind: 'any' };
    case 'exactNode':
      return { kind: 'scope' };
    case 'identifier':
      return { kind: 'type', name: selector.value.toLowerCase() };
    case 'field':
      return { kind: 'field', path: selector.name.split('.') };
    case 'nth-child':
      return { kind: 'nth', index: selector.index.value };
    case 'nth-last-child':
      return { kind: 'nth', index: -selector.index.value };
    case 'attribute':
      return attribute(selector, text);
    default:
      return nodeClass(selector, text);
  }
}

function nodeClass(selector: Exclude<Simple, { type: 'attribute' }>, text: string): SelectorNode {
  const name = 'name' in selector ? selector.name.toLowerCase() : '';
  if (CLASSES.has(name)) return { kind: 'class', name: name as NodeClass };
  const known = [...CLASSES].map((known) => `:${known}`).join(', ');
  throw selectorInvalid(
    text,
    Math.max(0, text.indexOf(`:${name}`)),
    `there is no class :${name}, only ${known} and :symbol(...)`,
  );
}

function attribute(selector: esquery.Attribute, text: string): SelectorNode {
  if (selector.name === SYMBOL_ATTRIBUTE) return { kind: 'symbol', index: symbolIndex(selector) };
  try {
    return attributeTest(selector);
  } catch (cause) {
    if (!(cause instanceof LoglineError)) throw cause;
    throw selectorInvalid(text, Math.max(0, text.indexOf(selector.name)), cause.message);
  }
}

const symbolIndex = ({ value }: esquery.Attribute): number => (value?.type === 'literal' ? Number(value.value) : -1);
