/** What becomes of one use of Java: the text of its callee, and the import that brings it. */
import type { PatchDetails } from '../../generated/types.ts';
import type { ApiUse } from '../../tree-sitter/replace-api/api-language.ts';
import type { Replacement } from '../../tree-sitter/replace-api/replacement.ts';
import type { JavaBinding } from './bindings.ts';

/** An import that brings what a callee begins with. */
export interface NeededImport {
  readonly name: string;
  readonly isStatic: boolean;
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

/** Answers what becomes of a use. Pure. */
export function plannedUse(use: ApiUse<JavaBinding>, details: PatchDetails): PlannedUse {
  const { newFunction, newObject, newProperty, newModule } = details;
  const { object, binding } = use;
  const isReference = use.node.type === 'method_reference';
  const head = newFunction ?? newObject;
  if (newFunction !== undefined && isReference)
    return { fault: 'A method reference needs an object: use details.newObject.' };
  if (head === undefined && newModule !== undefined) return fromOtherPlace(use, newModule, newProperty);
  const isStatic = object === undefined && binding.origin?.isStatic === true;
  const replacement = {
    isWhole: newFunction !== undefined,
    ...(head === undefined ? {} : { head }),
    ...(newProperty === undefined || newFunction !== undefined ? {} : { property: newProperty }),
  };
  if (head !== undefined) {
    const imported =
      newModule === undefined ? sameType(use, head, newFunction) : importOf(newModule, head, newFunction);
    return { replacement, imported, isLosing: true };
  }
  if (!isStatic || newProperty === undefined) return { replacement, imported: undefined, isLosing: false };
  const name = [...binding.origin.names.slice(0, -1), newProperty].join('.');
  return { replacement, imported: { name, isStatic: true }, isLosing: true };
}

/** A function of its own is a static method of a type; an object or `Type.method` begins with a type of a package. */
function importOf(module: string, head: string, newFunction: string | undefined): NeededImport | undefined {
  const [first] = head.split('.');
  if (first === 'this' || first === 'super') return undefined;
  const isFunction = newFunction !== undefined && !head.includes('.');
  return { name: `${module}.${first!}`, isStatic: isFunction };
}

/** `import static a.Auth.login`: another function of the same type. */
function sameType(
  { object, binding }: ApiUse<JavaBinding>,
  head: string,
  newFunction: string | undefined,
): NeededImport | undefined {
  const { origin } = binding;
  if (newFunction === undefined || head.includes('.') || object !== undefined || origin?.isStatic !== true)
    return undefined;
  return { name: [...origin.names.slice(0, -1), head].join('.'), isStatic: true };
}

/** The same type from another package, or the same static method from another type. */
function fromOtherPlace({ binding }: ApiUse<JavaBinding>, module: string, newProperty: string | undefined): PlannedUse {
  const { origin, isObject } = binding;
  if (isObject)
    return {
      fault:
        'The object of this call is declared elsewhere, so that details.newModule says nothing of it: use details.newObject.',
    };
  if (origin === undefined)
    return { fault: 'What is called here is imported from nowhere: details.newObject says what to import.' };
  const own = origin.names.at(-1)!;
  const member = origin.isStatic ? (newProperty ?? own) : own;
  return {
    replacement: { isWhole: false, ...(newProperty === undefined ? {} : { property: newProperty }) },
    imported: { name: `${module}.${member}`, isStatic: origin.isStatic },
    isLosing: true,
  };
}
