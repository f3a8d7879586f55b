/** What takes the place of a callee. */
import type { PatchDetails } from '../../generated/types.ts';
import { plainExpression } from '../callee-names.ts';
import { ts } from '../ts.ts';
import type { ApiCall, ApiUse } from './api-uses.ts';
import { rootOf } from './callee.ts';
import type { Binding } from './callee.ts';
import type { ImportOrigin } from './import-origin.ts';

/** What a callee becomes. */
export interface Replacement {
  /** What stands there instead of the whole callee, or of the object in front of it. */
  readonly head?: string;
  /** Whether `head` is all that is left. */
  readonly isWhole: boolean;
  readonly property?: string;
  /** The import that brings what the callee begins with. */
  readonly imported?: { readonly module: string; readonly name: string };
  /** The import that loses a use. */
  readonly left?: ImportOrigin;
}

/** Answers what becomes of a use, by how the file has got what it uses. */
export function replacementOf({ binding }: ApiUse | ApiCall, callee: ts.Node, details: PatchDetails): Replacement {
  const { origin } = binding;
  const whole = wholeOf(callee, origin, details);
  const head = whole ?? details.newObject;
  const property = whole === undefined ? propertyOf(callee, binding, details) : undefined;
  const imported = importedBy(callee, origin, whole, details);
  const isLosing = (head !== undefined || details.newModule !== undefined) && origin !== undefined;
  return {
    isWhole: whole !== undefined,
    ...(head === undefined ? {} : { head }),
    ...(property === undefined ? {} : { property }),
    ...(imported === undefined ? {} : { imported }),
    ...(isLosing ? { left: origin } : {}),
  };
}

/** What stands instead of the whole callee: for a function imported by its name, its property is that of the module. */
function wholeOf(callee: ts.Node, origin: ImportOrigin | undefined, details: PatchDetails): string | undefined {
  const { newFunction, newObject, newProperty } = details;
  const isMember = ts.isIdentifier(callee) && origin?.names.length === 1 && origin.names[0] !== 'default';
  return newFunction ?? (isMember && newObject === undefined ? newProperty : undefined);
}

function propertyOf(callee: ts.Node, { names }: Binding, { newObject, newProperty }: PatchDetails): string | undefined {
  return newProperty ?? (ts.isIdentifier(callee) && newObject !== undefined ? names.at(-1) : undefined);
}

function importedBy(
  callee: ts.Node,
  origin: ImportOrigin | undefined,
  whole: string | undefined,
  { newModule, newObject }: PatchDetails,
): Replacement['imported'] {
  const isOfModule = whole !== undefined && origin !== undefined && isExport(callee, origin);
  const module = newModule ?? (isOfModule ? origin.module : undefined);
  const name = (whole ?? newObject)?.split('.', 1).join('');
  return module === undefined || name === undefined || name === 'this' ? undefined : { module, name };
}

/** Whether a callee is an export of its module itself: `login` or `lib.login`, and not `auth.login` of an imported `auth`. */
function isExport(callee: ts.Node, { names }: ImportOrigin): boolean {
  if (ts.isIdentifier(callee)) return names.length === 1;
  return (
    ts.isPropertyAccessExpression(callee) && names.length === 0 && ts.isIdentifier(plainExpression(callee.expression))
  );
}

/** Answers the name that a callee begins with, which its file may have imported. */
export const localRoot = (callee: ts.Node): ts.Identifier | undefined =>
  ts.isIdentifier(callee) || ts.isPropertyAccessExpression(callee) ? rootOf(callee) : undefined;
