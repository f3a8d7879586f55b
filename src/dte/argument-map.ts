/** `details.argsMap` of replaceAPI: what becomes of the arguments of a call. */
import type { Finding } from '../base/report.ts';

/** What becomes of arguments, by their index. */
export interface ArgumentMap {
  /** By the name of a property of an object: its new name, or `null` for none. */
  readonly properties: ReadonlyMap<string, string | null>;
  /** By the index that an argument has: the index that it gets, or `null` for none. */
  readonly moves: ReadonlyMap<number, number | null>;
  /** By the index that an argument has: the texts around it. */
  readonly wraps: ReadonlyMap<number, readonly string[]>;
  /** By the index that an argument gets: the source of one that is added. */
  readonly added: ReadonlyMap<number, string>;
}

/** Arguments that a call may have. */
const MAX_ARGUMENTS = 100;

interface Parsed {
  readonly properties: Map<string, string | null>;
  readonly moves: Map<number, number | null>;
  readonly wraps: Map<number, readonly string[]>;
  readonly added: Map<number, string>;
}

/** Answers the map that a spec has, or what is wrong with it. Pure. */
export function parseArgumentMap(argsMap: Readonly<Record<string, unknown>> = {}): ArgumentMap | readonly Finding[] {
  const parsed: Parsed = { properties: new Map(), moves: new Map(), wraps: new Map(), added: new Map() };
  const faults = Object.entries(argsMap).flatMap(([key, value]) => {
    const isRead = /^\d+$/.test(key) ? readIndex(parsed, Number(key), value) : readName(parsed, key, value);
    return isRead ? [] : [fault(key, value)];
  });
  const targets = [...[...parsed.moves.values()].filter((to) => to !== null), ...parsed.added.keys()];
  if (new Set(targets).size < targets.length) faults.push(twice());
  return faults.length > 0 ? faults : parsed;
}

function readName({ properties }: Parsed, key: string, value: unknown): boolean {
  if (value !== null && (typeof value !== 'string' || value === '')) return false;
  properties.set(key, value);
  return true;
}

function readIndex({ moves, wraps, added }: Parsed, index: number, value: unknown): boolean {
  if (index >= MAX_ARGUMENTS) return false;
  if (value === null || isIndex(value)) moves.set(index, value);
  else if (typeof value !== 'string' || value.trim() === '') return false;
  else if (partsOf(value).length > 1) wraps.set(index, partsOf(value));
  else added.set(index, partsOf(value)[0]!);
  return true;
}

const isIndex = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < MAX_ARGUMENTS;

/** `$` stands for the argument, and `$$` for a dollar sign. */
function partsOf(template: string): string[] {
  const parts = [''];
  for (const piece of template.split(/(\$\$?)/)) {
    if (piece === '$') parts.push('');
    else parts.push((parts.pop() ?? '') + (piece === '$$' ? '$' : piece));
  }
  return parts;
}

function fault(key: string, value: unknown): Finding {
  const forms =
    'for the name of a property a new name or null; for the index of an argument a new index, null, a text with $ for the argument, or the source of an argument that is added there';
  return {
    code: 'SPEC_INVALID',
    message: `details.argsMap[${JSON.stringify(key)}] cannot be ${JSON.stringify(value)}: it is ${forms}.`,
  };
}

const twice = (): Finding => ({ code: 'SPEC_INVALID', message: 'details.argsMap gives two arguments the same index.' });
