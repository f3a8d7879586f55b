/** Drawings that pages and audit packs share, as elements of this page. */
import type { Drawing } from '../drawing/index.ts';

const SVG = 'http://www.w3.org/2000/svg';
const SHAPES = new Set(['svg', 'g', 'rect', 'line', 'path', 'text', 'title']);

/** Answers the elements of a drawing. Its tags and attributes are those of src/drawing, its texts are texts. */
export function drawn({ tag, attributes, children }: Drawing, inShape = false): Element {
  const isShape = inShape || SHAPES.has(tag);
  const made = isShape ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children.map((child) => (typeof child === 'string' ? child : drawn(child, isShape))));
  return made;
}
