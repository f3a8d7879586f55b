/** What replaceAPI needs of a language that is known by its syntax and its names. */
import type { Finding } from '../../../base/report.ts';
import type { ArgumentMap } from '../../argument-map.ts';
import type { TextEdit } from '../../edit.ts';
import type { PatchDetails } from '../../generated/types.ts';
import type { AttributeTest } from '../../selector/selector-node.ts';
import type { NodePlace } from '../node-finding.ts';
import type { SymbolPlaces } from '../select.ts';
import type { SyntaxProject } from '../project.ts';
import type { SyntaxNode } from '../syntax.ts';

/** What a callee is bound to. */
export interface ApiBinding {
  /** The same for the same thing. */
  readonly key: string;
  /** Its name, behind those of what it belongs to. */
  readonly names: readonly string[];
  /** What `details.module` may call the place that it comes from. */
  readonly modules: readonly string[];
}

/** A place that names what is bound: `object.name` or `name`. */
export interface ApiUse<B extends ApiBinding> {
  readonly path: string;
  /** All of it. */
  readonly node: SyntaxNode;
  readonly object: SyntaxNode | undefined;
  readonly name: SyntaxNode;
  readonly binding: B;
  /** Why this use cannot be replaced, of uses that are no calls. */
  readonly why?: string;
}

/** A call of what is bound. */
export interface ApiCall<B extends ApiBinding> extends ApiUse<B> {
  readonly call: SyntaxNode;
  /** What stands between the parentheses, with them. */
  readonly list: SyntaxNode;
}

/** A place of which nobody can tell whether it is a use. */
export interface UnsureUse extends NodePlace {
  readonly why: string;
}

/** All places that matter. */
export interface ApiUses<B extends ApiBinding> {
  readonly calls: readonly ApiCall<B>[];
  readonly others: readonly ApiUse<B>[];
  readonly unsure: readonly UnsureUse[];
}

/** An argument with a name. */
export interface NamedArgument {
  readonly name: string;
  readonly nameNode: SyntaxNode;
  readonly node: SyntaxNode;
  readonly value: SyntaxNode;
}

/** The arguments of a call. */
export interface ArgumentList {
  /** In order, also those that are spread. */
  readonly positional: readonly SyntaxNode[];
  readonly named: readonly NamedArgument[];
  /** What passes arguments by names that nobody sees. */
  readonly mapping: SyntaxNode | undefined;
  /** Why the list cannot be rewritten. */
  readonly fault: string | undefined;
}

/** What is written, and why it cannot be. */
export interface Written {
  readonly edits: readonly TextEdit[];
  readonly findings: readonly Finding[];
  /** By path: the names that new texts begin with, which have to be those of the file. */
  readonly roots: ReadonlyMap<string, ReadonlySet<string>>;
}

/** One state of a tree, as replaceAPI looks at it. */
export interface ApiLanguage<B extends ApiBinding> {
  readonly syntax: SyntaxProject;
  readonly symbolPlaces: SymbolPlaces;
  /** Type of the nodes that are calls. */
  readonly callType: string;
  /** Whether a test of a selector of calls is about how the callee is written. */
  isOfCallee(test: AttributeTest): boolean;
  /** Answers what a test of the callee sees, for a callee with these names. */
  writtenAs(test: AttributeTest, names: readonly string[]): string | undefined;
  /** Answers what a call is bound to, or `undefined` where that cannot be told. */
  bindingOf(path: string, call: SyntaxNode): B | undefined;
  /** Answers all places in some files at which one of the keys is, or may be, meant. */
  usesOf(paths: readonly string[], bindings: readonly B[]): ApiUses<B>;
  argumentsOf(path: string, list: SyntaxNode): ArgumentList;
  /** Whether an expression has no effects and cannot fail, as far as that can be told. */
  isPure(path: string, node: SyntaxNode): boolean;
  /** Whether an expression stays one whatever stands beside it. */
  isClosed(node: SyntaxNode): boolean;
  /** Whether evaluating what stands before the dot does nothing but reading names. */
  isEffectless(path: string, node: SyntaxNode): boolean;
  /** Answers the expression that a source is, as the only argument of a call; `undefined` where it is anything else. */
  expressionOf(source: string): SyntaxNode | undefined;
  /** Answers the names that an expression of {@link expressionOf} takes from where it stands. */
  namesIn(source: string): readonly string[];
  /** Answers what is wrong with what a patch says. */
  detailFaults(details: PatchDetails, map: ArgumentMap): readonly string[];
  /** Answers the edits of callees and imports. @param needed - names that new arguments have */
  write(uses: readonly ApiUse<B>[], details: PatchDetails, needed: ReadonlySet<string>): Written;
  /** Answers why the result is not what it should be. @param edits - sorted @param roots - names that new texts begin with */
  prove(edits: readonly TextEdit[], uses: readonly ApiUse<B>[], roots: Written['roots']): readonly Finding[];
}
