/** Where things stand in a JSON text that is being written, and may not be JSON yet. */

/** A member or item, as far as it is there. */
export interface JsonPlace {
  /** JSON pointer (RFC 6901). */
  readonly pointer: string;
  readonly start: number;
  /** Behind its last character. */
  readonly end: number;
}

/** What is being written at a place. */
export interface CaretContext {
  /** Names and numbers that lead to the object or array around it. */
  readonly path: readonly string[];
  /** `key`: a name of a member. `value`: the value of the member `name`. */
  readonly kind: 'key' | 'value';
  readonly name: string;
  /** What of it stands before the caret, without its quotation mark. */
  readonly prefix: string;
  /** Where it begins; what a completion replaces. */
  readonly start: number;
  /** Names that the object has already. */
  readonly names: readonly string[];
}

interface Level {
  readonly isObject: boolean;
  readonly key: string;
  readonly start: number;
  readonly names: string[];
  name: string;
  items: number;
  expectsKey: boolean;
}

const TOKEN = /"(?:[^"\\\n]|\\.)*"?|[{}[\]:,]|[^\s"{}[\]:,]+/g;

/** Walks over the tokens of a text, with the objects and arrays around each. */
class Walk {
  readonly levels: Level[] = [];
  readonly places: JsonPlace[] = [];

  get top(): Level | undefined {
    return this.levels.at(-1);
  }

  /** The step from the level around to what stands here. */
  step(): string {
    const { top } = this;
    return top === undefined ? '' : top.isObject ? top.name : String(top.items);
  }

  pointer(...more: readonly string[]): string {
    const steps = [...this.levels.slice(1).map(({ key }) => key), ...more];
    return steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  }

  take(token: string, start: number): void {
    const { top } = this;
    if (token === '{' || token === '[')
      this.levels.push({
        isObject: token === '{',
        key: this.step(),
        start,
        names: [],
        name: '',
        items: 0,
        expectsKey: token === '{',
      });
    else if (token === '}' || token === ']') this.#close(start);
    else if (token === ',') this.#next();
    else if (token === ':') {
      if (top !== undefined) top.expectsKey = false;
    } else if (top?.expectsKey === true) {
      top.name = unquoted(token);
      top.names.push(top.name);
    } else this.#note(this.step(), start, start + token.length);
  }

  #next(): void {
    const { top } = this;
    if (top === undefined) return;
    top.items++;
    top.expectsKey = top.isObject;
  }

  #close(at: number): void {
    const level = this.levels.pop();
    if (level !== undefined) this.#note(level.key, level.start, at + 1);
  }

  #note(step: string, start: number, end: number): void {
    this.places.push({ pointer: this.levels.length === 0 ? '' : this.pointer(step), start, end });
  }
}

/** Answers where every value stands. Pure. */
export function placesIn(text: string): readonly JsonPlace[] {
  const walk = new Walk();
  for (const { 0: token, index } of text.matchAll(TOKEN)) walk.take(token, index);
  while (walk.levels.length > 0) walk.take('}', text.length);
  return walk.places;
}

/** Answers what is being written at a caret. Pure. */
export function contextAt(text: string, caret: number): CaretContext | undefined {
  const walk = new Walk();
  let [prefix, start] = ['', caret];
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (index >= caret) break;
    if (
      index + token.length >= caret &&
      !/^[{}[\]:,]$/.test(token) &&
      !(token.startsWith('"') && token.length > 1 && token.endsWith('"') && index + token.length === caret)
    ) {
      prefix = text.slice(index, caret);
      start = index;
      break;
    }
    walk.take(token, index);
  }
  const { top } = walk;
  if (top === undefined) return undefined;
  const kind = top.expectsKey ? 'key' : 'value';
  return {
    path: walk.levels.slice(1).map(({ key }) => key),
    kind,
    name: walk.step(),
    prefix: prefix.replace(/^"/, ''),
    start,
    names: top.names,
  };
}

function unquoted(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token.replace(/^"/, '');
  }
}
