/** Compares the view of a file with typescript-estree's own tree, node by node, in the same text. */
import { parse } from '@typescript-eslint/typescript-estree';
import { EsNode } from '../../../src/dte/typescript/estree/es-node.ts';
import { esTreeOf } from '../../../src/dte/typescript/estree/convert.ts';
import { ts } from '../../../src/dte/typescript/ts.ts';

const NOT_COMPARED: ReadonlySet<string> = new Set(['loc', 'parent', 'comments', 'tokens']);

/** Answers the differences between the two, by path, and how many nodes were compared. */
export function differences(path: string, text: string): { found: string[]; nodes: number } {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  const oracle = parse(text, {
    filePath: path,
    jsx: path.endsWith('x'),
    range: true,
    loc: false,
    suppressDeprecatedPropertyWarnings: true,
  });
  const state = { found: [] as string[], nodes: 0 };
  compare(oracle, esTreeOf(file), 'Program', state);
  return state;
}

function compare(wanted: unknown, actual: unknown, path: string, state: { found: string[]; nodes: number }): void {
  if (Array.isArray(wanted)) {
    const items = Array.isArray(actual) ? (actual as unknown[]) : [];
    if (!Array.isArray(actual) || items.length !== wanted.length) {
      state.found.push(`${path}: ${wanted.length} items, not ${Array.isArray(actual) ? items.length : String(actual)}`);
    } else wanted.forEach((item, index) => compare(item, items[index], `${path}.${index}`, state));
  } else if (isNode(wanted)) compareNodes(wanted, actual, path, state);
  else if (typeof wanted === 'object' && wanted !== null && !(wanted instanceof RegExp)) {
    for (const [key, value] of Object.entries(wanted)) {
      compare(value, (actual as Record<string, unknown> | undefined)?.[key], `${path}.${key}`, state);
    }
  } else if (String(wanted) !== String(actual) || typeof wanted !== typeof actual) {
    state.found.push(`${path}: ${String(wanted)}, not ${String(actual)}`);
  }
}

const isNode = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

function compareNodes(
  wanted: Record<string, unknown>,
  actual: unknown,
  path: string,
  state: { found: string[]; nodes: number },
): void {
  state.nodes += 1;
  if (!(actual instanceof EsNode)) {
    state.found.push(`${path}: ${String(wanted['type'])}, not ${String(actual)}`);
    return;
  }
  for (const [key, value] of Object.entries(wanted)) {
    if (!NOT_COMPARED.has(key)) compare(value, actual.get(key), `${path}.${key}`, state);
  }
  const unknown = actual.keys.filter((key) => !(key in wanted) && !isNothing(actual.get(key)));
  for (const key of unknown) state.found.push(`${path}.${key}: unknown to typescript-estree`);
}

const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);
