/** Which files name which: the references of a tree's sources and settings, and where each of them leads. */
import type { TypeScriptProject } from '../project.ts';
import { fileNameOf } from '../tree-files.ts';
import { ts } from '../ts.ts';
import { isPackageOrConfig, jsonReferences } from './json-references.ts';
import type { Reference } from './reference.ts';
import type { Resolver, Target } from './resolver.ts';
import { sourceReferences } from './source-references.ts';

/** A reference with its end. */
export interface Edge {
  readonly path: string;
  readonly reference: Reference;
  readonly target: Target;
}

/** Answers the edges that begin in a file of the tree as it is. */
export function edgesOf(project: TypeScriptProject, resolver: Resolver, path: string): Edge[] {
  const references = isPackageOrConfig(path)
    ? jsonReferences(path, resolver.files.source(path)?.text ?? '', resolver.configs)
    : sourceReferences(project.parsed(path)!);
  return edges(resolver, path, references);
}

/** Answers the edges that begin in a file with a text that is not in the tree. */
export function edgesIn(resolver: Resolver, path: string, text: string): Edge[] {
  if (isPackageOrConfig(path)) return edges(resolver, path, jsonReferences(path, text, resolver.configs));
  const file = ts.createSourceFile(fileNameOf(path), text, ts.ScriptTarget.ESNext, true);
  return edges(resolver, path, sourceReferences(file));
}

const edges = (resolver: Resolver, path: string, references: readonly Reference[]): Edge[] =>
  references.map((reference) => ({ path, reference, target: resolver.target(path, reference) }));

/** Answers the same edges as another tree has them, of a file that neither moves nor changes. */
export const sameEdgesIn = (resolver: Resolver, path: string, known: readonly Edge[]): Edge[] =>
  edges(
    resolver,
    path,
    known.map(({ reference }) => reference),
  );
