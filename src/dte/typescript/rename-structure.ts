/**
 * Where names matter although nothing names them: a type that has a member of the same name fits a renamed one today, and no longer
 * afterwards. The compiler's checker is asked about the files in which the two may meet, for it is by far the most expensive to ask.
 */
import type { Finding } from '../../base/report.ts';
import { newTypeErrors } from './diagnostics.ts';
import { filesReaching } from './import-graph.ts';
import { atNode } from './finding-at-node.ts';
import { memberNamed } from './meaning.ts';
import { nameAt } from './names.ts';
import { handedAround } from './rename-namespaces.ts';
import { silentMeetings } from './rename-meetings.ts';
import { declarationPath } from './rename-targets.ts';
import { editedPlaces } from './renaming.ts';
import type { Renaming } from './renaming.ts';
import { pathOf } from './tree-files.ts';
import { ts } from './ts.ts';

/** Answers the type errors that a rename brings where types meet by their structure. */
export function structuralFaults(renaming: Renaming): Finding[] {
  const { project, edits } = renaming;
  const met = meetings(renaming);
  const paths = new Set([...met.paths, ...derivations(renaming), ...handedAround(renaming)]);
  const inOrder = project.paths.filter((path) => paths.has(path));
  const errors = inOrder.length === 0 ? [] : newTypeErrors(project, inOrder, edits);
  if (errors.length > 0) return errors;
  const silent = met.isSilent || met.isLost ? silentMeetings(renaming, met.paths, met.isLost) : [];
  return [...met.asked.map(askedOf), ...silent];
}

const askedOf = ({ name }: Owner): Finding =>
  atNode('NEEDS_PERSON', 'A type asks here whether others have this member: the answer would be another one.', name);

/**
 * Whether a rename takes the whole program. Members do, for types meet where nothing names them. What is declared by itself does where
 * a member of its name belongs to something of no known type: what is left out may know that type.
 */
export function needsWhole({ targets, before }: Renaming): boolean {
  if (targets.some(({ isMember }) => isMember)) return true;
  return before.some(({ role, meaning }) => meaning === '' && role !== 'text');
}

/** A type with a member, and the file that it is in. */
interface Owner {
  /** Name of the member. */
  readonly name: ts.Node;
  readonly node: ts.Node;
  readonly path: string;
  readonly type: ts.Type;
}

/** Where a renamed type may meet one that keeps its member of the old name, or one that has the new one. */
interface Meetings {
  readonly paths: readonly string[];
  /** Whether they may meet without an error. */
  readonly isSilent: boolean;
  /** Whether one that keeps it goes to where nobody knows its type. */
  readonly isLost: boolean;
  /** Types that other types are compared with, to choose between two. */
  readonly asked: readonly Owner[];
}

const NO_MEETINGS: Meetings = { paths: [], isSilent: false, isLost: false, asked: [] };

function meetings(renaming: Renaming): Meetings {
  const { project, targets } = renaming;
  const members = targets.filter(({ isMember }) => isMember);
  if (members.length === 0) return NO_MEETINGS;
  const renamed = ownersOf(
    renaming,
    members.flatMap(({ declarations }) => declarations),
  );
  const others = ownersOf(renaming, keptMembers(renaming)).filter((other) =>
    renamed.some((one) => mayMeet(project.checker, one, other)),
  );
  const texts = jsonNaming(renaming);
  if (others.length + texts.length === 0) return NO_MEETINGS;
  const here = filesReaching(project, new Set(renamed.map(({ path }) => path)));
  const there = new Set(
    [...others.map(({ path }) => path), ...texts].flatMap((path) => [...filesReaching(project, new Set([path]))]),
  );
  return {
    paths: [...here].filter((path) => there.has(path)),
    isSilent: texts.length > 0 || [...others, ...renamed].some(({ name }) => isOptional(name)),
    isLost: others.some(({ node }) => isLost(project.checker, node)),
    asked: others.filter(({ node }) => isAsked(node)),
  };
}

/** JSON files of the program in which a name is a member. */
function jsonNaming({ project, targets }: Renaming): string[] {
  return project.program.getSourceFiles().flatMap((file) => {
    const path = project.pathOf(file);
    const isNaming = targets.some(({ name }) => file.text.includes(JSON.stringify(name)));
    return path?.endsWith('.json') === true && isNaming ? [path] : [];
  });
}

const isOptional = (name: ts.Node): boolean =>
  (memberNamed(name) as { questionToken?: ts.Node } | undefined)?.questionToken !== undefined;

/** Whether an object is made where a value of any type may be. */
function isLost(checker: ts.TypeChecker, node: ts.Node): boolean {
  if (!ts.isObjectLiteralExpression(node)) return false;
  const expected = checker.getContextualType(node);
  return expected !== undefined && (expected.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
}

/** Whether a type stands where a conditional type asks what another one fits. */
function isAsked(node: ts.Node): boolean {
  for (let at = node; ts.isTypeNode(at); at = at.parent) {
    if (ts.isConditionalTypeNode(at.parent) && at.parent.extendsType === at) return true;
  }
  return false;
}

/**
 * The files that a member reaches, where types make names out of names, as in `on${Capitalize<K>}`, and a word is in the tree that
 * may have been made so.
 */
function derivations({ project, targets }: Renaming): string[] {
  const members = targets.filter(({ isMember }) => isMember);
  const sources = project.paths.map((path) => project.source(path)?.text ?? '');
  if (members.length === 0 || !sources.some((text) => DERIVING.test(text))) return [];
  const made = new RegExp(members.map(({ name }) => derived(name)).join('|'), 'u');
  if (!sources.some((text) => made.test(text))) return [];
  return [...filesReaching(project, new Set(members.flatMap(({ declarations }) => declarations.map(declarationPath))))];
}

/** A template literal type over a key: within a type, a template begins with a word or nothing and then a type. */
const DERIVING = /\bas\s*`|[:=|&<]\s*`[\w-]*\$\{/;

/** A longer word that a name is in, as it is or with another first letter. */
function derived(name: string): string {
  const letters = name.replaceAll(/[$^]/g, '\\$&');
  const capital = letters.charAt(0).toUpperCase() + letters.slice(1);
  const small = letters.charAt(0).toLowerCase() + letters.slice(1);
  return [letters, capital, small].flatMap((word) => [`[\\w$]${word}`, `${word}[\\w$]`]).join('|');
}

/** Members of the names concerned that are not renamed. */
function keptMembers(renaming: Renaming): ts.Node[] {
  const { project, before } = renaming;
  const edited = editedPlaces(renaming);
  return before
    .filter(({ path, start, role }) => role !== 'text' && !edited.has(`${path}:${start}`))
    .flatMap(({ path, start }) => {
      const node = nameAt(project.sourceFile(path)!, start);
      return node !== undefined && memberNamed(node) !== undefined ? [node] : [];
    });
}

function ownersOf({ project: { checker } }: Renaming, names: readonly ts.Node[]): Owner[] {
  const owners = new Map<ts.Node, Owner>();
  for (const name of names) {
    const node = memberNamed(name)?.parent;
    if (node === undefined || owners.has(node)) continue;
    owners.set(node, {
      name,
      node,
      path: pathOf(node.getSourceFile().fileName)!,
      type: checker.getTypeAtLocation(node),
    });
  }
  return [...owners.values()];
}

/** Whether a value of one type can be where the other one is expected. */
function mayMeet(checker: ts.TypeChecker, a: Owner, b: Owner): boolean {
  const isGeneric = hasTypeParameters(a.node) || hasTypeParameters(b.node);
  return fits(checker, a.type, b.type, isGeneric) || fits(checker, b.type, a.type, isGeneric);
}

/** Members' types say nothing where they are generic, for they can be anything. */
function fits(checker: ts.TypeChecker, from: ts.Type, to: ts.Type, isGeneric: boolean): boolean {
  const hasAll = to
    .getProperties()
    .every(({ flags, name }) => (flags & ts.SymbolFlags.Optional) !== 0 || from.getProperty(name) !== undefined);
  return hasAll && (isGeneric || checker.isTypeAssignableTo(from, to));
}

function hasTypeParameters(node: ts.Node): boolean {
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    const { typeParameters } = at as { typeParameters?: readonly unknown[] };
    if (typeParameters !== undefined && typeParameters.length > 0) return true;
  }
  return false;
}
