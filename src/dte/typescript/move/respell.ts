/** What a reference has to say after a move. */
import type { MovePlan } from '../../move/move-plan.ts';
import type { Edge } from './reference-graph.ts';
import { withoutQuery } from './resolver.ts';
import type { Resolver } from './resolver.ts';
import { spelledPath, spellings } from './spelling.ts';
import { folderOf, joinPath, wayTo } from '../../move/tree-path.ts';

/** Answers the text that leads where the old one led, which often is the same, or `undefined` where none does. */
export function respelled(edge: Edge, plan: MovePlan, after: Resolver): string | undefined {
  const { path, reference, target } = edge;
  const { text, kind } = reference;
  if (target.path === undefined || (reference.isLoose === true && !target.isThere)) return text;
  if (kind === 'path' || !target.isThere) return respelledPath(edge, target.path, plan);
  const [from, file] = [plan.after(path), plan.after(target.path)];
  return spellings({ text, old: target.path, file, from }, after).find((spelling) => {
    const next = after.target(from, { ...reference, text: spelling });
    return next.isThere && next.path === file;
  });
}

/** A path keeps its way of being written. Of a pattern the part without wildcards is one; what nobody has in the tree is one as well. */
function respelledPath({ path, reference, target }: Edge, place: string, plan: MovePlan): string {
  const { text, base = folderOf(path) } = reference;
  const folder = reference.base === undefined ? folderOf(plan.after(path)) : plan.after(base);
  const plain = plainPart(text, target.isThere && place.startsWith(joinPath(base, text)), target.isThere);
  if (plain === '') return text;
  const named = joinPath(base, plain);
  const ending = target.isThere ? place.slice(named.length) : '';
  const next = plan.after(target.isThere ? place : named);
  const bare = ending !== '' && next.endsWith(ending) ? next.slice(0, -ending.length) : next;
  if (wayTo(folder, bare) === wayTo(base, named)) return text;
  return spelledPath(plain, folder, bare) + text.slice(plain.length);
}

function plainPart(text: string, isWhole: boolean, isThere: boolean): string {
  if (isWhole) return text;
  const plain = withoutQuery(text);
  const star = isThere ? -1 : plain.search(/[*?{[]/);
  return star < 0 ? plain : plain.slice(0, plain.lastIndexOf('/', star) + 1);
}
