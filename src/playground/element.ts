/**
 * The one way in which elements are made. Only text, elements and the attributes below can be set, so that nothing out of a ledger can become
 * markup, a script, a style or an address to load from.
 */

/** Attributes that can do nothing but describe. */
type Plain =
  | `aria-${string}`
  | `data-${string}`
  | 'class'
  | 'id'
  | 'role'
  | 'tabindex'
  | 'title'
  | 'lang'
  | 'dir'
  | 'hidden'
  | 'scope'
  | 'colspan'
  | 'for'
  | 'type'
  | 'name'
  | 'value'
  | 'placeholder'
  | 'autocomplete'
  | 'spellcheck'
  | 'inputmode'
  | 'list'
  | 'label'
  | 'multiple'
  | 'webkitdirectory'
  | 'accept'
  | 'disabled'
  | 'checked'
  | 'selected'
  | 'required'
  | 'readonly'
  | 'open'
  | 'rows'
  | 'cols'
  | 'max'
  | 'min'
  | 'step'
  | 'maxlength'
  | 'pattern'
  | 'wrap'
  | 'download'
  | 'datetime';

/** Attributes of an element. `true` sets one without a value; `false` and `undefined` leave it out. */
export type Attributes = Partial<Readonly<Record<Plain, string | number | boolean | undefined>>> & {
  /** A place in the page (`#…`), a file made in the page (`blob:`), or a page elsewhere, which opens with `rel="noreferrer"`. */
  readonly href?: string | undefined;
};

/** Elements that run and load nothing. */
type Tag = Exclude<
  keyof HTMLElementTagNameMap,
  'script' | 'style' | 'iframe' | 'object' | 'embed' | 'link' | 'meta' | 'base'
>;

/** What stands in an element. */
export type Child = Node | string | number | undefined | false;

/** Answers a new element. */
export function element<T extends Tag>(
  tag: T,
  attributes: Attributes = {},
  ...children: readonly (Child | readonly Child[])[]
): HTMLElementTagNameMap[T] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(made, name, value);
  made.append(...nodesOf(children));
  return made;
}

/** Shapes, and what describes them. */
type Shape = 'svg' | 'g' | 'rect' | 'line' | 'path' | 'circle' | 'polyline' | 'text' | 'title' | 'desc';

/** Answers a new element of a drawing. Attributes are numbers and words; none of them loads or runs anything. */
export function shape<T extends Shape>(
  tag: T,
  attributes: Readonly<Record<string, string | number>> = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[T] {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) if (!UNFIT.test(name)) made.setAttribute(name, String(value));
  made.append(...nodesOf(children));
  return made;
}

/** Replaces what stands in an element. */
export function fill(into: Element, ...children: readonly (Child | readonly Child[])[]): void {
  into.replaceChildren(...nodesOf(children));
}

/** Answers a button. */
export function button(text: string, onPress: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, text);
  made.addEventListener('click', onPress);
  return made;
}

/** Answers a control under its label. */
export function labelled(text: string, control: HTMLElement, ...more: readonly Child[]): HTMLElement {
  return element('label', { class: 'field' }, element('span', {}, text), control, ...more);
}

const UNFIT = /^(?:on|style$|src|href|xlink|srcdoc|formaction|action$)/i;
const SAFE_ADDRESS = /^(?:#|blob:|https?:\/\/)/i;

function setAttribute(made: Element, name: string, value: string | number | boolean | undefined): void {
  if (value === undefined || value === false) return;
  if (name === 'href') setAddress(made, String(value));
  else if (!UNFIT.test(name)) made.setAttribute(name, value === true ? '' : String(value));
}

function setAddress(made: Element, address: string): void {
  if (!SAFE_ADDRESS.test(address)) return;
  made.setAttribute('href', address);
  if (!/^(?:#|blob:)/i.test(address)) made.setAttribute('rel', 'noreferrer');
}

function nodesOf(children: readonly (Child | readonly Child[])[]): (Node | string)[] {
  const isThere = (child: Child): child is Node | string | number => child !== undefined && child !== false;
  const flat: readonly Child[] = children.flat();
  return flat.filter(isThere).map((child) => (typeof child === 'number' ? String(child) : child));
}
