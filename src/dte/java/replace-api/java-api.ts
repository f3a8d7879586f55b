/** replaceAPI of methods of Java. */
import type { Finding } from '../../../base/report.ts';
import type { ArgumentMap } from '../../argument-map.ts';
import type { TextEdit } from '../../edit.ts';
import type { PatchDetails } from '../../generated/types.ts';
import type { AttributeTest } from '../../selector/selector-node.ts';
import type {
  ApiLanguage,
  ApiUse,
  ApiUses,
  ArgumentList,
  Written,
} from '../../tree-sitter/replace-api/api-language.ts';
import type { SyntaxProject } from '../../tree-sitter/project.ts';
import type { SymbolPlaces } from '../../tree-sitter/select.ts';
import { childOf, namedChildren, nodesOf } from '../../tree-sitter/syntax.ts';
import type { SyntaxFile, SyntaxNode } from '../../tree-sitter/syntax.ts';
import { isChainOfNames, isClosed, isPure } from '../expression-forms.ts';
import { nameFault } from '../names.ts';
import type { JavaProject } from '../project.ts';
import { roleOf } from '../roles.ts';
import { symbolPlaces } from '../symbol-places.ts';
import { Bindings, partsOf } from './bindings.ts';
import type { JavaBinding } from './bindings.ts';
import { proofFaults } from './proof.ts';
import { usesOf } from './uses.ts';
import { callForm, written } from './write.ts';

/** Methods of one state of a tree. */
export class JavaApi implements ApiLanguage<JavaBinding> {
  readonly callType: string = 'method_invocation';
  readonly syntax: SyntaxProject;
  readonly symbolPlaces: SymbolPlaces;
  readonly isClosed = isClosed;
  readonly #project: JavaProject;
  #bindings: Bindings | undefined;

  constructor(project: JavaProject) {
    this.#project = project;
    this.syntax = project.syntax;
    this.symbolPlaces = (symbol) => symbolPlaces(project.tree, symbol);
  }

  get #own(): Bindings {
    this.#bindings ??= new Bindings(this.#project.tree);
    return this.#bindings;
  }

  isOfCallee({ path }: AttributeTest): boolean {
    return path[0] === 'object' || path[0] === 'name';
  }

  writtenAs(test: AttributeTest, names: readonly string[]): string | undefined {
    if (test.path.join('.') === 'name.text') return names.at(-1);
    if (test.path.join('.') !== 'object.text') return undefined;
    const owner = names.slice(0, -1);
    return owner.map((_, index) => owner.slice(index).join('.')).find((text) => test.accepts(text));
  }

  bindingOf(path: string, call: SyntaxNode): JavaBinding | undefined {
    const { object, name } = partsOf(call);
    return this.#own.of(path, object, name);
  }

  usesOf(paths: readonly string[], wanted: readonly JavaBinding[]): ApiUses<JavaBinding> {
    return usesOf(this.#project, this.#own, paths, wanted);
  }

  argumentsOf(_path: string, list: SyntaxNode): ArgumentList {
    return { positional: namedChildren(list), named: [], mapping: undefined, fault: undefined };
  }

  isPure(_path: string, node: SyntaxNode): boolean {
    return isPure(node);
  }

  isEffectless(_path: string, node: SyntaxNode): boolean {
    return isChainOfNames(node);
  }

  expressionOf(source: string): SyntaxNode | undefined {
    const { root, faults } = this.#parsed(source);
    const [type, ...more] = root.children;
    const members = type === undefined ? [] : namedChildren(childOf(type, 'body') ?? type);
    const call = childOf(childOf(members[0], 'declarator'), 'value');
    if (faults.length > 0 || more.length > 0 || members.length !== 1 || call?.type !== 'method_invocation')
      return undefined;
    const [argument, ...others] = namedChildren(childOf(call, 'arguments')!);
    const isOne = others.length === 0 && childOf(call, 'object') === undefined;
    return isOne ? argument : undefined;
  }

  namesIn(source: string): readonly string[] {
    const { root, text } = this.#parsed(source);
    const names = [...nodesOf(root)].filter(({ type }) => /^(?:type_)?identifier$/.test(type)).slice(2);
    const textOf = ({ start, end }: SyntaxNode): string => text.slice(start, end);
    const own = new Set(names.filter((node) => roleOf(node) === 'local').map(textOf));
    const isFree = (node: SyntaxNode): boolean =>
      ['variable', 'type'].includes(roleOf(node)) ||
      (roleOf(node) === 'call' && childOf(node.parent, 'object') === undefined);
    return names
      .filter((node) => isFree(node) && node.start > PREFIX.length - 2)
      .map(textOf)
      .filter((name) => !own.has(name));
  }

  #parsed(source: string): SyntaxFile {
    return this.syntax.parse(`${PREFIX}${source}\n);}`);
  }

  detailFaults(
    { newFunction, newObject, newProperty, newModule }: PatchDetails,
    { properties }: ArgumentMap,
  ): string[] {
    const steps = (member: string, text: string | undefined): string[] =>
      (text?.split('.') ?? []).flatMap((step, index) =>
        index === 0 && step === 'this' ? [] : stepFault(member, step),
      );
    return [
      ...steps('newFunction', newFunction),
      ...steps('newObject', newObject),
      ...(newProperty === undefined ? [] : stepFault('newProperty', newProperty)),
      ...steps('newModule', newModule),
      ...[...properties.keys()].map(
        (name) =>
          `details.argsMap has ${JSON.stringify(name)}, and Java has no arguments by name: say which by its index.`,
      ),
    ];
  }

  write(uses: readonly ApiUse<JavaBinding>[], details: PatchDetails, needed: ReadonlySet<string>): Written {
    return written(this.#project, callForm(this), uses, details, needed);
  }

  prove(edits: readonly TextEdit[], uses: readonly ApiUse<JavaBinding>[], roots: Written['roots']): Finding[] {
    return proofFaults(this.#project, edits, uses, roots);
  }
}

const PREFIX = 'class A{Object x=f(';

function stepFault(member: string, name: string): string[] {
  const fault = nameFault(name, false);
  return fault === undefined ? [] : [`details.${member} cannot have ${JSON.stringify(name)}: ${fault}.`];
}
