/** Where a method of Java is called, and where it is used otherwise. */
import type { ApiCall, ApiUse, ApiUses, UnsureUse } from '../../tree-sitter/replace-api/api-language.ts';
import type { NameUse } from '../../tree-sitter/name-use.ts';
import { childOf, firstOfType, namedChildren } from '../../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../../tree-sitter/syntax.ts';
import { nodesOfTypes } from '../../tree-sitter/words.ts';
import type { JavaProject } from '../project.ts';
import { isByName } from '../rename-mentions.ts';
import { roleOf } from '../roles.ts';
import { partsOf } from './bindings.ts';
import type { Bindings, JavaBinding } from './bindings.ts';

type Place = ApiCall<JavaBinding> | ApiUse<JavaBinding> | UnsureUse;

/** Answers all places in some files at which one of these is, or may be, meant. */
export function usesOf(
  project: JavaProject,
  bindings: Bindings,
  paths: readonly string[],
  wanted: readonly JavaBinding[],
): ApiUses<JavaBinding> {
  const within = new Set(paths);
  const names = [...new Set(wanted.map((one) => one.names.at(-1)!))];
  const places = names.flatMap((name) =>
    [...bindings.usesOf(name).values()]
      .filter(({ path }) => within.has(path))
      .flatMap((use) => placeOf(bindings, wanted, use)),
  );
  return {
    calls: places.filter((place): place is ApiCall<JavaBinding> => 'call' in place),
    others: places.filter((place): place is ApiUse<JavaBinding> => 'binding' in place && !('call' in place)),
    unsure: [
      ...places.filter((place): place is UnsureUse => !('binding' in place)),
      ...paths.flatMap((path) => textUses(project, path, names)),
    ],
  };
}

function placeOf(bindings: Bindings, wanted: readonly JavaBinding[], use: NameUse): Place[] {
  const role = roleOf(use.node);
  if (role === 'call') return callPlace(bindings, wanted, use);
  return role === 'reference' ? referencePlace(bindings, wanted, use) : [];
}

function callPlace(bindings: Bindings, wanted: readonly JavaBinding[], { path, node, name, keys }: NameUse): Place[] {
  const call = node.parent!;
  const { object } = partsOf(call);
  const binding = bindings.of(path, object, node);
  const list = childOf(call, 'arguments')!;
  if (binding === undefined)
    return mayBe(wanted, keys, name, namedChildren(list).length) ? [{ path, node: call, why: UNKNOWN }] : [];
  if (!wanted.some(({ key }) => key === binding.key)) return [];
  return [{ path, node: call, object: receiverOf(call), name: node, binding, call, list }];
}

/** `A.super.m()` has two parts before the name. */
function receiverOf(call: SyntaxNode): SyntaxNode | undefined {
  const { object } = partsOf(call);
  const around = firstOfType(call, 'super');
  return around !== undefined && object !== around && object !== undefined
    ? { ...object, type: 'super', end: around.end }
    : object;
}

const UNKNOWN =
  'Whether this is what is to be replaced needs types that the tree alone does not tell. Bound details.path, or give the variable before the dot a type.';

/** Whether a call of which the owner is not known may be one of those that are wanted. */
function mayBe(wanted: readonly JavaBinding[], keys: readonly string[], name: string, count: number): boolean {
  return wanted.some(({ key, names, isObject }) => {
    if (names.at(-1) !== name) return false;
    if (keys.includes(key)) return true;
    if (!keys[0]!.startsWith('unknown')) return false;
    const arity = /\/(\d+):/.exec(key)?.[1];
    return key.startsWith('foreign:') ? isObject : arity === undefined || Number(arity) === count;
  });
}

/** `Auth::login` */
function referencePlace(bindings: Bindings, wanted: readonly JavaBinding[], { path, node, keys }: NameUse): Place[] {
  const reference = node.parent!;
  const object = namedChildren(reference)[0]!;
  const binding = bindings.of(path, object, node);
  const own = wanted.find(({ key }) => key === binding?.key);
  if (own !== undefined) return [{ path, node: reference, object, name: node, binding: binding! }];
  const isOneOf = wanted.some(({ key }) => keys.includes(key));
  return isOneOf ? [{ path, node: reference, why: 'Which of several methods this means needs types.' }] : [];
}

/** `type.getMethod("login")` */
function textUses(project: JavaProject, path: string, names: readonly string[]): UnsureUse[] {
  const file = project.syntax.file(path);
  if (file === undefined || !names.some((name) => file.text.includes(name))) return [];
  const why = 'This text may name what is to be replaced: change it by hand or by editString first.';
  return nodesOfTypes(file.root, ['string_literal'])
    .filter((node) => names.includes(file.text.slice(node.start + 1, node.end - 1)) && isByName(node, file))
    .map((node) => ({ path, node, why }));
}
