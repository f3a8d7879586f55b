/** `replace a.b with a.c` and `replace X from 'm' with Y from 'n'` as patches. */
import type { Patch, PatchDetails } from '../generated/types.ts';
import type { CallForm, Clause } from './clause.ts';
import { placeOfPatch, quoted, unplanned } from './context.ts';
import type { PlannedClause, PlanningContext } from './context.ts';
import { countedPatch } from './counted-patch.ts';

type CallClause = Extract<Clause, { kind: 'replaceCall' }>;
type ImportClause = Extract<Clause, { kind: 'replaceImport' }>;

/** Plans the replacement of calls. */
export function planReplaceCall(clause: CallClause, context: PlanningContext): PlannedClause {
  const { from, to, mapping } = clause;
  const argsMap = argumentsMap(clause);
  if (typeof argsMap === 'string') return unplanned({ code: 'INTENT_UNREADABLE', message: argsMap });
  const patch: Patch = {
    path: placeOfPatch(context, clause.in),
    astOp: 'replaceAPI',
    selector: callsOf(context, from.steps),
    details: { ...calleeDetails(from, to), ...(Object.keys(argsMap).length === 0 ? {} : { argsMap }) },
  };
  const names = Object.entries(mapping).map(([old, now]) => `${old} to ${now}`);
  const mapped = names.length === 0 ? '' : `, with ${names.join(', ')}`;
  const planned = countedPatch(
    patch,
    context,
    `calls of ${from.steps.join('.')} become calls of ${to.steps.join('.')}${mapped}`,
  );
  const isOther = from.steps.join('.') !== to.steps.join('.');
  const gone = {
    name: `no ${from.steps.join('.')}`,
    type: 'semanticRule' as const,
    spec: `No calls to ${from.steps.join('.')} remain`,
  };
  return isOther && planned.findings.length === 0 ? { ...planned, invariants: [gone] } : planned;
}

/** Plans the replacement of a function of one module by one of another. */
export function planReplaceImport({ from, to, in: place }: ImportClause, context: PlanningContext): PlannedClause {
  const patch: Patch = {
    path: placeOfPatch(context, place),
    astOp: 'replaceAPI',
    selector: callsOf(context, [from.name]),
    details: {
      module: from.module,
      ...(to.module === from.module ? {} : { newModule: to.module }),
      ...(to.name === from.name ? {} : { newFunction: to.name }),
    },
  };
  return countedPatch(
    patch,
    context,
    `calls of ${from.name} from ${from.module} become calls of ${to.name} from ${to.module}`,
  );
}

/** Answers the selector of calls that are written with these names. Pure. */
function callsOf({ language }: PlanningContext, steps: readonly string[]): string {
  const own = steps.at(-1)!;
  if (language === 'java') {
    const object = steps.length === 1 ? '' : `[object.text=${quoted(steps.slice(0, -1).join('.'))}]`;
    return `method_invocation${object}[name.text=${quoted(own)}]`;
  }
  if (language === 'python') return `call[function.text=${quoted(steps.join('.'))}]`;
  if (steps.length === 1) return `CallExpression[callee.name=${quoted(own)}]`;
  const objects = steps.slice(0, -1).map((name, i) => objectTest(name, steps.length - 2 - i, i === 0));
  return `CallExpression${objects.join('')}[callee.property.name=${quoted(own)}]`;
}

const objectTest = (name: string, depth: number, isFirst: boolean): string =>
  `[callee${'.object'.repeat(depth + 1)}${isFirst ? '' : '.property'}.name=${quoted(name)}]`;

function calleeDetails(from: CallForm, to: CallForm): PatchDetails {
  const [fromObject, toObject] = [from.steps.slice(0, -1).join('.'), to.steps.slice(0, -1).join('.')];
  const [fromName, toName] = [from.steps.at(-1)!, to.steps.at(-1)!];
  if (toObject === '') return fromObject === '' && fromName === toName ? {} : { newFunction: toName };
  if (fromObject === '') return { newFunction: to.steps.join('.') };
  return {
    ...(fromObject === toObject ? {} : { newObject: toObject }),
    ...(fromName === toName ? {} : { newProperty: toName }),
  };
}

/** What becomes of the arguments, or why that cannot be told. Names stand for what they are in the old list. */
function argumentsMap({ from, to, mapping, text }: CallClause): Record<string, unknown> | string {
  if (from.args === undefined || to.args === undefined) return { ...mapping };
  const map: Record<string, unknown> = { ...mapping };
  const [old, now] = [from.args, to.args];
  const added = now.filter((name) => !old.includes(name));
  const isTwice = new Set(old).size !== old.length || new Set(now).size !== now.length;
  if (added.length > 0 || isTwice) {
    const reason = isTwice
      ? 'an argument stands in a list twice'
      : `${added.join(', ')} is not among the old arguments`;
    return `The arguments of "${text}" cannot be read: ${reason}.`;
  }
  old.forEach((name, i) => {
    const place = now.indexOf(name);
    if (place !== i) map[String(i)] = place < 0 ? null : place;
  });
  return map;
}
