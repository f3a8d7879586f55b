/** replaceAPI in Python. */
import type { Finding } from '../../../base/report.ts';
import type { ArgumentMap } from '../../argument-map.ts';
import type { TextEdit } from '../../edit.ts';
import type { PatchDetails } from '../../generated/types.ts';
import type { PatchOutcome, PatchTask } from '../../patch.ts';
import type { AttributeTest } from '../../selector/selector-node.ts';
import type {
  ApiLanguage,
  ApiUse,
  ApiUses,
  ArgumentList,
  NamedArgument,
  Written,
} from '../../tree-sitter/replace-api/api-language.ts';
import { replaceCalls } from '../../tree-sitter/replace-api/replace-api.ts';
import type { SyntaxProject } from '../../tree-sitter/project.ts';
import type { SymbolPlaces } from '../../tree-sitter/select.ts';
import { childOf, namedChildren } from '../../tree-sitter/syntax.ts';
import type { SyntaxNode } from '../../tree-sitter/syntax.ts';
import { isChainOfNames, isClosed, isPure } from '../expressions.ts';
import { nameFault } from '../names.ts';
import type { PythonProject } from '../project.ts';
import { lookup } from '../scope.ts';
import { symbolPlaces } from '../symbol-places.ts';
import { scopesOf } from '../file-scopes.ts';
import { Bindings, lastOf } from './bindings.ts';
import type { PythonBinding } from './bindings.ts';
import { proofFaults } from './proof.ts';
import { usesOf } from './uses.ts';
import { written } from './write.ts';

/** Answers the edits of a replaceAPI patch, or why it cannot be done. */
export const replaceAPI = (project: PythonProject, task: PatchTask): PatchOutcome =>
  replaceCalls(new PythonApi(project), task);

class PythonApi implements ApiLanguage<PythonBinding> {
  readonly callType = 'call';
  readonly syntax: SyntaxProject;
  readonly symbolPlaces: SymbolPlaces;
  readonly isClosed = isClosed;
  readonly #project: PythonProject;
  readonly #bindings = new Map<string, Bindings>();

  constructor(project: PythonProject) {
    this.#project = project;
    this.syntax = project.syntax;
    this.symbolPlaces = (symbol) => symbolPlaces(project.tree, symbol);
  }

  isOfCallee({ path }: AttributeTest): boolean {
    return path[0] === 'function';
  }

  writtenAs(test: AttributeTest, names: readonly string[]): string | undefined {
    switch (test.path.join('.')) {
      case 'function.text':
        return suffixes(names).find((text) => test.accepts(text));
      case 'function.object.text':
        return suffixes(names.slice(0, -1)).find((text) => test.accepts(text));
      case 'function.attribute.text':
        return names.at(-1);
      default:
        return undefined;
    }
  }

  bindingOf(path: string, call: SyntaxNode): PythonBinding | undefined {
    const reference = childOf(call, 'function')!;
    const last = lastOf(reference);
    if (last === undefined) return undefined;
    const occurrence = this.#project.tree.scopes(path)!.occurrences.find(({ node }) => node === last);
    if (occurrence === undefined) return undefined;
    const { name } = occurrence;
    const bindings = this.#bindings.get(name) ?? new Bindings(this.#project.tree, [name]);
    this.#bindings.set(name, bindings);
    return bindings.of(reference, occurrence);
  }

  usesOf(paths: readonly string[], wanted: readonly PythonBinding[]): ApiUses<PythonBinding> {
    return usesOf(this.#project, paths, wanted);
  }

  argumentsOf(path: string, list: SyntaxNode): ArgumentList {
    const elements = namedChildren(list);
    const isPlain = list.type === 'argument_list';
    return {
      positional: isPlain ? elements.filter(({ type }) => !/^(?:keyword_argument|dictionary_splat)$/.test(type)) : [],
      named: elements.flatMap((node) => (node.type === 'keyword_argument' ? [this.#named(path, node)] : [])),
      mapping: elements.find(({ type }) => type === 'dictionary_splat'),
      fault: isPlain ? undefined : 'A generator is the only argument here, without parentheses of its own.',
    };
  }

  #named(path: string, node: SyntaxNode): NamedArgument {
    const nameNode = childOf(node, 'name')!;
    return { name: this.#project.tree.textOf(path, nameNode), nameNode, node, value: childOf(node, 'value')! };
  }

  isPure(_path: string, node: SyntaxNode): boolean {
    return isPure(node);
  }

  isEffectless(_path: string, node: SyntaxNode): boolean {
    return isChainOfNames(node);
  }

  expressionOf(source: string): SyntaxNode | undefined {
    const { root, faults } = this.syntax.parse(`f(${source}\n)\n`);
    const [statement, ...more] = root.children;
    const call = statement?.children[0];
    if (faults.length > 0 || more.length > 0 || statement?.type !== 'expression_statement' || call?.type !== 'call')
      return undefined;
    const list = childOf(call, 'arguments')!;
    const [argument, ...others] = list.children.filter(({ isNamed, type }) => isNamed || type === ',');
    const isOne = statement.children.length === 1 && childOf(call, 'function')!.type === 'identifier';
    if (argument === undefined || others.length > 0 || !isOne || list.type !== 'argument_list') return undefined;
    return /^(?:keyword_argument|dictionary_splat|list_splat|comment)$/.test(argument.type) ? undefined : argument;
  }

  namesIn(source: string): readonly string[] {
    const parse = (text: string): ReturnType<SyntaxProject['parse']> => this.syntax.parse(text);
    const { occurrences } = scopesOf(parse(`f(${source}\n)\n`), parse);
    return occurrences
      .slice(1)
      .filter(({ role, scope, name, node }) => role === 'name' && lookup(scope, name, node).symbols.length === 0)
      .map(({ name }) => name);
  }

  detailFaults(
    { newFunction, newObject, newProperty, newModule }: PatchDetails,
    { properties }: ArgumentMap,
  ): string[] {
    const steps = (member: string, text: string | undefined): string[] =>
      (text?.split('.') ?? []).flatMap((step) => stepFault(`details.${member}`, step));
    const names = [...properties].flatMap(([from, to]) => [from, ...(to === null ? [] : [to])]);
    return [
      ...steps('newFunction', newFunction),
      ...steps('newObject', newObject),
      ...(newProperty === undefined ? [] : stepFault('details.newProperty', newProperty)),
      ...steps('newModule', newModule?.replace(/^\.+(?=.)/, '')),
      ...names.flatMap((name) => stepFault('details.argsMap', name)),
    ];
  }

  write(uses: readonly ApiUse<PythonBinding>[], details: PatchDetails, needed: ReadonlySet<string>): Written {
    return written(this.#project, this, uses, details, needed);
  }

  prove(edits: readonly TextEdit[], uses: readonly ApiUse<PythonBinding>[], roots: Written['roots']): Finding[] {
    return proofFaults(this.#project, edits, uses, roots);
  }
}

/** `shop.auth.login`, `auth.login` and `login`. */
const suffixes = (names: readonly string[]): string[] => names.map((_, index) => names.slice(index).join('.'));

function stepFault(member: string, name: string): string[] {
  const fault = nameFault(name);
  const isAllowed = fault === undefined || fault.includes('in some places') || fault.includes('two underscores');
  return isAllowed ? [] : [`${member} cannot have ${JSON.stringify(name)}: ${fault}.`];
}
