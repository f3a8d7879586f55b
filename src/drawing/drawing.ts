/** Drawings as values: elements with attributes and texts. Packs write them as HTML, pages make elements of them. */
import { htmlText } from './inert-text.ts';

/** The elements that drawings consist of: none of them loads or runs anything. */
export type DrawingTag =
  | 'svg'
  | 'g'
  | 'rect'
  | 'line'
  | 'text'
  | 'title'
  | 'path'
  | 'table'
  | 'caption'
  | 'thead'
  | 'tbody'
  | 'tr'
  | 'th'
  | 'td';

/** An element. Its texts are inert: the functions that draw see to it. */
export interface Drawing {
  readonly tag: DrawingTag;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly (Drawing | string)[];
}

/** Answers an element. Pure. */
export const draw = (
  tag: DrawingTag,
  attributes: Drawing['attributes'] = {},
  ...children: readonly (Drawing | string)[]
): Drawing => ({ tag, attributes, children });

/** Answers a drawing as HTML. Pure. */
export function formatDrawing({ tag, attributes, children }: Drawing): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${htmlText(String(value))}"`);
  const inside = children.map((child) => (typeof child === 'string' ? htmlText(child) : formatDrawing(child)));
  return `<${tag}${written.join('')}>${inside.join('')}</${tag}>`;
}
