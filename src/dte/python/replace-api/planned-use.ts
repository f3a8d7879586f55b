/** What becomes of one use of Python: the text of its callee, and the import that brings it. */
import type { PatchDetails } from '../../generated/types.ts';
import type { ApiUse } from '../../tree-sitter/replace-api/api-language.ts';
import type { Replacement } from '../../tree-sitter/replace-api/replacement.ts';
import { isBuiltin } from '../names.ts';
import type { PythonBinding } from './bindings.ts';

/** An import that brings what a callee begins with. */
export interface NeededImport {
  readonly module: string;
  /** None for the module itself. */
  readonly name: string | undefined;
  readonly local: string;
}

/** What becomes of a use, or why nothing can. */
export type PlannedUse =
  | {
      readonly replacement: Replacement;
      readonly imported: NeededImport | undefined;
      /** Whether the use no longer needs the import that it has had. */
      readonly isLosing: boolean;
    }
  | { readonly fault: string };

type Use = ApiUse<PythonBinding>;

/** Answers what becomes of a use. Pure. */
export function plannedUse(use: Use, details: PatchDetails): PlannedUse {
  const { newFunction, newObject, newProperty, newModule } = details;
  const head = newFunction ?? newObject ?? memberOfModule(use, details);
  if (head === undefined && newModule !== undefined) return fromOtherModule(use, newModule, newProperty);
  if (head === undefined && newProperty !== undefined && use.object === undefined)
    return { fault: 'The callee has no property: use details.newFunction.' };
  const isWhole = newFunction !== undefined || (head !== undefined && newObject === undefined);
  const property = isWhole ? undefined : (newProperty ?? keptName(use, newObject));
  const replacement = {
    isWhole,
    ...(head === undefined ? {} : { head }),
    ...(property === undefined ? {} : { property }),
  };
  const imported = head === undefined ? undefined : importOf(use, head, details);
  return { replacement, imported, isLosing: head !== undefined };
}

/** `from auth import login`: a property of the module is a name that is imported from it. */
const memberOfModule = ({ object, binding }: Use, { newProperty, newModule }: PatchDetails): string | undefined =>
  object === undefined && binding.origin?.name !== undefined && newModule === undefined ? newProperty : undefined;

/** `login()` becomes `client.login()`, by the name that it has where it comes from. */
const keptName = ({ object, binding }: Use, newObject: string | undefined): string | undefined =>
  object === undefined && newObject !== undefined ? binding.names.at(-1) : undefined;

function importOf({ binding }: Use, head: string, details: PatchDetails): NeededImport | undefined {
  const { newModule, newObject } = details;
  const [first] = head.split('.');
  if (first === 'self' || first === 'cls') return undefined;
  if (newModule !== undefined) return ofModule(newModule, head) ?? { module: newModule, name: first, local: first! };
  const { home } = binding;
  const isSame = newObject === undefined && !head.includes('.') && home !== undefined && !isBuiltin(head);
  return isSame ? { module: home, name: first, local: first! } : undefined;
}

/** `httpx` from `httpx`, or `httpx.get`: the module itself. */
function ofModule(module: string, head: string): NeededImport | undefined {
  const isIt = !module.startsWith('.') && (head === module || head.startsWith(`${module}.`));
  return isIt ? { module, name: undefined, local: module.split('.', 1)[0]! } : undefined;
}

/** The same names from another module. */
function fromOtherModule({ object, binding }: Use, module: string, newProperty: string | undefined): PlannedUse {
  const { origin, home } = binding;
  if (origin === undefined) return { fault: FROM_NOWHERE };
  const { name: local, kind } = origin.binding;
  if (object === undefined) {
    if (origin.name === undefined) return { fault: FROM_NOWHERE };
    const own = newProperty ?? local;
    const imported = { module, name: newProperty ?? origin.name, local: own };
    return { replacement: { isWhole: true, head: own }, imported, isLosing: true };
  }
  const property = newProperty === undefined ? {} : { property: newProperty };
  const answer = (imported: NeededImport, head?: string): PlannedUse => ({
    replacement: { isWhole: false, ...(head === undefined ? {} : { head }), ...property },
    imported,
    isLosing: true,
  });
  if (origin.name !== undefined && home === undefined) return answer({ module, name: origin.name, local });
  if (origin.name !== undefined) return answer(submodule(module), module.split('.').at(-1));
  if (module.startsWith('.')) return answer(submodule(module), module.split('.').at(-1));
  return kind === 'importAs'
    ? answer({ module, name: undefined, local }, local)
    : answer({ module, name: undefined, local: module.split('.', 1)[0]! }, module);
}

const FROM_NOWHERE =
  'What is called here is imported from nowhere: details.newFunction or details.newObject says what to import.';

/** `from shop import auth`: a module as a name of its package. */
function submodule(module: string): NeededImport {
  const at = module.lastIndexOf('.');
  const name = module.slice(at + 1);
  if (at < 0) return { module, name: undefined, local: module };
  const isDots = module.slice(0, at + 1).replaceAll('.', '') === '';
  return { module: module.slice(0, isDots ? at + 1 : at), name, local: name };
}
