/** Which of the symbols that a selector picks a renameSymbol patch means. */
import type { Finding } from '../../base/report.ts';
import { findingAt } from '../finding-at.ts';
import type { Patch } from '../generated/types.ts';
import { pathFilter } from '../path-filter.ts';
import { placeOf } from '../source-text.ts';
import { declarationPath } from './rename-targets.ts';
import type { RenameTarget } from './rename-targets.ts';
import type { SelectedNode } from './select.ts';

/** What is renamed, or why that is not clear. */
export interface Picked {
  readonly targets: readonly RenameTarget[];
  readonly findings: readonly Finding[];
}

/** Answers the targets that a patch means, of all that its selector picks. */
export function pickTargets(all: readonly RenameTarget[], nodes: readonly SelectedNode[], patch: Patch): Picked {
  const { details = {} } = patch;
  if (details.expectCount !== undefined && nodes.length !== details.expectCount)
    return none([miscounted(nodes, patch)]);
  const targets = all.filter((target) => isMeant(target, patch));
  if (targets.length === 0) return none(details.optional === true ? [] : [missing(all, nodes, patch)]);
  if (targets.length > 1 && details.all !== true) return none([ambiguous(targets, patch)]);
  const external = targets.filter((target) => target.external !== 'no' || target.declarations.length === 0);
  return external.length === 0 ? { targets, findings: [] } : none(external.map((target) => outside(target, nodes)));
}

const none = (findings: readonly Finding[]): Picked => ({ targets: [], findings });

function isMeant(target: RenameTarget, { details = {} }: Patch): boolean {
  if (details.container !== undefined && target.container !== details.container) return false;
  if (details.declaredIn === undefined) return true;
  const isThere = pathFilter([details.declaredIn]);
  return target.declarations.some((node) => isThere(declarationPath(node)));
}

function miscounted(nodes: readonly SelectedNode[], { path, selector, details }: Patch): Finding {
  const message = `${selector!} picks ${nodes.length} nodes in ${path}, and details.expectCount is ${details!.expectCount!}.`;
  return {
    code: 'COUNT_MISMATCH',
    message,
    details: { places: nodes.map(({ path: at, node }) => placeText(at, node)) },
  };
}

function missing(all: readonly RenameTarget[], nodes: readonly SelectedNode[], { path, selector }: Patch): Finding {
  const message =
    nodes.length === 0
      ? `${selector!} picks nothing in ${path}.`
      : all.length === 0
        ? `${selector!} picks nothing in ${path} that has a name which can be resolved.`
        : `None of the symbols that ${selector!} picks in ${path} is declared where details.declaredIn and details.container say.`;
  return { code: 'TARGET_MISSING', message, details: { symbols: all.map(description) } };
}

function ambiguous(targets: readonly RenameTarget[], { selector }: Patch): Finding {
  const symbols = targets.map(description);
  const listed = symbols.map(({ kind, name, container, places }) => {
    const around = container === undefined ? '' : ` in ${container}`;
    return `${kind} ${name}${around} (${places.join(', ')})`;
  });
  const message = `${selector!} picks ${targets.length} symbols: ${listed.join('; ')}.`;
  return { code: 'TARGET_AMBIGUOUS', message, details: { symbols } };
}

function outside(target: RenameTarget, nodes: readonly SelectedNode[]): Finding {
  const [node] = target.declarations;
  const message =
    target.external === 'unknown'
      ? `${target.name} may be declared outside of the tree as well: a base type of ${target.container ?? 'its owner'} cannot be resolved.`
      : `${target.name} is declared outside of the tree.`;
  const at = node ?? nodes.find((selected) => selected.node.getText().includes(target.name))?.node ?? nodes[0]!.node;
  const file = at.getSourceFile();
  return findingAt('TARGET_EXTERNAL', message, {
    path: declarationPath(at),
    text: file.text,
    start: at.getStart(),
    end: at.end,
  });
}

interface Description {
  readonly kind: string;
  readonly name: string;
  readonly container?: string;
  readonly places: readonly string[];
}

function description({ kind, name, container, declarations }: RenameTarget): Description {
  const places = declarations.map((node) => placeText(declarationPath(node), node));
  return { kind, name, ...(container === undefined ? {} : { container }), places };
}

function placeText(path: string, node: { getSourceFile: () => { text: string }; getStart: () => number }): string {
  const { line, column } = placeOf(node.getSourceFile().text, node.getStart());
  return `${path}:${line}:${column}`;
}
